"""Facts of a sitting learnt too late to be put in its record, for its acts have left: what the minutes then tell.

The record and the acts stay as they are; only the papers that tell the whole sitting read the completed facts.
"""

from dataclasses import replace

from deliberations.domain.minutes import Completion, CompletionKind
from deliberations.domain.record import Record


def is_lacking(record: Record, kind: CompletionKind) -> bool:
    """Whether the record itself does not tell that fact: what it tells is never replaced."""
    sitting = record.sitting
    told = {
        CompletionKind.HOUR: sitting.opened_at or sitting.starts_at,
        CompletionKind.CHAIR: sitting.chair,
        CompletionKind.SECRETARY: sitting.secretaries,
    }
    return not told[kind]


def used_completions(record: Record) -> tuple[Completion, ...]:
    """The completions of facts that the record still lacks, in the order noted."""
    return tuple(each for each in record.sitting.minutes.completions if is_lacking(record, each.kind))


def completed(record: Record) -> Record:
    """The same record with the facts that it lacked; itself where nothing was completed."""
    found = used_completions(record)
    if not found:
        return record
    sitting = record.sitting
    hours = [each.hour for each in found if each.kind is CompletionKind.HOUR]
    chairs = [each.member for each in found if each.kind is CompletionKind.CHAIR]
    secretaries = tuple(
        each.member for each in found if each.kind is CompletionKind.SECRETARY and each.member
    )
    return replace(
        record,
        sitting=replace(
            sitting,
            starts_at=hours[-1] if hours else sitting.starts_at,
            chair=chairs[-1] if chairs else sitting.chair,
            secretaries=secretaries or sitting.secretaries,
        ),
    )
