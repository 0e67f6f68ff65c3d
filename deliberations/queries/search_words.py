"""Words as the search compares them: without accents or capitals, reduced to their French root."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import local
from typing import Any

import snowballstemmer

from councils.domain.names import fold

_WORD = re.compile(r"[^\W_]+")
_ELIDED = frozenset({"l", "d", "n", "s", "c", "j", "m", "t", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu"})
STOP_WORDS = frozenset(
    "a à au aux avec ce ces cette dans de des du elle en et eux il ils la le les leur leurs lui ma mais me même mes"
    " mon ne nos notre nous on ou où par pas pour qu que qui sa se ses son sur ta te tes ton tu un une vos votre vous"
    " y est sont été être ont".split()
)
MOST_CHARACTERS = 200_000
"""Characters of one text that are indexed: more than a hundred printed pages."""
MOST_WORDS = 12
"""Words of a question that are looked for."""

_stemmers = local()


def stem(word: str) -> str:
    """The root of one folded word.

    Accents are gone before the root is taken, so that « deliberation » finds « délibération »; the feminine « -ée »
    is first brought to « -e », which the rules of the language write with an accent.
    """
    return _stem(re.sub(r"ees?$", "e", word))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # A stemmer keeps its place in the word it works on: one for each thread.
    if not hasattr(_stemmers, "french"):
        _stemmers.french = snowballstemmer.stemmer("french")
    tool: Any = _stemmers.french
    return str(tool.stemWord(word))


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text; elided articles (« l' », « d' ») are left out."""
    return (word for word in _WORD.findall(fold(text)) if word not in _ELIDED)


def stems_of(*texts: str) -> str:
    """The roots of every word of the texts, between spaces."""
    whole = "\n".join(texts)[:MOST_CHARACTERS]
    return " ".join(stem(word) for word in words_of(whole))


def phrases_of(question: str) -> list[tuple[str, ...]]:
    """What to look for: one phrase of roots for each word; « 2023-57 » is a phrase of two.

    Little words are dropped, unless nothing else is asked.
    """
    groups = [tuple(words_of(chunk)) for chunk in re.split(r"[\s'’]+", question)]
    asked = [group for group in groups if group]
    strong = [group for group in asked if len(group) > 1 or group[0] not in _FOLDED_STOP_WORDS]
    chosen = dict.fromkeys(tuple(stem(word) for word in group) for group in strong or asked)
    return list(chosen)[:MOST_WORDS]


_FOLDED_STOP_WORDS = frozenset(fold(word) for word in STOP_WORDS)


def number_key(number: str) -> str:
    """A number whatever its punctuation: « 2023-57 », « 2023/057 » → « 2023-57 »."""
    return "-".join(part.lstrip("0") or "0" for part in words_of(number))


def spans_of(text: str, roots: Iterable[str]) -> list[tuple[int, int]]:
    """Places in ``text`` of the words that have one of ``roots``."""
    wanted = frozenset(roots)
    return [found.span() for found in _WORD.finditer(text) if stem(fold(found.group())) in wanted]
