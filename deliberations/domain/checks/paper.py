"""Comparing what the paper of a recorded act says with what its facts give, and with itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deliberations.domain.attendance import SeatState
from deliberations.domain.checks import paper_roll
from deliberations.domain.checks.paper_readings import Reading, accepted, meant
from deliberations.domain.checks.paper_sums import check_paper_arithmetic
from deliberations.domain.checks.paper_words import (
    FIGURES,
    figures_of,
    is_by_majority,
    is_figure,
    is_number,
    is_unanimous,
    name_of,
    said_verdict,
)
from deliberations.domain.checks.votes import is_unbalanced, is_wrongly_stated
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import Confidence, SourceStatement
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.names import join_list

_REMEDY = "Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés."
_PERSONS = ("in_office", "present", "voters", "remote")
"""Figures that one member counted on one side only puts off by one, all of them."""
_VERDICTS = {Verdict.ADOPTED: "adopté", Verdict.REJECTED: "rejeté"}


@dataclass(frozen=True, slots=True)
class _Difference:
    """A figure of the paper that the facts do not give."""

    statement: SourceStatement
    printed: int
    computed: int

    @property
    def name(self) -> str:
        return name_of(self.statement)

    @property
    def cause(self) -> tuple[str | None, int] | None:
        """Differences of one place and one size, among persons counted in the room, come from one member or more."""
        return (self.statement.item, self.printed - self.computed) if self.name in _PERSONS else None


def check_statements(record: Record) -> Iterator[Finding]:
    """Each figure and result of the paper against the one computed; illegible ones are left alone."""
    readings: dict[str | None, Reading] = {}
    differences: list[_Difference] = []
    for statement in record.sitting.statements:
        if statement.confidence is Confidence.ILLEGIBLE:
            continue
        reading = readings.setdefault(statement.item, Reading(record, statement.item))
        if name_of(statement) == "verdict":
            yield from _verdict(statement, reading)
        elif is_figure(statement):
            differences += _differences(statement, statement.number or 0, reading)
            yield from _nobody_absent(statement, reading)
        elif is_number(statement):
            yield _not_compared(statement)
    for alike in _of_one_cause(differences):
        yield _difference(alike[0]) if len(alike) == 1 else _differently_counted(alike)


def _differences(statement: SourceStatement, number: int, reading: Reading) -> Iterator[_Difference]:
    computed = meant(name_of(statement), reading)
    if (
        computed is None
        or number in accepted(statement, reading)
        or _is_told_by_the_count(statement, reading)
    ):
        return
    yield _Difference(statement, number, computed)


def _is_told_by_the_count(statement: SourceStatement, reading: Reading) -> bool:
    """Whether the voters of the paper are its voices, which the count of the vote already finds too many or too few."""
    vote = reading.vote
    if name_of(statement) != "voters" or vote is None or not is_unbalanced(reading.record, vote):
        return False
    return statement.number == reading.record.count(vote).total


def _of_one_cause(differences: Iterable[_Difference]) -> Iterable[list[_Difference]]:
    groups: dict[object, list[_Difference]] = {}
    for difference in differences:
        groups.setdefault(difference.cause or difference, []).append(difference)
    return groups.values()


def _difference(difference: _Difference) -> Finding:
    figure = FIGURES[difference.name]
    return _finding(
        difference.statement,
        message=f"L'acte indique « {figure.many} : {difference.printed} » ; les faits enregistrés donnent "
        f"{difference.computed}.",
        consequence=figure.consequence,
    )


def _differently_counted(alike: Sequence[_Difference]) -> Finding:
    """Several figures off by the same number: most often one member whom the facts count otherwise."""
    gap = alike[0].printed - alike[0].computed
    printed = join_list([FIGURES[each.name].counted(each.printed) for each in alike])
    computed = join_list([str(each.computed) for each in alike])
    return _finding(
        _first_told(alike).statement,
        message=f"L'acte indique {printed} ; les faits enregistrés donnent {computed} : "
        f"{counted(abs(gap), 'personne', 'personnes')} de {'plus' if gap > 0 else 'moins'} dans l'acte, partout.",
        consequence="Le quorum ou le nombre de votants en dépendent : l'acte ou les faits se trompent d'un même nombre "
        "de membres.",
        remedy=f"Chercher qui est compté d'un seul côté. {_REMEDY}",
    )


def _first_told(alike: Sequence[_Difference]) -> _Difference:
    """The one that names the finding: members in office first, on whom the quorum is computed."""
    return next((each for each in alike if each.name == "in_office"), alike[0])


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


def _nobody_absent(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """« Absents : / », where some gave a proxy and no figure of the paper sets them apart."""
    printed = figures_of(reading.record.sitting.statements, statement.item)
    represented = reading.having(SeatState.REPRESENTED)
    is_nil = name_of(statement) == "absent" and statement.number == 0 and 0 in accepted(statement, reading)
    if is_nil and represented and "represented" not in printed:
        yield _finding(
            statement,
            severity=Severity.NOTICE,
            message=f"L'acte n'indique aucun absent, alors qu'il y a {FIGURES['represented'].counted(represented)}.",
            consequence="Un membre représenté n'est pas dans la salle : le quorum ne le compte pas.",
        )


def _verdict(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """« Adopté », « rejeté », « à l'unanimité » against the vote that decides the item.

    A result announced that the vote itself contradicts is told there, and not again.
    """
    computed = reading.record.verdict_on(statement.item) if statement.item else None
    said = said_verdict(statement.text)
    if reading.vote and is_wrongly_stated(reading.record, reading.vote):
        return
    if computed in _VERDICTS and said not in (None, computed):
        yield _finding(
            statement,
            message=f"L'acte indique « {statement.text} » ; d'après les voix enregistrées, le point est "
            f"{_VERDICTS[computed]}.",
            consequence="La décision imprimée n'est pas celle que le vote a prise.",
        )
    elif is_unanimous(statement.text):
        yield from _dissent(statement, reading)
    elif computed is Verdict.ADOPTED and is_by_majority(statement.text):
        yield from _no_dissent(statement, reading)


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


def _no_dissent(statement: SourceStatement, reading: Reading) -> Iterator[Finding]:
    """« À la majorité », where everyone who votes is for: the decision is the same, the voices are not."""
    count = reading.count
    if count is not None and count.in_favour and count.in_favour == count.voters:
        yield _finding(
            statement,
            severity=Severity.NOTICE,
            message=f"L'acte indique « {statement.text} » ; d'après les voix enregistrées, tous les votants sont pour.",
            consequence="La décision est la même ; l'acte laisse croire que des membres ne l'ont pas votée.",
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
    *paper_roll.RULES,
)
