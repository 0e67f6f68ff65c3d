"""What ``dossier check`` tells of a dossier, as one JSON object: items and findings."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from councils.domain.bodies import Council
from deliberations.domain.examination import SittingExamination, examine
from deliberations.domain.findings import Severity
from deliberations.domain.record import records_of
from deliberations.domain.rulebook import VERSION
from deliberations.domain.sittings import Sitting

FORMAT: Literal["conforme-check/1"] = "conforme-check/1"


class SittingReport(BaseModel):
    """One sitting: what is computed on each item."""

    model_config = ConfigDict(frozen=True)

    held_on: date
    examination: SittingExamination


class CheckReport(BaseModel):
    """``today`` is the day on which the duties are read; ``counts`` the findings by severity."""

    model_config = ConfigDict(frozen=True)

    format: Literal["conforme-check/1"]
    rule_book: str
    council: str
    today: date
    sittings: tuple[SittingReport, ...]
    counts: dict[Severity, int]


def report_on(council: Council, sittings: Sequence[Sitting], *, today: date) -> CheckReport:
    """The whole report."""
    reports = tuple(
        SittingReport(held_on=record.sitting.held_on, examination=examine(record))
        for record in records_of(council, sittings)
    )
    found = [finding for report in reports for finding in report.examination.all_findings]
    return CheckReport(
        format=FORMAT,
        rule_book=VERSION,
        council=council.uid,
        today=today,
        sittings=reports,
        counts={severity: sum(f.severity is severity for f in found) for severity in Severity},
    )
