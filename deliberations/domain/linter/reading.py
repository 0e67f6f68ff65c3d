"""Reading the acts of a sitting passage by passage, and pointing at a few words of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.common import is_recorded
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.texts import Passage, passages, text_of

_EXTRACT = 40
"""Characters shown on each side of the words pointed at."""


_READ_AGAIN = (
    "Relire l'acte d'origine : une erreur de plume se rectifie, une erreur de fond se délibère à nouveau."
)
_NEXT_TIME = "Relire l'acte d'origine ; si la faute s'y trouve, y veiller dans les prochains actes."
"""A notice tells of a slip that nobody votes upon again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A passage of an act of the sitting."""

    act: Deliberation
    passage: Passage

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Advice:
    """What a text check has to say, whatever the place: see ``Finding``. ``once_adopted`` replaces ``remedy`` then."""

    code: str
    message: str
    consequence: str
    remedy: str
    article: str = ""
    correction: str = ""
    once_adopted: str = ""
    severity: Severity = Severity.WARNING


def lines_of(record: Record) -> Iterator[Line]:
    """Every passage that is not blank of every act of the sitting, act by act, in reading order."""
    for act in record.sitting.deliberations:
        for passage in passages(act):
            if passage.text.strip():
                yield Line(act, passage)


def with_verbs(act: Deliberation) -> Iterator[Line]:
    """« autorise » : « le maire à signer »: each decision behind the verb that leads its part."""
    blocks = ((part.verb, block) for part in act.operative for block in part.blocks_html)
    for place, (verb, block) in enumerate(blocks, start=1):
        if verb:
            yield Line(act, Passage(f"décision, point {place}", f"{text_of(verb)} {text_of(block)}"))


def remark(record: Record, line: Line, advice: Advice) -> Finding:
    """A finding on a passage; the text of a recorded act is adopted already, so it is only read again."""
    once_adopted = _NEXT_TIME if advice.severity is Severity.NOTICE else _READ_AGAIN
    return Finding(
        code=advice.code,
        severity=advice.severity,
        article=advice.article,
        message=advice.message,
        where=line.passage.where,
        item=line.act.item,
        consequence=advice.consequence,
        remedy=advice.once_adopted or once_adopted if is_recorded(record) else advice.remedy,
        correction="" if is_recorded(record) else advice.correction,
    )


def extract(text: str, start: int, end: int) -> str:
    """The words from ``start`` to ``end`` with what surrounds them, cut with « … »."""
    left, right = max(0, start - _EXTRACT), min(len(text), end + _EXTRACT)
    return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")
