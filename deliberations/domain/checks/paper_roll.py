"""The number of members that a paper prints, where its facts name fewer and nobody was called over."""

from collections.abc import Iterator

from deliberations.domain.checks.paper_readings import Reading, meant
from deliberations.domain.checks.paper_words import FIGURES, is_figure, name_of
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import SourceStatement

_PERSONS = ("in_office", "present", "voters")
"""Figures that no council exceeds: each person counted holds a seat, or sits for one who does."""


def check_roll(record: Record) -> Iterator[Finding]:
    """The members recorded are at least as many as the paper counts; said once, on its largest figure.

    Where the room is known, each figure is compared with it: nothing more is said here.
    """
    beyond = [statement for statement in record.sitting.statements if _exceeds(record, statement)]
    if beyond:
        yield _incomplete(record, max(beyond, key=lambda statement: statement.number or 0))


def _exceeds(record: Record, statement: SourceStatement) -> bool:
    if not is_figure(statement) or name_of(statement) not in _PERSONS:
        return False
    is_more = (statement.number or 0) > len(record.members)
    return is_more and meant(name_of(statement), Reading(record, statement.item)) is None


def _incomplete(record: Record, statement: SourceStatement) -> Finding:
    printed = FIGURES[name_of(statement)].counted(statement.number or 0)
    return Finding(
        code="paper.incomplete_roll",
        severity=Severity.NOTICE,
        article="",
        message=f"L'acte indique {printed} ; {_recorded(len(record.members))} : la liste des membres est incomplète.",
        where=statement.place or "acte d'origine",
        consequence="Le quorum n'a pas pu être vérifié, ni rien de ce qui dépend du nombre de membres.",
        remedy="Enregistrer les autres membres ; à défaut, le nombre de sièges et la population.",
    )


def _recorded(members: int) -> str:
    if members == 0:
        return "aucun membre n'est enregistré à cette date"
    return "un seul est enregistré" if members == 1 else f"{members} seulement sont enregistrés"


RULES = (
    Rule(
        codes=("paper.incomplete_roll",),
        title="Liste des membres",
        article="",
        says="Le dossier nomme au moins autant de membres que l'acte compte de membres en exercice, de présents ou de "
        "votants ; quand les présences sont relevées, ces nombres sont comparés un par un.",
        check=check_roll,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
