"""Checks on the hours of the evening: opening, suspensions, comings and goings, end."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from deliberations.domain.checks.common import names_of
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.wording.dates import numeric_time

_REMEDY = "Vérifier les heures sur la feuille de séance, et les corriger."
_CONSEQUENCE = "Le procès-verbal dirait une heure impossible."


def check_hours(record: Record) -> Iterator[Finding]:
    """Each hour noted comes after the one before it, between the opening and the end of the sitting.

    Hours never decide of anything: the order of the movements is that of their positions.
    """
    last: datetime | None = record.sitting.opened_at
    for at, what in _hours(record):
        if last is not None and at < last:
            yield _finding(
                "hours.impossible",
                f"{what} à {_clock(record, at)}, après un événement de {_clock(record, last)}.",
            )
        last = at if last is None else max(at, last)


def _hours(record: Record) -> Iterator[tuple[datetime, str]]:
    """The hours of the movements in the order of their positions, then the end of the sitting.

    Who steps aside does so for the whole item: that movement stands at the opening of the item, whenever it is said.
    """
    names = names_of(record)
    for movement in sorted(record.sitting.movements, key=lambda m: m.position):
        if movement.at is not None and movement.kind is not MovementKind.STEPS_ASIDE:
            yield movement.at, f"Mouvement {names.of(movement.member)} noté"
    if record.sitting.closed_at is not None:
        yield record.sitting.closed_at, "Fin de séance notée"


def check_suspensions(record: Record) -> Iterator[Finding]:
    """A suspension ends after it begins, and both fall within the sitting."""
    opened, closed = record.sitting.opened_at, record.sitting.closed_at
    for suspension in record.sitting.suspensions:
        start, end = suspension.starts_at, suspension.ends_at
        known = [at for at in (opened, start, end, closed) if at is not None]
        if known != sorted(known):
            told = " – ".join(_clock(record, at) for at in (start, end) if at is not None)
            yield _finding(
                "hours.suspension",
                f"Suspension de séance ({told}) hors de la séance, ou finie avant d'avoir commencé.",
            )


def _clock(record: Record, at: datetime) -> str:
    return numeric_time(at.astimezone(ZoneInfo(record.council.time_zone)).time())


def _finding(code: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        article="",
        message=message,
        where="heures",
        consequence=_CONSEQUENCE,
        remedy=_REMEDY,
    )


RULES = (
    Rule(
        codes=("hours.impossible",),
        title="Heures de la séance",
        article="",
        says="Les heures notées se suivent, de l'ouverture à la fin de la séance ; elles ne décident de rien, l'ordre "
        "des mouvements fait foi.",
        check=check_hours,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("hours.suspension",),
        title="Suspensions de séance",
        article="",
        says="Une suspension finit après avoir commencé, pendant la séance.",
        check=check_suspensions,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
