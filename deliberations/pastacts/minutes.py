"""Minutes cut into their acts: each item that has a number or decides something."""

import re
from collections.abc import Sequence
from itertools import pairwise

from deliberations.domain.linter.folding import fold
from deliberations.pastacts import numbers, words
from deliberations.pastacts.extracts import of_extracts
from deliberations.pastacts.lines import Paragraph, placed
from deliberations.pastacts.segments import ORDINAL, Segment
from deliberations.pastacts.votes import read_vote

_NAMED = re.compile(r"(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Messieurs|Mesdames)\s")
_NOT_AN_ACT = re.compile(
    r"(?:approbation|adoption|arret|lecture|validation) (?:du |des |de la )?(?:proces verba\w*"
    r"|comptes? rendus?|pv)\b|proces verba\w* de la (?:seance|reunion)"
    r"|(?:designation|election|nomination) (?:du|d un|de la|des) secretaires?|ordre du jour"
    r"|questions? diverses?|informations?\b|communications?"
    r"|decisions? (?:du maire|prises? par)|compte rendu (?:des|de la) (?:deleg|decis|precedent|dernier)"
    r"|comptes? rendus? des precedent"
)
_PROSE = re.compile(
    r"(?:en\s+(?:application|vertu|pr[ée]sence)|conform[ée]ment|suite\s+[àa]\s+l|il\s+|elle\s+|cette?\s|ces?\s|apr[èe]s\s+avoir)",
    re.IGNORECASE,
)
_VOTE_FIRST = re.compile(
    r"^[\s,:]*(?:[àa]\s+l'\s?unanimit[ée][^,:]{0,60}?|[àa]\s+la\s+majorit[ée][^,:]{0,60}?|par\s+\d+\s+voix.{0,160}?)"
    r"(?:[,:]\s*|\s+(?=l[ea']|d[eu']|un))",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"(?:(?:constatation|pr[ée]sentation|lecture)\s+et\s+)?(?:adoption|approbation|affectation|attribution|vote|fixation"
    r"|cr[ée]ation|suppression|modification|instauration|renouvellement|d[ée]signation|validation)\s+(?:du|de|des|d')",
    re.IGNORECASE,
)
"""What was decided, named rather than told: « Adoption du compte de gestion 2022… »."""
_TAKES_NOTE = re.compile(
    rf"(?:apr[èe]s\s[^,.]{{3,60}},\s*)?(?:le|la|l')\s*{words.BODY}[\w' ]{{0,40}},?\s"
    r"(?:prend|prennent|a\s+pris|ont\s+pris)\s+acte\b",
    re.IGNORECASE,
)
"""« Le conseil municipal prend acte de ce rapport. »: decided, and not voted."""
_AS_FOLLOWS = re.compile(
    r"\s+(?:comme\s+suit|faisant\s+appara|qui\s+s'[ée]quilibre).*$|\s+(?:valid|act|approuv|adopt|vot)[ée]{1,2}s?\s*\.?$",
    re.DOTALL,
)
_LINK = re.compile(
    r"^\s*(?:[,:]\s*)?(?:pas\s+)?(?:(?:du|de|des|de la|d'|le|la|les|un|une)\s+|de\s+l'|l'|d')", re.IGNORECASE
)


def of_minutes(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """Each heading opens an item; an item is an act when it has a number or decides something."""
    paragraphs = _rows_apart(paragraphs)
    rows = [numbers.row(part.text) for part in paragraphs]
    has_rows = sum(row is not None for row in rows) >= 3
    made: list[Segment] = []
    current: Segment | None = None
    for place, part in enumerate(paragraphs):
        opened = _opens_item(paragraphs, place, rows[place] if has_rows else None, has_rows=has_rows)
        if opened is not None and not _runs_again(current, opened):
            current = _opened(made, current, opened)
        if current is not None:
            current.paragraphs.append(part)
    return [segment for segment in made if _is_act(segment)]


def without_headings(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """Minutes of one deliberation, with its visas; or of several, each told in a sentence."""
    is_act = any(words.opens_clause(part.text) for part in paragraphs) and any(
        words.is_lead(part.text) for part in paragraphs
    )
    return of_extracts(paragraphs) if is_act else _of_sentences(paragraphs)


def _rows_apart(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, cut where a row of a table of votes begins inside of one."""
    places: dict[int, list[int]] = {}
    for place, start in numbers.rows_apart(part.text for part in paragraphs):
        places.setdefault(place, []).append(start)
    made: list[Paragraph] = []
    for place, part in enumerate(paragraphs):
        starts = [start for start in places.get(place, ()) if start]
        edges = [0, *starts, len(part.text)]
        pieces = [part.text[start:end].strip() for start, end in pairwise(edges)]
        made += list(placed(part, pieces)) if starts else [part]
    return made


def _of_sentences(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """Minutes without headings: each sentence where the assembly decides, or that names what was decided."""
    made: list[Segment] = []
    for part in paragraphs:
        text = part.text
        is_other = _NOT_AN_ACT.search(fold(text[:300])) or re.search(r"secr[ée]taire", text[:300])
        if is_other or words.is_fact(text) or words.opens_clause(text):
            continue
        title = _decided_object(text)
        if title:
            made.append(Segment([part], None, title=title, is_sentence=True))
    return made


def _decided_object(text: str) -> str:
    """« L'assemblée prend acte du rapport… » → « rapport… »; « Adoption du budget » → itself; empty when neither."""
    if _DECIDED.match(text):
        return _AS_FOLLOWS.sub("", text)
    body = words.BODY_ANYWHERE.search(text[:120])
    verb = words.VERB.search(text, body.end()) if body else None
    if body is None or verb is None or verb.start() - body.end() > 160:
        return ""
    rest = text[verb.end() :]
    again = re.match(r"\s*(?:et|,)\s+", rest)
    second = words.VERB_FIRST.match(rest, again.end()) if again else None
    rest = _LINK.sub("", _VOTE_FIRST.sub("", rest[second.end() :] if second else rest))
    rest = re.split(r"\s;|;\s|\.\s(?=[A-ZÀ-Ý])", rest)[0]
    return rest if len(rest.split()) > 2 else ""


def _runs_again(current: Segment | None, opened: Segment) -> bool:
    """The same number on the next page is a running title."""
    if current is None or current.heading is None or opened.heading is None:
        return False
    return numbers.squeezed(current.heading.number) == numbers.squeezed(opened.heading.number)


def _opened(made: list[Segment], current: Segment | None, opened: Segment) -> Segment:
    """A heading inside a numbered item that has decided nothing yet is one of its parts."""
    is_part = (
        current is not None
        and opened.heading is None
        and (current.heading is not None or ORDINAL.match(current.title) is not None)
        and ORDINAL.match(opened.title) is None
        and not _decides(current)
        and not _NOT_AN_ACT.match(fold(opened.title))
    )
    if is_part and current is not None:
        return current
    made.append(opened)
    return opened


def _opens_item(
    paragraphs: Sequence[Paragraph], place: int, row: numbers.Numbered | None, *, has_rows: bool
) -> Segment | None:
    part = paragraphs[place]
    found = row or numbers.heading(part.text)
    if found is None and not has_rows:
        found = numbers.code_line(part.text)
    if found:
        return Segment([], found, is_line=row is not None)
    if has_rows or not _looks_like_heading(paragraphs, place):
        return None
    return Segment([], None, title=part.text)


def _looks_like_heading(paragraphs: Sequence[Paragraph], place: int) -> bool:
    part = paragraphs[place]
    text = part.text
    if len(text) > 180 or place + 1 >= len(paragraphs) or words.clause_of(text) is not None:
        return False
    if (
        _NAMED.match(text)
        or words.is_head(text)
        or words.is_fact(text)
        or words.is_end(text)
        or words.is_vote_line(text)
        or words.is_lead(text)
    ):
        return False
    if _PROSE.match(text):
        return False
    if part.is_heading or ORDINAL.match(text):
        return not text.endswith((";", ","))
    if text.endswith((".", ";", ",", ":")) or words.VERB_FIRST.match(words.without_bullet(text)):
        return False
    if words.BULLET.match(text) or part.is_item:
        return _is_bulleted_heading(paragraphs, place)
    before = paragraphs[place - 1].text if place else ""
    after = paragraphs[place + 1]
    is_between = (
        before.endswith((".", "!", "?")) and after.text.endswith((".", ":", ";")) and not after.after_gap
    )
    is_above_prose = words.is_capitals(text) and not words.is_capitals(before) and _is_sentence(after.text)
    stands_alone = (
        part.after_gap
        or is_between
        or is_above_prose
        or (words.is_capitals(text) and before.endswith((":", "€", "%")))
    )
    if not stands_alone or not text[:1].isupper() or text.endswith(":") or "\n" in text:
        return False
    return len(text.split()) >= 2 and len(text) < 150


def _is_sentence(text: str) -> bool:
    """Told in small letters, from a capital to a final point."""
    return len(text) > 50 and text[:1].isupper() and text.endswith((".", ":")) and not words.is_fact(text)


def _is_bulleted_heading(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """« - Vote des trois taxes » above a text: alone, in capitals from its first letter, below an ended sentence."""
    before, after = paragraphs[place - 1].text if place else "", paragraphs[place + 1]
    text = words.without_bullet(paragraphs[place].text)
    is_alone = not words.BULLET.match(after.text) and not words.BULLET.match(before) and not after.is_item
    is_below = not before or before.endswith((".", "!", "?")) or paragraphs[place].after_gap
    return (
        is_alone
        and is_below
        and text[:1].isupper()
        and 2 <= len(text.split()) <= 20
        and not words.is_lead(text)
    )


def _decides(segment: Segment) -> bool:
    return any(words.is_lead(part.text) or read_vote([part]) for part in segment.paragraphs)


def _is_act(segment: Segment) -> bool:
    if segment.heading is not None:
        # A number alone may be that of a decision of the mayor, in a table.
        is_bare = not segment.is_line and segment.heading.number[:1].isdigit()
        return not is_bare or numbers.heading(segment.paragraphs[0].text) is not None or _decides(segment)
    title = ORDINAL.sub("", segment.title)
    if _NOT_AN_ACT.search(fold(title)):
        return False
    return any(
        words.is_lead(part.text) or _TAKES_NOTE.match(part.text) for part in segment.paragraphs
    ) or _is_voted(segment)


def _is_voted(segment: Segment) -> bool:
    """The assembly is the subject of a verb of decision, and a vote is told beside or on a line of its own."""
    parts = [
        part for part in segment.paragraphs if not re.search(r"compte rendu|proces verbal", fold(part.text))
    ]
    decides = [
        part
        for part in parts
        if words.PASSED.search(part.text)
        or (words.BODY_ANYWHERE.search(part.text) and words.VERB.search(part.text))
    ]
    told = [part for part in parts if words.is_vote_line(part.text)]
    return any(read_vote([part]) for part in decides) or bool(decides and read_vote(told))
