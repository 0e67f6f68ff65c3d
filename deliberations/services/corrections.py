"""Acting on a text check: its correction made in the typed text, or the check set aside with a reason."""

from datetime import datetime

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.act_text import ActText
from deliberations.domain.corrections import corrected
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.typed_text import text_findings, with_text
from deliberations.models import Deliberation, Override
from deliberations.services.changes import changing
from deliberations.services.setting_aside import keep_reason

FINDING_SET_ASIDE = "finding.set_aside"


class CorrectionUnsure(Refusal):
    """The words to replace are not found for sure: nothing is guessed in the text of an act."""

    def __init__(self) -> None:
        super().__init__(
            "text.correction_unsure",
            "Cette correction ne peut pas être faite d'elle-même : corrigez ce passage à la main.",
        )


class NotSetAside(Refusal):
    """A refusal is never set aside, nor a warning without a reason."""

    def __init__(self, message: str) -> None:
        super().__init__("finding.not_set_aside", message)


def correct_text(record: Record, act: str, text: ActText, finding: Finding) -> ActText:
    """The typed ``text`` with the correction that ``finding`` proposes. Raises ``CorrectionUnsure``; writes nothing."""

    def check(candidate: ActText) -> tuple[Finding, ...]:
        return text_findings(with_text(record, act, candidate), act)

    found = corrected(text, finding, check)
    if found is None:
        raise CorrectionUnsure
    return found


def set_finding_aside(
    act: Deliberation, finding: Finding, *, reason: str, by: User, at: datetime
) -> Override:
    """Keep why a finding on ``act`` is set aside, at its place alone. Raises ``NotSetAside``, ``SittingFinished``."""
    if finding.severity is Severity.REFUSAL:
        raise NotSetAside(
            "Ce constat ne peut pas être écarté : la loi l'interdit. Corrigez le texte ou les faits."
        )
    if not reason.strip():
        raise NotSetAside("Dites en quelques mots pourquoi ce constat est écarté : le motif est conservé.")
    with changing(act.sitting, by=by, reason=FINDING_SET_ASIDE) as change:
        return keep_reason(change, [finding], by=by, at=at, reason=reason)[0]
