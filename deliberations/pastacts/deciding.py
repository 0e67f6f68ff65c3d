"""The sentence where the assembly decides: what it says before its verb, its verb, and what follows."""

import re
from collections.abc import Iterator
from itertools import pairwise

from deliberations.pastacts import words

_SENTENCE_END = re.compile(r"(?<![.\s(«'][A-Z])(?<!MM)\.\s(?=[A-ZÀ-Ý])")
"""Neither « M. Un », « (M. Un) » nor « H.T. »."""
_VOTE_BEFORE = re.compile(
    r",?\s*(?:[àa]\s+l'\s?unanimit[ée](?:\s+(?:des?|du)\s+[^,:]{3,60}?(?=\s*[,:]|\s+(?:d[e'u]|l[ea']|qu)))?|[àa]\s+la\s+majorit[ée]"
    r"(?:\s+des?\s+[^,:]{3,40})?|par\s+\w+\s+voix(?:\s+pour)?(?:\s*\([^()]{0,200}\))?(?:\s*(?:,|et)\s*\w+\s+(?:voix\s+)?(?:contre|abstentions?)"
    r"(?:\s*\([^()]{0,200}\))?)*)\s*(?:[,:]\s*)?",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"(?:d(?:e\s+|')(?:ne\s+pas\s+)?(?:(?:les?|la|lui|leur|se|y|en)\s+|[lsn]')?[a-zà-ÿ-]+(?:er|ir|re|oir)\b|qu[e'])",
    re.IGNORECASE,
)
"""« d'approuver », « que les crédits… »: a decision of its own below « décide : », each on a line of its own."""
_LISTED = re.compile(
    r"(?<=[,;:])\s+(?=(?:D(?:e\s|['’])\s?(?:les?\s|la\s|l')?\w+(?:er|ir|re|oir)\b|[-–•]\s+d[e'’]))"
)
"""« …, De fixer le loyer », « … ; - d'autoriser »: lines glued, each a decision."""
_NUMBERED = re.compile(r"(?:^|(?<=[,;:.]\s))(?P<order>\d{1,2})\s?(?:°\s?[)/.:-]?|[)/])-?\s+(?=[^\W\d])")
_DENIED = re.compile(r"\b(?:ne\s(?:(?:l[ea]s?|lui|leur)\s)?|n'(?:y\s)?)$", re.IGNORECASE)
_DENIED_FIRST = re.compile(r"(?:ne\s|n')[^,.;:]{2,30}?\s(?:pas|plus)\b", re.IGNORECASE)
"""« ne participe pas aux frais et charge le maire… »: the verb that is known is not the first."""
_COUNTED_ASIDE = re.compile(
    r"\s*\([^()]*\b(?:voix|votes?|pour|contre|abstentions?|votants|suffrages)\b[^()]*\)\s*[,:]?\s*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"est\s+(?:invit|appel|sollicit)|sont\s+(?:invit|appel)|est\s+propos|il\s+est\s+demand|doit\b|devra|\bpeut\b|propose\b",
    re.IGNORECASE,
)
_AFTER_TALK = re.compile(
    r"(?:apr[èe]s\s(?!avis|le\s|la\s)[^,]{3,60}|suite\s+[àa]\s[^,]{3,80}|en\s+cons[ée]quence|par\s+\w+\s+voix[^.]{0,80})\s*,\s*$",
    re.IGNORECASE,
)
"""« Après discussion, le conseil accepte… »."""
_BODY_NEXT = re.compile(rf"[\s,:]*{words.BODY_ALONE.pattern}", re.IGNORECASE)
"""« Après en avoir délibéré, le conseil municipal, … »."""
VOTED = re.compile(r"unanimit|majorit|\bvoix\b", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, each with its point; the last may have none."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield text[start : found.start() + 1].strip()
        start = found.end()
    yield text[start:].strip()


def numbered_apart(text: str) -> list[str]:
    """« … décide : 1°) d'approuver…, 2°) de charger… » cut before each number, where they follow each other."""
    if words.is_lead(text) or DECIDES.match(words.without_bullet(text)):
        listed = _LISTED.split(text)
        if len(listed) > 1:
            return [piece.strip() for piece in listed]
    marks = list(_NUMBERED.finditer(text))
    orders = [int(found["order"]) for found in marks]
    first = 1 if not marks or marks[0].start() else orders[0]
    if orders != list(range(first, first + len(orders))):
        return [text]
    edges = [0, *(found.start() for found in marks)]
    if len(edges) < 3:
        return [text]
    pieces = [text[start:end].strip() for start, end in pairwise([*edges, len(text)])]
    return [piece for piece in pieces if piece]


def decided_in(sentence: str) -> str | None:
    """What follows the lead, from its verb; empty when the verb stands on another line; ``None`` for no lead."""
    lead = words.LEAD.search(sentence[:1200])
    if lead is not None:
        return sentence[lead.end() :]
    body = words.BODY_ANYWHERE.search(sentence[:300])
    if body is None or _ASKED.search(sentence[:400]):
        return None
    tail = sentence[body.end() : body.end() + 260]
    verb = words.VERB.search(tail)
    is_told = (
        body.start() < 12
        or _AFTER_TALK.match(sentence[: body.start()])
        or re.search(r"unanimit|majorit", sentence[:400], re.IGNORECASE)
    )
    if verb is None and tail.rstrip().endswith(":") and is_told and VOTED.search(tail):
        return ""
    if verb is None or not is_told or re.search(r"comme\s+secr[ée]taire", tail, re.IGNORECASE):
        return None
    is_close = len(tail[: verb.start()].split()) <= 4 or re.search(
        r"unanimit|majorit|voix|^[\w ]{0,20},\s[^,]{3,80},\s*$", tail[: verb.start()]
    )
    return sentence[body.end() :] if is_close else None


def verb_of(tail: str) -> re.Match[str] | None:
    """The verb that the assembly is the subject of, what stands between brackets put aside."""
    shown = re.sub(r"\([^()]{0,400}\)", lambda found: "_" * len(found.group()), tail)
    known = words.VERB.search(shown)
    plain = words.PLAIN_VERB.match(shown, _after_opening(shown))
    return plain if plain and (known is None or plain.start() < known.start()) else known


def _after_opening(tail: str, start: int = 0) -> int:
    """Where the assembly begins to say what it does, after the vote."""
    opening = _VOTE_BEFORE.match(tail, start)
    return opening.end() if opening else len(tail) - len(tail[start:].lstrip(" ,:"))


def denied_in(tail: str, verb: re.Match[str] | None) -> str:
    """« ne donne pas une suite favorable » whole, for the verb alone would say the contrary; empty when not denied."""
    before = tail[: verb.start()] if verb else tail
    body = _BODY_NEXT.match(before)
    start = _after_opening(before, body.end() if body else 0)
    denied = _DENIED_FIRST.match(before, start) or _DENIED.search(before)
    return tail[denied.start() :].strip() if denied else ""


def without_vote(text: str) -> str:
    """« à l'unanimité (27 voix pour) : d'approuver… » → « d'approuver… »."""
    found = _VOTE_BEFORE.match(text)
    rest = text[found.end() :] if found else text
    aside = _COUNTED_ASIDE.match(rest)
    return rest[aside.end() :] if aside else rest
