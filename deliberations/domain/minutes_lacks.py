"""What minutes must state and do not state yet (CGCT art. L. 2121-15), and where each thing is put right.

The list follows the order of the article. Nothing blocks the minutes of an old paper, nor those of a body or of a
territory where the article was not read to apply: it is said, and left to whoever knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.articles import WITHOUT_RULES, Topic, article_of, lent
from deliberations.domain.checks.minutes import MINUTES, lacks_a_result, lacks_its_request
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes import Minutes
from deliberations.domain.minutes_completing import completed
from deliberations.domain.record import Record
from deliberations.domain.rulebook import PUBLICITY_REFORM
from deliberations.domain.sittings import AgendaItem, ItemOutcome, Origin


class LackKind(StrEnum):
    """What is missing: it tells the page where it is entered."""

    HOUR = "HOUR"
    CHAIR = "CHAIR"
    ROLL = "ROLL"
    SECRETARY = "SECRETARY"
    AGENDA = "AGENDA"
    REPORT = "REPORT"
    DEBATE = "DEBATE"
    REQUEST = "REQUEST"
    RESULT = "RESULT"
    NAMES = "NAMES"
    DECISION = "DECISION"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing. ``item`` is the agenda item's uid; ``blocks`` when the minutes cannot be settled for it."""

    kind: LackKind
    message: str
    article: str
    item: str | None = None
    blocks: bool = True


def article_of_minutes(record: Record) -> str:
    """The article by which that body keeps minutes; empty where none is established."""
    council = record.council
    if council.body_type in WITHOUT_RULES or council.body_type is BodyType.CCAS:
        return ""
    if council.territory is Territory.ALSACE_MOSELLE:
        return article_of(council, Topic.SECRETARY)
    return lent(council, MINUTES)


def is_bound(record: Record) -> bool:
    """Whether article L. 2121-15 applies as it has read since 1 July 2022, to a sitting that is not an old paper.

    Not established: Alsace-Moselle (art. L. 2541-1), the board of a CCAS, an open syndicate, another assembly.
    """
    council, sitting = record.council, record.sitting
    is_read = council.body_type not in WITHOUT_RULES | {BodyType.CCAS}
    is_ordinary = council.territory is not Territory.ALSACE_MOSELLE
    is_live = sitting.origin is Origin.LIVE and sitting.held_on >= PUBLICITY_REFORM
    return is_read and is_ordinary and is_live


def minutes_lacks(record: Record, minutes: Minutes | None = None) -> tuple[Lack, ...]:
    """What the minutes of ``record`` still lack, the blocking ones first; those of the sitting's own by default."""
    told, record = record.sitting.minutes if minutes is None else minutes, completed(record)
    blocks, article = is_bound(record), article_of_minutes(record)
    found = [
        Lack(kind, message, article, item, blocks=blocks and is_certain)
        for kind, message, item, is_certain in (*_of_sitting(record), *_of_items(record, told))
    ]
    return tuple(sorted(found, key=lambda lack: not lack.blocks))


_Found = tuple[LackKind, str, str | None, bool]


def _of_sitting(record: Record) -> Iterator[_Found]:
    sitting = record.sitting
    known = (
        (LackKind.HOUR, "L'heure de la séance n'est pas notée.", sitting.opened_at or sitting.starts_at),
        (LackKind.CHAIR, "Le président de séance n'est pas noté.", sitting.chair),
        (
            LackKind.ROLL,
            "Les membres présents ou représentés ne sont pas notés.",
            sitting.attendance_recorded and sitting.movements,
        ),
        (LackKind.SECRETARY, "Le secrétaire de séance n'est pas noté.", sitting.secretaries),
        (LackKind.AGENDA, "L'ordre du jour est vide.", sitting.agenda),
    )
    for kind, message, value in known:
        if not value:
            yield kind, message, None, True


def _of_items(record: Record, minutes: Minutes) -> Iterator[_Found]:
    for item in sorted(record.sitting.agenda, key=lambda each: each.examination_order):
        if item.outcome is ItemOutcome.EXAMINED:
            for kind, message, is_certain in _of_item(record, minutes, item):
                yield kind, f"Point {item.order} : {message}", item.uid, is_certain


def _of_item(record: Record, minutes: Minutes, item: AgendaItem) -> Iterator[tuple[LackKind, str, bool]]:
    if not minutes.debate_on(item.uid).is_told:
        yield LackKind.DEBATE, "la teneur des discussions n'est pas écrite.", True
    yield from _of_text(record, item)
    if lacks_a_result(record, item):
        yield LackKind.RESULT, "le résultat du scrutin n'est pas connu.", True
    votes = record.votes_on(item.uid)
    if any(vote.lacks_names for vote in votes):
        yield LackKind.NAMES, "il manque le nom et le sens de vote de chacun au scrutin public.", True
    asked = any(request.item == item.uid for request in minutes.requests)
    if not asked and any(lacks_its_request(record, vote) for vote in votes):
        yield LackKind.REQUEST, "on ne sait pas qui a demandé ce scrutin particulier.", False


def _of_text(record: Record, item: AgendaItem) -> Iterator[tuple[LackKind, str, bool]]:
    """The deliberation adopted, and the report on which it was: neither is asked of an item that makes no act."""
    acts = record.acts_on(item.uid)
    is_adopted = record.verdict_on(item.uid) is Verdict.ADOPTED
    makes_an_act = bool(acts) or item.is_transmissible
    if makes_an_act and is_adopted and not any(act.operative for act in acts):
        yield LackKind.DECISION, "le texte de la délibération adoptée n'est pas écrit.", True
    has_report = item.note_html or any(act.statement_html or act.clauses for act in acts)
    if makes_an_act and is_adopted and not has_report:
        yield LackKind.REPORT, "le rapport (exposé ou note explicative) n'est pas écrit.", False
