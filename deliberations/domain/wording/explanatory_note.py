"""The sentences of the explanatory note that goes with a convocation (CGCT art. L. 2121-12)."""

from deliberations.domain.clear_days import LONG_NOTICE
from deliberations.domain.notices import notice_due
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.convening import when

NONE = "Aucun point de l'ordre du jour n'a de note explicative."


def title(record: Record) -> str:
    """« Note explicative de synthèse » where the law asks for one, « Note explicative » elsewhere."""
    notice = notice_due(record)
    is_due = notice is not None and notice.clear_days >= LONG_NOTICE
    return "Note explicative de synthèse" if is_due else "Note explicative"


def about(record: Record, body: BodyWords) -> str:
    """« Séance du conseil municipal du mardi 19 décembre 2023 à 18 h »."""
    return f"Séance {body.of_the_assembly} du {when(record)}"
