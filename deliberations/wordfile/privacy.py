"""The private marks of the text that an import replaces, put back where the file did not carry them.

Our own files carry them as a style of characters; a text pasted elsewhere, or a passage typed again, does not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from deliberations.domain.act_text import ActText
from deliberations.richtext import Run, parse_blocks
from deliberations.richtext.model import Runs, map_blocks
from deliberations.richtext.passages import passages_of, with_private_letters
from deliberations.richtext.plain import runs_as_text
from deliberations.richtext.writer import write_like
from deliberations.wordfile.pieces import Piece, Target

_PLAIN = (Target.VERB, Target.ANNEX)
_UNSEEN = (Target.FACT, Target.FORMULA, Target.IGNORED)
_SHORTEST = 3
"""Letters of a name looked for in other sentences than its own: « A. » would hide too much."""


def with_private_marks(pieces: Iterable[Piece], current: ActText) -> tuple[Piece, ...]:
    """``pieces`` where what ``current`` hides is hidden too.

    A passage whose words are the same has the same marks; in any other, a private name is private wherever it
    stands: it is for the reader to show it.
    """
    if not _hidden(current):
        return tuple(pieces)
    marks = _Marks(current)
    return tuple(piece if piece.target in _PLAIN else marks.put(piece) for piece in pieces)


def lost_marks(pieces: Iterable[Piece], current: ActText) -> tuple[str, ...]:
    """The private words of ``current`` that are private nowhere in what the pieces bring."""
    brought = [piece for piece in pieces if piece.target not in (*_PLAIN, *_UNSEEN)]
    told = [words for piece in brought for runs in passages_of(piece.html) for words in _private_words(runs)]
    return tuple(words for words in _hidden(current) if not any(_wanted(words).search(each) for each in told))


class _Marks:
    """What a text hides: letter by letter in the passages that it has, by names in the others."""

    def __init__(self, current: ActText) -> None:
        self._known: dict[str, list[bool]] = {}
        for runs in _passages(current):
            key, mask = _key(runs), _mask(runs)
            before = self._known.get(key, mask)
            self._known[key] = [a or b for a, b in zip(before, mask, strict=True)]
        self._names = [_wanted(words) for words in _hidden(current) if _letters(words) >= _SHORTEST]

    def put(self, piece: Piece) -> Piece:
        blocks = parse_blocks(piece.html)
        marked = map_blocks(blocks, self._marked)
        return piece if marked == blocks else replace(piece, html=write_like(piece.html, marked))

    def _marked(self, runs: Runs) -> Runs:
        text = runs_as_text(runs)
        mask = self._known.get(_key(runs))
        if mask is not None:
            return with_private_letters(runs, _spread(text, mask))
        found = {
            place for name in self._names for each in name.finditer(text) for place in range(*each.span())
        }
        return with_private_letters(runs, found) if found else runs


def _passages(text: ActText) -> Iterator[Runs]:
    lines = (
        text.title_html,
        text.statement_html,
        *(clause.text_html for clause in text.clauses),
        *(html for part in text.operative for html in part.blocks_html),
    )
    return (runs for html in lines for runs in passages_of(html))


def _hidden(text: ActText) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for runs in _passages(text) for words in _private_words(runs)))


def _private_words(runs: Runs) -> Iterator[str]:
    for is_private, group in groupby(runs, key=lambda run: run.format.private):
        if is_private and (words := " ".join(runs_as_text(tuple(group)).split())):
            yield words


def _key(runs: Runs) -> str:
    """A passage without its spaces, nor the mark that ends it, nor the kind of its apostrophes."""
    return "".join(runs_as_text(runs).split()).replace("’", "'").rstrip(".;,")


def _mask(runs: Runs) -> list[bool]:
    """Whether each letter of the key is private."""
    letters = [run.format.private for run in runs for letter in _text(run) if not letter.isspace()]
    return letters[: len(_key(runs))]


def _text(run: Run) -> str:
    return runs_as_text((run,))


def _spread(text: str, mask: list[bool]) -> set[int]:
    """The places in ``text`` of the letters of ``mask``, and of the spaces between two of them."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    found = {place for place, is_private in zip(places, mask, strict=False) if is_private}
    for first, second, here, there in zip(places, places[1:], mask, mask[1:], strict=False):
        if here and there:
            found.update(range(first, second))
    return found


def _letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)


def _wanted(words: str) -> re.Pattern[str]:
    """``words`` as they may be printed: other spaces, other apostrophes."""
    pieces = [
        r"\s+" if piece.isspace() else "['’]" if piece in "'’" else re.escape(piece) + r"\s*"
        for piece in re.findall(r"\w+|\s+|[^\w\s]", words)
    ]
    before, after = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    return re.compile(before + "".join(pieces).removesuffix(r"\s*").replace(r"\s*\s+", r"\s+") + after)
