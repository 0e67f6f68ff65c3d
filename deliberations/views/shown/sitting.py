"""What the page of a sitting shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.convening import notice_told
from deliberations.domain.wording.dates import long_date, numeric_time, weekday_name
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.models.choices import ORIGINS
from deliberations.views.shown.agenda import ShownItem, agenda_items
from deliberations.views.shown.attendance import AttendanceTable, attendance_table
from deliberations.views.shown.findings import ShownFinding, findings_of

NOT_KNOWN = "Non renseigné"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts: a term and what is known of it."""

    term: str
    value: str


@dataclass(frozen=True, slots=True)
class SittingPage:
    title: str
    facts: tuple[Fact, ...]
    items: tuple[ShownItem, ...]
    attendance: AttendanceTable
    findings: tuple[ShownFinding, ...]


def sitting_page(record: Record) -> SittingPage:
    """Facts, computed results and findings of one sitting."""
    return SittingPage(
        title=sitting_title(record),
        facts=tuple(_facts(record)),
        items=agenda_items(record),
        attendance=attendance_table(record),
        findings=findings_of(record),
    )


def sitting_title(record: Record) -> str:
    """« Séance du mardi 19 décembre 2023 »."""
    return sitting_title_on(record.sitting.held_on)


def sitting_title_on(held_on: date) -> str:
    """The same, when only the day is at hand."""
    return f"Séance du {weekday_name(held_on)} {long_date(held_on)}"


def _facts(record: Record) -> Iterator[Fact]:
    sitting = record.sitting
    words = MemberWords(record, BodyWords(record.council))
    yield Fact("Convocation", _convocation(record))
    yield Fact("Horaires", _hours(sitting))
    yield Fact("Lieu", capitalised(sitting.place) or NOT_KNOWN)
    if sitting.session:
        yield Fact("Session", capitalised(sitting.session))
    yield Fact("Séance publique", "Oui" if sitting.is_public else "Non, à huis clos")
    yield Fact("Présidence", words.with_title(sitting.chair) if sitting.chair else NOT_KNOWN)
    secretaries = [words.name(member) for member in sitting.secretaries]
    yield Fact("Secrétaire de séance", join_list(secretaries) or NOT_KNOWN)
    if sitting.auxiliaries:
        yield Fact("Auxiliaires", join_list([_with(a.name, a.capacity) for a in sitting.auxiliaries]))
    yield Fact("Origine", ORIGINS[sitting.origin])


def _with(name: str, capacity: str) -> str:
    return f"{name} ({capacity})" if capacity else name


def _convocation(record: Record) -> str:
    convocation = record.sitting.convocation
    if convocation.sent_on is None:
        return NOT_KNOWN
    parts = [f"envoyée le {long_date(convocation.sent_on)}", notice_told(record, convocation.sent_on)]
    if convocation.is_urgent:
        parts.append(_with("en urgence", convocation.urgency_reason))
    if convocation.second_of:
        parts.append("seconde convocation, sans condition de quorum")
    return capitalised(", ".join(parts))


def _hours(sitting: Sitting) -> str:
    moments = (("ouverte", sitting.opened_at), ("levée", sitting.closed_at))
    parts = [f"prévue à {numeric_time(sitting.starts_at)}"] if sitting.starts_at else []
    parts += [f"{done} {_at(sitting, moment)}" for done, moment in moments if moment is not None]
    return capitalised(", ".join(parts)) or NOT_KNOWN


def _at(sitting: Sitting, moment: datetime) -> str:
    """The hour, and the day too when midnight has passed."""
    day = "" if moment.date() == sitting.held_on else f"le {long_date(moment.date())} "
    return f"{day}à {numeric_time(moment.time())}"
