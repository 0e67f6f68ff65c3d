"""Comparing what the paper of a recorded act says with what its facts give, and with itself."""

from collections.abc import Iterator

from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.paper_readings import Reading, accepted, meant
from deliberations.domain.checks.paper_sums import check_paper_arithmetic
from deliberations.domain.checks.paper_words import (
    FIGURES,
    figures_of,
    is_figure,
    is_number,
    is_unanimous,
    name_of,
    said_verdict,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import Confidence, SourceStatement
from deliberations.domain.wording.names import join_list

_REMEDY = "Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés."
_VERDICTS = {Verdict.ADOPTED: "adopté", Verdict.REJECTED: "rejeté"}


def check_statements(record: Record) -> Iterator[Finding]:
    """Each figure and result of the paper against the one computed; illegible ones are left alone."""
    readings: dict[str | None, Reading] = {}
    for statement in record.sitting.statements:
        if statement.confidence is Confidence.ILLEGIBLE:
            continue
        reading = readings.setdefault(statement.item, Reading(record, statement.item))
        if name_of(statement) == "verdict":
            yield from _verdict(statement, reading)
        elif is_figure(statement):
            yield from _figure(statement, statement.number or 0, reading)
        elif is_number(statement):
            yield _not_compared(statement)


def _figure(statement: SourceStatement, number: int, reading: Reading) -> Iterator[Finding]:
    computed, numbers = meant(name_of(statement), reading), accepted(statement, reading)
    if number in numbers:
        yield from _nobody_absent(statement, reading)
    elif computed is not None:
        yield from _difference(statement, number, computed)


def _not_compared(statement: SourceStatement) -> Finding:
    """A number under a name that is none of ours: it would be kept and never read."""
    known = join_list([f"{figure.many} ({name})" for name, figure in FIGURES.items()])
    return _finding(
        statement,
        code="paper.not_compared",
        severity=Severity.NOTICE,
        message=f"Chiffre non comparé : {statement.number}, dont le nom (« {statement.about} ») n'est pas connu.",
        consequence="Une erreur de l'acte sur ce chiffre ne serait pas trouvée.",
        remedy=f"Si c'est l'un de ces nombres, lui donner le nom écrit entre parenthèses : {known}.",
    )


def _difference(statement: SourceStatement, number: int, computed: int) -> Iterator[Finding]:
    figure = FIGURES[name_of(statement)]
    yield _finding(
        statement,
        message=f"L'acte indique « {figure.many} : {number} » ; les faits enregistrés donnent {computed}.",
        consequence=figure.consequence,
    )


def _nobody_absent(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """« Absents : / », where some gave a proxy and no figure of the paper sets them apart."""
    printed = figures_of(reading.record.sitting.statements, statement.item)
    represented = reading.having(SeatState.REPRESENTED)
    is_nil = name_of(statement) == "absent" and not statement.number
    if is_nil and represented and "represented" not in printed:
        yield _finding(
            statement,
            severity=Severity.NOTICE,
            message=f"L'acte n'indique aucun absent, alors qu'il y a {FIGURES['represented'].counted(represented)}.",
            consequence="Un membre représenté n'est pas dans la salle : le quorum ne le compte pas.",
        )


def _verdict(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """« Adopté », « rejeté », « à l'unanimité » against the vote that decides the item."""
    computed = reading.record.verdict_on(statement.item) if statement.item else None
    said = said_verdict(statement.text)
    if computed in _VERDICTS and said not in (None, computed):
        yield _finding(
            statement,
            message=f"L'acte indique « {statement.text} » ; d'après les voix enregistrées, le point est "
            f"{_VERDICTS[computed]}.",
            consequence="La décision imprimée n'est pas celle que le vote a prise.",
        )
    elif is_unanimous(statement.text):
        yield from _dissent(statement, reading)


def _dissent(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """A voice against breaks unanimity; an abstention only that of the voters, which few papers tell apart."""
    against, abstentions = meant("against", reading), meant("abstentions", reading)
    about, number = ("against", against) if against else ("abstentions", abstentions)
    if not number or (about == "abstentions" and "exprim" in statement.text.casefold()):
        return
    yield _finding(
        statement,
        severity=Severity.WARNING if about == "against" else Severity.NOTICE,
        message=f"L'acte indique « {statement.text} » ; les faits enregistrés donnent "
        f"{FIGURES[about].counted(number)}.",
        consequence="L'unanimité n'est pas établie."
        if about == "against"
        else "L'unanimité n'est que celle des suffrages exprimés : l'acte ne le précise pas.",
    )


def _finding(
    statement: SourceStatement,
    *,
    message: str,
    consequence: str,
    severity: Severity = Severity.WARNING,
    code: str = "",
    remedy: str = _REMEDY,
) -> Finding:
    return Finding(
        code=code or f"paper.{name_of(statement)}",
        severity=severity,
        article="",
        message=message,
        where=statement.place or "acte d'origine",
        item=statement.item,
        consequence=consequence,
        remedy=remedy,
    )


RULES = (
    Rule(
        codes=(*(f"paper.{about}" for about in FIGURES), "paper.verdict", "paper.not_compared"),
        title="Ce que dit le papier",
        article="",
        says="Chaque nombre et chaque résultat lus sur un acte ancien sont comparés à ceux que donnent les faits ; un "
        "nombre sous un nom inconnu est signalé.",
        check=check_statements,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("paper.arithmetic",),
        title="Les nombres du papier entre eux",
        article="",
        says="Les nombres imprimés sur un même acte s'accordent : présents, représentés et votants ; membres en "
        "exercice ; voix et suffrages exprimés ; quorum ; unanimité.",
        check=check_paper_arithmetic,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
