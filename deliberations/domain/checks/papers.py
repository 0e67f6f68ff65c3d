"""Checks on the papers of an election, on those who may vote in it, and on boards elected by proportion."""

from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.checks.ballot import ballot_finding, ordinal
from deliberations.domain.checks.common import (
    EXCEPTIONAL_REMEDY,
    article,
    is_recorded,
    point,
    under_exceptional_laws,
)
from deliberations.domain.elections import is_for_several
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.posts import PostKind, kind_of_election
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty, Rule
from deliberations.domain.votes import Election, Round
from deliberations.domain.wording.agreement import counted

_BOARDS = {
    PostKind.TENDER_BOARD: "la commission d'appel d'offres",
    PostKind.SOCIAL_BOARD: "le conseil d'administration du CCAS",
}
_BOARD_SEATS = (3, 5, 6, 10)
"""Three or five members, with or without as many substitutes elected along with them."""


def check_papers(record: Record) -> Iterator[Finding]:
    """The papers of a round add up, and are not more than the members who may vote.

    Where the envelopes found are known, it is they that are compared with the voters: papers that outnumber them are
    one fault, already said.
    """
    for election in record.sitting.elections:
        for turn in election.rounds:
            yield from _papers_of(record, election, turn)


def _papers_of(record: Record, election: Election, turn: Round) -> Iterator[Finding]:
    sorted_papers = _papers(election, turn)
    found = turn.envelopes
    recount = ("Recompter les bulletins de ce tour.", "Vérifier au procès-verbal les chiffres de ce tour.")
    wrong = "Le décompte est faux, ou mal enregistré : le résultat peut être contesté."
    if found is not None and sorted_papers is not None and found != sorted_papers:
        message = f"{counted(found, 'enveloppe trouvée', 'enveloppes trouvées')} dans l'urne pour "
        message += f"{counted(sorted_papers, 'bulletin compté', 'bulletins comptés')} (voix, blancs et nuls)."
        yield ballot_finding(
            record, election, "papers_unbalanced", message, recount, turn=turn, consequence=wrong
        )
    used = sorted_papers if found is None else found
    voters = _voters(record, election, turn)
    if used is not None and voters is not None and used + turn.not_voting > voters:
        idle = f" et {counted(turn.not_voting, 'non-votant')}" if turn.not_voting else ""
        message = (
            f"{counted(used, 'bulletin')}{idle} pour {counted(voters, 'votant')} (présents et représentés)."
        )
        yield ballot_finding(
            record, election, "too_many_papers", message, recount, turn=turn, consequence=wrong
        )


def _papers(election: Election, turn: Round) -> int | None:
    """Papers sorted in a round; ``None`` where one paper bears several names."""
    if is_for_several(election):
        return None
    return sum(c.votes for c in turn.candidates) + turn.scattered + turn.blank + turn.null


def _voters(record: Record, election: Election, turn: Round) -> int | None:
    room = record.attendance(Moment(election.item, Phase.VOTE, turn.number))
    return room.voters if room.is_known and room.seats else None


def check_quorum_between_rounds(record: Record) -> Iterator[Finding]:
    """The quorum is read when the election opens; members who leave between two rounds only deserve a warning."""
    if record.sitting.convocation.second_of:
        return
    for election in record.sitting.elections:
        quorum = record.quorum(election.item)
        if quorum is None or not quorum.is_met:
            continue
        for turn in sorted(election.rounds, key=lambda each: each.number):
            moment = Moment(election.item, Phase.VOTE, turn.number)
            left = record.quorum_without(election.item, record.bars(election.item), moment)
            if left is not None and left.present < quorum.required:
                yield _left(record, election, turn, (left.present, quorum.required))
                break


def _left(record: Record, election: Election, turn: Round, counts: tuple[int, int]) -> Finding:
    present, required = counts
    maybe_lawful = under_exceptional_laws(record)
    gesture = "Vérifier les départs ; le quorum, lui, était atteint à l'ouverture de l'élection."
    return ballot_finding(
        record,
        election,
        "quorum_between_rounds",
        f"{counted(present, 'membre présent', 'membres présents')} au {ordinal(turn.number)} tour, pour {required} "
        f"requis à l'ouverture ({point(record, election.item).lower()}).",
        (EXCEPTIONAL_REMEDY, EXCEPTIONAL_REMEDY) if maybe_lawful else (gesture, gesture),
        severity=Severity.NOTICE if maybe_lawful else Severity.WARNING,
        turn=turn,
        consequence="Sans ce régime, l'élection pourrait être contestée."
        if maybe_lawful
        else "L'élection peut être contestée.",
        text=article(record, Topic.QUORUM),
    )


def check_boards(record: Record) -> Iterator[Finding]:
    """Tender board and board of the CCAS are elected by proportion (CGCT art. L. 1411-5, CASF art. R. 123-8)."""
    for election in record.sitting.elections:
        kind = kind_of_election(record, election)
        if kind not in _BOARDS or is_recorded(record):
            continue
        if not election.proportional and election.rounds and not election.is_unopposed:
            message = f"{_BOARDS[kind]} s'élit à la représentation proportionnelle au plus fort reste."
            gesture = "Enregistrer un scrutin de liste proportionnel, et les voix de chaque liste."
            yield ballot_finding(record, election, "not_proportional", message, (gesture, gesture))
        if kind is PostKind.TENDER_BOARD and election.seats not in _BOARD_SEATS:
            message = (
                f"{counted(election.seats, 'siège')} ; la commission compte trois ou cinq membres, outre son "
            )
            message += "président, et autant de suppléants."
            gesture = "Vérifier le nombre de sièges à pourvoir."
            yield ballot_finding(record, election, "board_seats", message, (gesture, gesture))


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("election.papers_unbalanced", "election.too_many_papers"),
        title="Décompte des bulletins",
        article="CGCT art. L. 2122-7 ; L. 2121-21",
        says="Les bulletins comptés sont autant que les enveloppes, et pas plus que les présents et représentés.",
        check=check_papers,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("election.quorum_between_rounds",),
        title="Départs entre deux tours",
        article="CGCT art. L. 2121-17",
        says="Le quorum d'une élection se vérifie à son ouverture ; un départ entre deux tours est seulement signalé.",
        check=check_quorum_between_rounds,
    ),
    Rule(
        codes=("election.not_proportional", "election.board_seats"),
        title="Commission d'appel d'offres et conseil d'administration du CCAS",
        article="CGCT art. L. 1411-5 ; CASF art. R. 123-8",
        says="Ces membres s'élisent au scrutin de liste, au quotient puis au plus fort reste ; la commission d'appel "
        "d'offres compte trois ou cinq membres et son président.",
        check=check_boards,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
)
