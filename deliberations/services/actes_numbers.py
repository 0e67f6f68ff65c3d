"""The numbers that @CTES knows the acts of an authority by: one sequence of names for deliberations and decisions.

No table holds both kinds, so no constraint of the database alone can: a number is given or told with the council
locked (``changing`` and ``changing_decision``): two writers follow one another. Each table refuses its own doubles
besides.
"""

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.actes import is_actes_number
from deliberations.models import Deliberation, MayorDecision
from deliberations.services.act_desks import AnyAct


def taken_numbers(council: Council) -> set[str]:
    """Every number known of the acts of ``council``, of both kinds."""
    found: set[str] = set()
    for model in (Deliberation, MayorDecision):
        rows = model.objects.filter(council=council).exclude(actes_number="")
        found.update(rows.values_list("actes_number", flat=True))
    return found


def require_number(act: AnyAct, number: str) -> None:
    """Raise ``Refusal`` for a number that the operators refuse, or that another act of the council bears."""
    if not is_actes_number(number):
        raise Refusal(
            "deposit.number",
            "Le numéro compte 15 caractères au plus, parmi les majuscules, les chiffres et « _ » (ni au début ni à "
            "la fin).",
        )
    for model in (Deliberation, MayorDecision):
        others = model.objects.filter(council=act.council, actes_number=number)
        if isinstance(act, model):
            others = others.exclude(pk=act.pk)
        if others.exists():
            raise Refusal("deposit.number_taken", "Ce numéro est déjà celui d'un autre acte du conseil.")
