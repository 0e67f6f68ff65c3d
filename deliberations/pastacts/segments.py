"""One paper cut into its acts: a deliberation, a collection, minutes, a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from deliberations.domain.linter.folding import fold
from deliberations.pastacts import numbers, words
from deliberations.pastacts.lines import Paragraph, joined_text, placed
from deliberations.pastacts.model import PaperKind
from deliberations.pastacts.votes import read_vote

MOST_ACTS = 400
_HEAD_PARAGRAPHS = 40
_CONVOCATION = re.compile(
    r"\b(?:vous (?:etes )?(?:convier|invit|pri|convoqu)\w*|invitation|j ai (?:l honneur"
    r"|le plaisir) de vous|convocation a la|"
    r"ordre du jour)\b"
)
_MINUTES = re.compile(r"(?:\w+ ){0,6}(?:proces verbal|compte rendu|p v|pv)\b")
_LABELLED_INSIDE = re.compile(r"(?<=\S)\s(?=D[ée]lib[ée]ration\s+n°|D[EÉ]LIB[EÉ]RATION\s+N°)")
_LIST = re.compile(
    r"(?:\w+ ){0,6}liste des (?:deliberations|decisions)\b(?! du maire)|(?:\w+ ){0,2}releve des? d\w+"
)
_RESULT = re.compile(
    r"(?P<result>approuv[ée]{1,2}s?|adopt[ée]{1,2}s?|rejet[ée]{1,2}s?|vot[ée]{1,2}s?(?!\s+contre)|report[ée]{1,2}s?|retir[ée]{1,2}s?"
    r"|prise?\s+d'acte|pris\s+acte|ajourn[ée]{1,2}s?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Messieurs|Mesdames)\s")
ORDINAL = re.compile(
    r"^(?:(?:[Pp]oint|POINT|[Qq]uestion|QUESTION|[Aa]ffaire|AFFAIRE|[Dd]ossier)\s+(?:[Nn]°\s?)?)?"
    r"(?P<order>\d{1,2}|[IVX]{1,5})(?:[.-]\d{1,2})?\s?(?:[./):°-]|[–—])[\s./°):–—-]*(?=[A-ZÀ-Ý«])"
)
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
_AS_FOLLOWS = re.compile(
    r"\s+(?:comme\s+suit|faisant\s+appara|qui\s+s'[ée]quilibre).*$|\s+(?:valid|act|approuv|adopt|vot)[ée]{1,2}s?\s*\.?$",
    re.DOTALL,
)
_LINK = re.compile(
    r"^\s*(?:[,:]\s*)?(?:(?:du|de|des|de la|d'|le|la|les|un|une)\s+|de\s+l'|l'|d')", re.IGNORECASE
)
_OF_ANOTHER = re.compile(
    r"(?:approbation|adoption|arret|lecture|validation|le |il |vu |considerant |apres |entendu |objet |secretaire )"
)
_OF_A_REGISTER = re.compile(
    r"(?:extraits? (?:du|des)|registre).{0,20} (?:proces verba\w+|comptes? rendus?|pv)\b"
)


@dataclass(slots=True)
class Segment:
    """The paragraphs of one act. ``heading`` is its numbered line; ``order`` the place that minutes give the item."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    heading: numbers.Numbered | None = None
    title: str = ""
    is_line: bool = False


def kind_of(paragraphs: Sequence[Paragraph]) -> PaperKind:
    """What the paper is, from its first lines and from whether anything is decided in it."""
    head = fold(joined_text(paragraphs[:_HEAD_PARAGRAPHS])[:6000])
    openings = [fold(part.text[:160]) for part in paragraphs[:25] if not ORDINAL.match(part.text)]
    openings = [text for text in openings if not _OF_ANOTHER.match(text) and not _OF_A_REGISTER.search(text)]
    decides = any(words.is_lead(part.text) or words.ARTICLE.match(part.text) for part in paragraphs)
    lines = sum(_is_list_line(part) for part in paragraphs)
    if (lines >= 3 and lines * 2 >= sum(len(part.text) > 30 for part in paragraphs)) or (
        any(map(_LIST.match, openings)) and not decides
    ):
        return PaperKind.LIST
    if any(map(_MINUTES.match, openings)):
        return PaperKind.MINUTES
    if not decides and _CONVOCATION.search(head) and not _anything_voted(paragraphs):
        return PaperKind.CONVOCATION
    if _is_minutes_by_shape(paragraphs):
        return PaperKind.MINUTES
    is_extract = any(words.REGISTER.search(part.text) for part in paragraphs[:25])
    numbered = {numbers.squeezed(h.number) for part in paragraphs if (h := numbers.heading(part.text))}
    coded = [h.number for part in paragraphs if (h := numbers.code_line(part.text)) and len(h.rest) > 5]
    if not numbered and len({numbers.form_of(number) for number in coded}) == 1:
        numbered = {numbers.squeezed(number) for number in coded}
    if len(numbered) > 2 and not is_extract:
        return PaperKind.MINUTES
    return PaperKind.COLLECTION if len(numbered) > 1 else PaperKind.ACT


def _anything_voted(paragraphs: Sequence[Paragraph]) -> bool:
    return any(read_vote([part]) for part in paragraphs)


def _is_minutes_by_shape(paragraphs: Sequence[Paragraph]) -> bool:
    """A sitting told from its opening to its end, or with several decisions and no extract of the register."""
    told = [fold(part.text[-400:]) for part in paragraphs]
    closes = any(
        "seance est levee" in text or "leve la seance" in text or "cloture la reunion" in text
        for text in told
    )
    is_extract = any(words.REGISTER.search(part.text) for part in paragraphs[:25])
    return closes and not is_extract


def segments(paragraphs: Sequence[Paragraph], kind: PaperKind) -> list[Segment]:
    """The acts of the paper, in order; at most ``MOST_ACTS``."""
    if kind is PaperKind.CONVOCATION:
        return []
    if kind is PaperKind.LIST:
        return _lines_of_list(paragraphs)[:MOST_ACTS]
    if kind is PaperKind.MINUTES:
        return (_of_minutes(paragraphs) or _without_headings(paragraphs))[:MOST_ACTS]
    return _of_extracts(paragraphs)[:MOST_ACTS]


# --- lists


def _is_list_line(part: Paragraph) -> bool:
    return numbers.heading(part.text) is not None and _RESULT.search(part.text) is not None


def _lines_of_list(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    made: list[Segment] = []
    pieces = (replace(p, text=text, rows=(text,)) for p in paragraphs for text in _list_pieces(p.text))
    for part in pieces:
        found = numbers.heading(part.text) or numbers.code_line(part.text) or numbers.row(part.text)
        if found:
            made.append(Segment([part], found, is_line=True))
        elif made and len(made[-1].paragraphs) < 4 and not words.is_end(part.text):
            made[-1].paragraphs.append(part)
    return made


def _list_pieces(text: str) -> list[str]:
    labelled = [piece.strip() for piece in _LABELLED_INSIDE.split(text) if piece.strip()]
    if len(labelled) > 1:
        return labelled
    return [text] if numbers.heading(text) else numbers.coded_pieces(text)


# --- minutes


def _of_minutes(paragraphs: Sequence[Paragraph]) -> list[Segment]:
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


def _without_headings(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """Minutes of one deliberation, with its visas; or of several, each told in a sentence."""
    is_act = any(words.opens_clause(part.text) for part in paragraphs) and any(
        words.is_lead(part.text) for part in paragraphs
    )
    return _of_extracts(paragraphs) if is_act else _of_sentences(paragraphs)


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
            made.append(Segment([part], None, title=title))
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
    stands_alone = part.after_gap or (words.is_capitals(text) and before.endswith((".", ":", "€", "%")))
    if not stands_alone or not text[:1].isupper() or text.endswith(":") or "\n" in text:
        return False
    return len(text.split()) >= 2 and len(text) < 150


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
    return any(words.is_lead(part.text) for part in segment.paragraphs) or _is_voted(segment)


def _is_voted(segment: Segment) -> bool:
    """The assembly is the subject of a verb of decision, and a vote is told beside or on a line of its own."""
    parts = [
        part for part in segment.paragraphs if not re.search(r"compte rendu|proces verbal", fold(part.text))
    ]
    decides = [
        part for part in parts if words.BODY_ANYWHERE.search(part.text) and words.VERB.search(part.text)
    ]
    told = [part for part in parts if words.is_vote_line(part.text)]
    return any(read_vote([part]) for part in decides) or bool(decides and read_vote(told))


# --- deliberations, alone or bound together


def _of_extracts(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    made = [Segment()]
    start, decided, ended = 0, False, False
    for place, part in enumerate(paragraphs):
        current = made[-1]
        found = numbers.heading(part.text) or _coded(part, current, decided=decided)
        is_new = _is_new_act(part, current, found, decided=decided, ended=ended) or (
            found is not None and _opens_another(paragraphs, place, current, found)
        )
        if is_new:
            cut = start if ended and start else place
            moved = current.paragraphs[len(current.paragraphs) - (place - cut) :] if cut < place else []
            current.paragraphs = current.paragraphs[: len(current.paragraphs) - len(moved)]
            made.append(Segment(moved))
            current, start, decided, ended = made[-1], 0, False, False
        if found and current.heading is None:
            current.heading = found
        elif found and not is_new and _same(found, current):
            continue  # the running title of the next page
        current.paragraphs.append(part)
        if decided and words.is_end(part.text):
            ended, start = True, 0
        elif ended and not start and words.is_head(part.text):
            start = place
        decided = decided or words.is_lead(part.text) or words.ARTICLE.match(part.text) is not None
    return [segment for segment in made if segment.paragraphs]


def _opens_another(
    paragraphs: Sequence[Paragraph], place: int, current: Segment, found: numbers.Numbered
) -> bool:
    """Another number of the same form as a running title, then the head of the register again: pages are missing."""
    known = current.heading
    if known is None or found.rest or numbers.form_of(known.number) != numbers.form_of(found.number):
        return False
    if numbers.squeezed(known.number) == numbers.squeezed(found.number):
        return False
    following = paragraphs[place + 1 : place + 25]
    return any(words.REGISTER.search(part.text[:120]) and words.is_head(part.text) for part in following)


def _coded(part: Paragraph, current: Segment, *, decided: bool) -> numbers.Numbered | None:
    """A number alone opens a line; after a decision, only one of the form that the paper gave to the act before."""
    found = numbers.code_line(part.text)
    if found is None or not decided:
        return found
    known = current.heading
    is_of_form = known is not None and numbers.form_of(found.number) == numbers.form_of(known.number)
    return found if is_of_form and len(found.rest) > 5 else None


def _same(found: numbers.Numbered, current: Segment) -> bool:
    return current.heading is not None and numbers.squeezed(found.number) == numbers.squeezed(
        current.heading.number
    )


def _is_new_act(
    part: Paragraph, current: Segment, found: numbers.Numbered | None, *, decided: bool, ended: bool
) -> bool:
    if found is not None and current.heading is not None:
        return numbers.squeezed(found.number) != numbers.squeezed(current.heading.number) and (
            decided or ended
        )
    if not decided:
        return False
    return words.OBJECT.match(part.text) is not None or (found is not None and ended)
