"""What a paper is as a whole: a deliberation, a collection, minutes, a list, a convocation."""

import re
from collections.abc import Sequence

from deliberations.domain.linter.folding import fold
from deliberations.pastacts import numbers, words
from deliberations.pastacts.lines import Paragraph, joined_text
from deliberations.pastacts.model import PaperKind
from deliberations.pastacts.segments import ORDINAL
from deliberations.pastacts.votes import read_vote

_HEAD_PARAGRAPHS = 40
_CONVOCATION = re.compile(
    r"\b(?:vous (?:etes )?(?:convier|invit|pri|convoqu)\w*|invitation|j ai (?:l honneur"
    r"|le plaisir) de vous|convocation a la|"
    r"ordre du jour)\b"
)
_MINUTES = re.compile(r"(?:\w+ ){0,6}(?:proces verbal|compte rendu|p v|pv)\b")
_LIST = re.compile(
    r"(?:\w+ ){0,6}liste des (?:deliberations|decisions)\b(?! du maire)|(?:\w+ ){0,2}releve des? d\w+"
)
_RESULT = re.compile(
    r"(?P<result>approuv[ée]{1,2}s?|adopt[ée]{1,2}s?|rejet[ée]{1,2}s?|vot[ée]{1,2}s?(?!\s+contre)|report[ée]{1,2}s?|retir[ée]{1,2}s?"
    r"|prise?\s+d'acte|pris\s+acte|ajourn[ée]{1,2}s?)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(?:approbation|adoption|arret|lecture|validation|le |il |vu |considerant |apres |entendu |objet |secretaire )"
)
_OF_A_REGISTER = re.compile(
    r"(?:extraits? (?:du|des)|registre).{0,20} (?:proces verba\w+|comptes? rendus?|pv)\b"
)


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


def _is_list_line(part: Paragraph) -> bool:
    return numbers.heading(part.text) is not None and _RESULT.search(part.text) is not None


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
