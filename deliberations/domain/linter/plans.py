"""A plan whose whole cost comes first, then who pays for it: « Coût total : 30 000 € ; DETR : 10 000 € ; … »."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from deliberations.domain.linter.ledgers import Column, Entry
from deliberations.domain.linter.totals import DOUBTFUL, WrongTotal, is_near, slack_of

_WHOLE = re.compile(
    r"(?:cout|montant|total|depenses?)(?: (?:total|totale|totales|global|globale|previsionnel|previsionnelle"
    r"|estimatif|estimative|estime|depenses?|de|du|des|d|l|la|le|operation|projet|travaux|etude|acquisition|ht|ttc"
    r"|hors taxes?)){0,9}"
)
_OWN = re.compile(
    r"\b(?:auto ?financement|(?:fonds|ressources|moyens) propres|reste a (?:la )?charge|communale?|commune|ville"
    r"|collectivite|communaute|syndicat|intercommunalite)\b"
)
"""Who decides pays the rest: with this line, a plan is whole."""


def is_whole_cost(entry: Entry) -> bool:
    """« Coût total de l'opération », « Montant HT »."""
    return bool(_WHOLE.fullmatch(entry.folded)) and entry.number is not None and entry.number.value > 0


def plan_of(entries: Sequence[Entry]) -> tuple[Entry, list[Entry]] | None:
    """The whole cost, and the parts that must make it; ``None`` when this is not surely a whole plan."""
    whole, parts = entries[0], [e for e in entries[1:] if e.number is not None]
    if not is_whole_cost(whole) or len(parts) < 2 or not any(_OWN.search(e.folded) for e in parts):
        return None
    if any(e.is_total or e.is_vat or is_whole_cost(e) or DOUBTFUL.search(e.folded) for e in parts):
        return None
    taxes = {e.tax for e in parts} - {"", whole.tax}
    has_refund = whole.tax == "HT" and any("fctva" in e.folded for e in parts)
    is_sure = (
        not taxes
        and not has_refund
        and all(e.number.value >= 0 and not e.number.is_share for e in parts if e.number)
    )
    return (whole, parts) if is_sure else None


def added(parts: Sequence[Entry]) -> Decimal:
    """What the parts of a plan make."""
    return sum((e.number.value for e in parts if e.number), Decimal(0))


def wrong_plans(column: Column) -> Iterator[WrongTotal]:
    """The whole cost that its parts do not make."""
    plan = plan_of(column.entries) if column.is_money else None
    if plan is None:
        return
    whole, parts = plan
    if whole.number is None or not is_near(whole.number.value, added(parts)):
        return
    if abs(added(parts) - whole.number.value) > slack_of(whole.number, parts, is_money=True):
        said = f"les {len(parts)} lignes au-dessous donnent"
        yield WrongTotal(whole.where, whole.label, whole.number, added(parts), said)
