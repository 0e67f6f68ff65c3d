"""The first checks of the rule book: from a record to findings, each citing its article.

On a recorded act every finding is a remark; a REFUSAL blocks only a gesture of ours. Where the law is not
established, a check warns and says so.
"""

from collections.abc import Callable, Iterator

from deliberations.domain.checks import (
    calendar,
    forms,
    nominations,
    officers,
    paper,
    proxies,
    quorum,
    remote,
    texts,
    votes,
)
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record

Check = Callable[[Record], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    calendar.check_notice,
    calendar.check_urgency,
    calendar.check_dates_of_acts,
    calendar.check_publication_mode,
    quorum.check_quorum,
    remote.check_remote,
    proxies.check_proxies,
    officers.check_chair,
    officers.check_secretaries,
    votes.check_counts,
    votes.check_named_voters,
    forms.check_requested_forms,
    forms.check_closed_doors,
    votes.check_verdicts,
    nominations.check_nominations,
    nominations.check_unmarked_nominations,
    texts.check_placeholders,
    paper.check_statements,
)


def check_sitting(record: Record) -> tuple[Finding, ...]:
    """Every finding on one sitting, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check(record))
