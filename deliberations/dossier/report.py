"""What ``dossier check`` tells of a dossier, as one JSON object: items, findings and the clock of duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from councils.domain.bodies import Council
from deliberations.domain.clear_days import Doubt
from deliberations.domain.duties import Duty, duties_of_act, duties_of_sitting, duties_of_year
from deliberations.domain.examination import SittingExamination, examine
from deliberations.domain.findings import Severity
from deliberations.domain.notices import notice_given
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record, records_of
from deliberations.domain.rulebook import VERSION
from deliberations.domain.sittings import Origin, Sitting

FORMAT: Literal["conforme-check/1"] = "conforme-check/1"


class ActReport(BaseModel):
    """The number of an act, empty while none is allocated; its ``uid`` is the ``subject`` of its duties."""

    model_config = ConfigDict(frozen=True)

    uid: str
    item: str
    number: str


class NoticeReport(BaseModel):
    """Clear days between the last dispatch and the sitting, none when it left too late, and those required.

    Urgency is left apart. ``doubt`` is why the days required are not certain, ``None`` when they are.
    """

    model_config = ConfigDict(frozen=True)

    given: int
    required: int
    is_enough: bool
    doubt: Doubt | None


class SittingReport(BaseModel):
    """One sitting: what is computed on each item, its acts, then its duties and those of its acts.

    ``notice`` is ``None`` where the dispatch is not known, or no rule in clear days applies to that body.
    """

    model_config = ConfigDict(frozen=True)

    held_on: date
    origin: Origin
    notice: NoticeReport | None
    examination: SittingExamination
    acts: tuple[ActReport, ...]
    duties: tuple[Duty, ...]


class CheckReport(BaseModel):
    """``today`` is the day on which the duties are read; ``counts`` the findings by severity."""

    model_config = ConfigDict(frozen=True)

    format: Literal["conforme-check/1"]
    rule_book: str
    council: str
    today: date
    sittings: tuple[SittingReport, ...]
    duties: tuple[Duty, ...]
    counts: dict[Severity, int]


def report_on(council: Council, sittings: Sequence[Sitting], *, today: date) -> CheckReport:
    """The whole report. ``duties`` are those of each year in which the council sat."""
    reports = tuple(_sitting(record, today, sittings) for record in records_of(council, sittings))
    found = [finding for report in reports for finding in report.examination.all_findings]
    years = sorted({sitting.held_on.year for sitting in sittings})
    return CheckReport(
        format=FORMAT,
        rule_book=VERSION,
        council=council.uid,
        today=today,
        sittings=reports,
        duties=tuple(duty for year in years for duty in duties_of_year(council, sittings, year, today)),
        counts={severity: sum(f.severity is severity for f in found) for severity in Severity},
    )


def _sitting(record: Record, today: date, sittings: Sequence[Sitting]) -> SittingReport:
    acts = record.sitting.deliberations
    of_acts = (duty for act in acts for duty in duties_of_act(record, act, today))
    return SittingReport(
        held_on=record.sitting.held_on,
        origin=record.sitting.origin,
        notice=_notice(record),
        examination=examine(record),
        acts=tuple(
            ActReport(uid=act.uid, item=act.item, number=number_of(act, record.council.number_pattern))
            for act in acts
        ),
        duties=(*duties_of_sitting(record, today, sittings), *of_acts),
    )


def _notice(record: Record) -> NoticeReport | None:
    notice = notice_given(record)
    if notice is None:
        return None
    return NoticeReport(
        given=max(notice.given, 0),
        required=notice.required.clear_days,
        is_enough=notice.is_enough,
        doubt=notice.required.doubt,
    )


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the report (draft 2020-12), as committed in ``docs/check.schema.json``."""
    schema = CheckReport.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
