"""Checks on the words of an act."""

from collections.abc import Iterable, Iterator

from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.common import is_recorded
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.once import times_here
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Placeholder, placeholders


def check_placeholders(record: Record) -> Iterator[Finding]:
    """Words left to be filled in a model text: « commune de XX »; the same in one passage is told once."""
    for act in record.sitting.deliberations:
        for found, *others in _by_passage(act):
            yield Finding(
                code="text.placeholder",
                severity=Severity.WARNING,
                article="",
                message=f"Texte à compléter : « {found.extract} »{times_here(1 + len(others))}.",
                where=found.where,
                item=act.item,
                consequence="Un blanc du modèle reste dans l'acte.",
                remedy=_remedy(record, found.found),
            )


def _by_passage(act: Deliberation) -> Iterable[list[Placeholder]]:
    """The blanks of one kind of each passage, in reading order."""
    found: dict[tuple[int, str], list[Placeholder]] = {}
    for one in placeholders(act):
        found.setdefault((one.place, one.kind), []).append(one)
    return found.values()


def _remedy(record: Record, blank: str) -> str:
    """A text of ours is corrected until it is signed; that of a recorded act is adopted already."""
    if is_recorded(record):
        return f"Relire l'acte d'origine : s'il porte « {blank} », délibérer à nouveau pour le compléter."
    return f"Remplacer « {blank} » par le nom ou la valeur voulus."


RULES = (
    Rule(
        codes=("text.placeholder",),
        title="Blancs laissés par un modèle",
        article="",
        says="Aucun mot à compléter ne reste dans l'acte : « XX », pointillés, crochets, « à compléter ».",
        check=check_placeholders,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
