"""Checks on elections: their rounds and the result written (CGCT art. L. 2122-7, L. 2121-21)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from deliberations.domain.articles import Topic
from deliberations.domain.checks import heads, papers
from deliberations.domain.checks.ballot import VOID, ballot_finding, ordinal
from deliberations.domain.checks.common import article, is_recorded
from deliberations.domain.elections import (
    LAST_ROUND,
    ElectionReason,
    ElectionResult,
    article_of_election,
    candidacies_of,
    candidates_of,
    result_of,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty, Rule
from deliberations.domain.votes import Election, Round
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.elision import que
from deliberations.domain.wording.names import join_list

_NO_RESULT = "Le résultat ne peut pas être calculé."
_Seats = Mapping[tuple[int | None, str, tuple[str, ...]], int]
"""Seats by round, name and first member of each winner."""


def check_round_order(record: Record) -> Iterator[Finding]:
    """Rounds follow one another from the first: no third round before two (CGCT art. L. 2122-7)."""
    for election in record.sitting.elections:
        numbers = Counter(turn.number for turn in election.rounds)
        missing = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        doubled = sorted(number for number, times in numbers.items() if times > 1)
        if missing < max(numbers, default=0):
            yield _missing(record, election, ordinal(missing), ordinal(max(numbers)))
        if doubled:
            message = f"plusieurs tours portent le même numéro ({_rounds(doubled)})."
            gestures = ("Numéroter les tours dans l'ordre.", "Numéroter les tours comme au procès-verbal.")
            yield ballot_finding(record, election, "round_doubled", message, gestures, consequence=_NO_RESULT)


def _missing(record: Record, election: Election, missing: str, last: str) -> Finding:
    """What old paper does not tell is not a fault; a round of ours that skips another is, where a text says so."""
    to_come = (
        f"Enregistrer le {missing} tour avant le suivant : les deux premiers demandent la majorité absolue."
    )
    live = Severity.REFUSAL if article_of_election(election, record) else Severity.WARNING
    return ballot_finding(
        record,
        election,
        "round_missing",
        f"le {last} tour est enregistré sans le {missing}.",
        (to_come, f"Retrouver au procès-verbal le {missing} tour, et l'enregistrer."),
        severity=Severity.NOTICE if is_recorded(record) else live,
        consequence=_NO_RESULT if is_recorded(record) else VOID,
    )


def _rounds(numbers: Sequence[int]) -> str:
    return f"{join_list([ordinal(n) for n in numbers])} tour"


def check_rounds_in_excess(record: Record) -> Iterator[Finding]:
    """Three rounds at most, and none once every post is filled (CGCT art. L. 2122-7, L. 2121-21)."""
    for election in record.sitting.elections:
        result = result_of(election, record)
        for turn in election.rounds:
            if election.proportional and turn.number > 1:
                yield _in_excess(record, election, turn, "ce scrutin se fait en un seul tour")
            elif turn.number > LAST_ROUND:
                yield _in_excess(record, election, turn, "il y a trois tours au plus")
            elif _is_filled(election, result) and result.round is not None and turn.number > result.round:
                yield _in_excess(record, election, turn, f"tout était acquis au {ordinal(result.round)} tour")


def _is_filled(election: Election, result: ElectionResult) -> bool:
    is_list_elected = election.by_list and bool(result.winners)
    return result.is_determined and (is_list_elected or result.seats >= election.seats)


def _in_excess(record: Record, election: Election, turn: Round, why: str) -> Finding:
    return ballot_finding(
        record,
        election,
        "round_in_excess",
        f"un {ordinal(turn.number)} tour est enregistré, alors {que(why)}.",
        (
            "Ne pas compter ce tour : s'en tenir au résultat des précédents.",
            "Relire au procès-verbal les voix de chaque tour ; si elles sont exactes, ce tour ne compte pas.",
        ),
        turn=turn,
    )


def check_results(record: Record) -> Iterator[Finding]:
    """The candidates written as elected are those whom the votes elect."""
    for election in record.sitting.elections:
        written: _Seats = {
            (turn.number, c.name, c.members[:1]): c.elected
            for turn in election.rounds
            for c in turn.candidates
            if c.elected
        }
        result = result_of(election, record)
        if not written or not result.is_determined or result.reason is ElectionReason.UNOPPOSED:
            continue
        computed = {(w.round, w.name, w.members[:1]): w.seats for w in result.winners}
        if written != computed:
            yield _other_result(record, election, _said(written), result)


def _other_result(record: Record, election: Election, written: str, result: ElectionResult) -> Finding:
    votes = _said({(w.round, w.name, ()): w.seats for w in result.winners}) or "personne n'est élu"
    needed = (
        "" if result.required is None else f" (majorité absolue : {counted(result.required, 'voix', 'voix')})"
    )
    return ballot_finding(
        record,
        election,
        "other_result",
        f"le résultat écrit n'est pas celui que donnent les voix. Écrit : {written} ; d'après les voix : "
        f"{votes}{needed}.",
        (
            "Recompter les bulletins, et proclamer le résultat que donnent les voix.",
            "Vérifier les voix au procès-verbal ; si elles sont exactes, la proclamation est à rectifier.",
        ),
        consequence="Une proclamation contraire aux voix peut être annulée.",
    )


def _said(seats: _Seats) -> str:
    """« Liste A (2 sièges, 1er tour) et Liste B (1 siège, 1er tour) »."""
    return join_list(
        [f"{name} ({counted(n, 'siège')}, {ordinal(turn or 1)} tour)" for (turn, name, _), n in seats.items()]
    )


_OPEN = {
    ElectionReason.AGE_UNKNOWN: "les voix sont à égalité ; l'âge décide, et une date de naissance utile manque.",
    ElectionReason.SAME_AGE: "les voix et les âges sont à égalité ; la loi citée ici ne dit pas qui est élu.",
    ElectionReason.PAPERS_UNKNOWN: "plusieurs noms s'écrivent sur un bulletin ; sans le nombre d'enveloppes trouvées, "
    "les suffrages exprimés ne se comptent pas.",
}


def check_open_results(record: Record) -> Iterator[Finding]:
    """A ballot of ours that elects nobody yet, or whose result needs a fact that nobody noted."""
    for election in record.sitting.elections:
        if is_recorded(record):
            continue
        result = result_of(election, record)
        if result.reason is ElectionReason.PAPERS_UNKNOWN and election.proportional:
            yield _outside_lists(record, election)
        elif result.reason in _OPEN:
            yield _to_complete(record, election, result.reason)
        elif result.round is not None and result.is_determined and not _is_filled(election, result):
            yield _to_go_on(record, election, result.round)


def _to_complete(record: Record, election: Election, reason: ElectionReason) -> Finding:
    gesture = "Compléter ces faits : le résultat est calculé dès qu'ils sont connus."
    if reason is ElectionReason.SAME_AGE:
        gesture = "Prendre l'avis de la préfecture avant de proclamer un élu."
    gestures = (gesture, gesture)
    return ballot_finding(record, election, "undetermined", _OPEN[reason], gestures, consequence=_NO_RESULT)


def _outside_lists(record: Record, election: Election) -> Finding:
    papers = sum(turn.scattered for turn in election.rounds)
    gestures = (
        "Dire ce que sont ces bulletins ; s'ils sont nuls, les enregistrer comme tels : le résultat est alors calculé.",
        "Relever au procès-verbal ce que sont ces bulletins ; s'ils sont nuls, les enregistrer comme tels.",
    )
    message = f"{counted(papers, 'bulletin')} hors des listes : le quotient dépend des suffrages exprimés, et rien ne "
    message += "dit si ces bulletins en sont."
    return ballot_finding(record, election, "undetermined", message, gestures, consequence=_NO_RESULT)


def check_lists_long_enough(record: Record) -> Iterator[Finding]:
    """A list fills no more posts than it has names: who gets the others is not established (CGCT art. L. 2121-21).

    Nothing is said of an old paper, whose names may not all have been entered.
    """
    for election in record.sitting.elections if not is_recorded(record) else ():
        lists = {(c.name, c.members[:1]): c for c in candidates_of(election)}
        for winner in result_of(election, record).winners:
            each = lists.get((winner.name, winner.members[:1]))
            names = len(each.members) if each else 0
            won = election.seats if election.by_list else winner.seats
            if names and names < won and (election.by_list or election.proportional):
                yield _too_short(record, election, winner.name, (won, names))


def _too_short(record: Record, election: Election, name: str, counts: tuple[int, int]) -> Finding:
    won, names = counts
    gesture = "Vérifier les noms de la liste ; s'ils sont exacts, demander à la préfecture à qui va le reste."
    return ballot_finding(
        record,
        election,
        "list_too_short",
        f"la liste « {name} » obtient {counted(won, 'siège')}, et n'a que {counted(names, 'nom')}.",
        (gesture, gesture),
        consequence="Des sièges restent sans élu.",
    )


def _to_go_on(record: Record, election: Election, turn: int) -> Finding:
    is_alone = election.seats == 1
    again = f"Procéder au {ordinal(turn + 1)} tour."
    if turn == LAST_ROUND or election.proportional:
        again = "Reprendre l'élection : aucun suffrage ne désigne d'élu."
    return ballot_finding(
        record,
        election,
        "no_winner_yet",
        f"{'le poste reste' if is_alone else 'des postes restent'} à pourvoir après le {ordinal(turn)} tour.",
        (again, "Vérifier les voix ; si elles sont exactes, inscrire l'élection à une prochaine séance."),
        severity=Severity.NOTICE,
        consequence="Le poste reste vacant." if is_alone else "Des postes restent vacants.",
    )


def check_unopposed(record: Record) -> Iterator[Finding]:
    """A candidacy that took effect without a vote was alone, and nobody voted (CGCT art. L. 2121-21)."""
    for election in record.sitting.elections:
        running = len(candidates_of(election))
        voted = any(c.votes for turn in election.rounds for c in turn.candidates)
        if election.is_unopposed and (voted or running > candidacies_of(election)):
            yield _not_single(record, election, "des voix" if voted else f"{running} candidatures")


def _not_single(record: Record, election: Election, what: str) -> Finding:
    return ballot_finding(
        record,
        election,
        "not_unopposed",
        f"la candidature est enregistrée comme unique et prenant effet sans vote, avec {what}.",
        (
            "S'il y a plusieurs candidatures, procéder au vote ; sinon, n'enregistrer ni voix ni autre candidat.",
            "Relever au procès-verbal s'il y a eu un vote, et corriger l'enregistrement.",
        ),
        consequence="Le résultat enregistré est contradictoire.",
        text=article(record, Topic.FORMS_OF_VOTE),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("election.round_missing", "election.round_doubled"),
        title="Ordre des tours de scrutin",
        article="CGCT art. L. 2122-7 ; L. 2121-21",
        says="Les tours se suivent sans lacune : pas de troisième tour avant les deux premiers.",
        check=check_round_order,
    ),
    Rule(
        codes=("election.round_in_excess",),
        title="Trois tours au plus",
        article="CGCT art. L. 2122-7 ; L. 2121-21",
        says="Majorité absolue des suffrages exprimés aux deux premiers tours, relative au troisième et dernier ; "
        "aucun tour après l'élection acquise.",
        check=check_rounds_in_excess,
    ),
    Rule(
        codes=("election.other_result",),
        title="Résultat que donnent les voix",
        article="CGCT art. L. 2122-7 ; L. 2121-21 ; L. 1411-5",
        says="L'élu est celui que donnent les voix, et à égalité le plus âgé (ou la liste dont la moyenne d'âge est la "
        "plus élevée) ; personne n'a de voix prépondérante.",
        check=check_results,
    ),
    Rule(
        codes=("election.undetermined", "election.no_winner_yet"),
        title="Élection inachevée",
        article="CGCT art. L. 2122-7 ; L. 2121-21",
        says="Tant qu'un poste reste à pourvoir, un autre tour a lieu ; un fait qui manque n'est jamais deviné.",
        check=check_open_results,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("election.list_too_short",),
        title="Liste plus courte que ses sièges",
        article="CGCT art. L. 2122-7-2 ; L. 1411-5",
        says="Une liste ne pourvoit pas plus de sièges qu'elle n'a de noms.",
        check=check_lists_long_enough,
        certainty=Certainty.NOT_ESTABLISHED,
    ),
    Rule(
        codes=("election.not_unopposed",),
        title="Candidature unique enregistrée avec un vote",
        article="CGCT art. L. 2121-21",
        says="Ce qui prend effet sans vote n'a qu'une candidature, et aucune voix.",
        check=check_unopposed,
    ),
    *papers.RULES,
    *heads.RULES,
)
