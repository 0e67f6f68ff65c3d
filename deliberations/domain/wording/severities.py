"""What a severity is called, on a page and in a terminal.

On a recorded act nothing is refused any more: what the law forbids is told as an irregularity, everywhere.
"""

from deliberations.domain.findings import Severity
from deliberations.domain.sittings import Origin

_IRREGULARITY = "irrégularité"
_ON_PAGE = {Severity.REFUSAL: "bloquant", Severity.WARNING: "à vérifier", Severity.NOTICE: "pour information"}
_IN_TERMINAL = {Severity.REFUSAL: "refus", Severity.WARNING: "alerte", Severity.NOTICE: "note"}


def label_on_page(severity: Severity, origin: Origin) -> str:
    """« Bloquant », « À vérifier »: with a capital, as it opens the line of a finding."""
    return (_irregularity(severity, origin) or _ON_PAGE[severity]).capitalize()


def label_in_terminal(severity: Severity, origin: Origin) -> str:
    """« refus », « alerte »: one word, in small letters."""
    return _irregularity(severity, origin) or _IN_TERMINAL[severity]


def _irregularity(severity: Severity, origin: Origin) -> str:
    is_past = severity is Severity.REFUSAL and origin is Origin.RECORDED
    return _IRREGULARITY if is_past else ""
