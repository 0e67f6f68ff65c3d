"""Recurring duties: small idempotent functions, gathered here, that ``manage.py tick`` calls.

Add yours to ``DUTIES``. Each takes the instant (aware), does what is due and nothing twice, and says in one French
line what it did, or nothing when nothing was due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from councils.services.logins import purge_logins
from councils.services.readings import purge_old_readings
from deliberations.services.council_seal import seal_waiting
from deliberations.services.dues import refresh_every_due
from deliberations.services.evidence_works import purge_evidence
from deliberations.services.keeping_files import sweep_files
from deliberations.services.proof_heads import seal_heads
from deliberations.services.recovering import issue_missing_copies
from deliberations.services.register_printing import purge_prints
from deliberations.services.retention import purge_proofs
from deliberations.services.signing_completing import complete_signatures, renew_timestamps
from deliberations.services.signing_means import close_under_first
from deliberations.services.signing_tickets import purge_tickets
from deliberations.services.trust import refresh_lists
from deliberations.services.waiting_checks import purge_checks


@dataclass(frozen=True, slots=True)
class Duty:
    """``code`` is stable: it names the duty in the log."""

    code: str
    run: Callable[[datetime], str]


DUTIES: tuple[Duty, ...] = (
    Duty("convening.purge", purge_proofs),
    Duty("dues.refresh", refresh_every_due),
    Duty("readings.purge", purge_old_readings),
    Duty("logins.purge", purge_logins),
    Duty("prints.purge", purge_prints),
    Duty("checks.purge", purge_checks),
    Duty("trust.lists", refresh_lists),
    Duty("copies.issue", issue_missing_copies),
    Duty("files.sweep", sweep_files),
    Duty("signing.seal", seal_waiting),
    Duty("signing.complete", complete_signatures),
    Duty("signing.renew", renew_timestamps),
    Duty("means.rekey", close_under_first),
    Duty("evidence.purge", purge_evidence),
    Duty("proofs.seal", seal_heads),
    Duty("tickets.purge", purge_tickets),
)
