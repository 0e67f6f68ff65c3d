"""Checks on the vote of the accounts (CGCT art. L. 2121-14, L. 1612-12)."""

from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import choice_of, voting_moment
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.checks.common import article, is_over, names_of, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.sittings import AgendaItem, BarGround, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, Vote

_VOID = "Le vote des comptes peut être annulé."
_ELECTION_FOUND = "Relever cette élection au procès-verbal, et l'enregistrer comme un point ou un vote."


def _on_accounts(record: Record) -> Iterator[tuple[AgendaItem, Vote]]:
    """Each item on the accounts that was voted, with the vote that decides."""
    for item in record.sitting.agenda:
        vote = record.deciding_vote(item.uid)
        if vote and is_on_accounts(item) and item.outcome is ItemOutcome.EXAMINED:
            yield item, vote


def _officers(record: Record, item: str) -> tuple[str, ...]:
    bars = record.bars(item)
    return tuple(bar.member for bar in bars if bar.ground is BarGround.AUTHORISING_OFFICER)


def check_officer_chairs(record: Record) -> Iterator[Finding]:
    """The council elects another chair for the accounts than the authorising officer of the year."""
    for item, vote in _on_accounts(record):
        chair = record.timeline.chair_at(voting_moment(vote))
        if chair is not None and chair in _officers(record, item.uid):
            yield _finding(
                record,
                item,
                vote,
                "accounts.officer_chairs",
                Severity.REFUSAL,
                f"{names_of(record).name(chair)}, qui a ordonné les dépenses de l'exercice, préside "
                "le vote des comptes.",
                (
                    "Faire élire par le conseil un autre président pour ce point, et l'enregistrer.",
                    "Vérifier au procès-verbal qui a présidé le vote des comptes, et l'enregistrer.",
                ),
            )


def check_chair_elected(record: Record) -> Iterator[Finding]:
    """The chair of the accounts is elected by the council (art. L. 2121-14), by an item or a first vote."""
    is_elected = any(_elects_a_chair(record, item) for item in record.sitting.agenda)
    for item, vote in _on_accounts(record):
        chair = record.timeline.chair_at(voting_moment(vote))
        is_another = chair is not None and chair not in _officers(record, item.uid)
        if is_another and is_over(record) and not is_elected and len(record.votes_on(item.uid)) == 1:
            yield _finding(
                record,
                item,
                vote,
                "accounts.chair_not_elected",
                Severity.NOTICE,
                "L'élection, par le conseil, de celui qui préside le vote des comptes n'est pas enregistrée.",
                (_ELECTION_FOUND, _ELECTION_FOUND),
            )


def _elects_a_chair(record: Record, item: AgendaItem) -> bool:
    names_someone = (
        item.nomination is not None or record.elections_on(item.uid) or item.kind is ItemKind.ELECTION
    )
    return bool(names_someone) and "présid" in text_of(item.title_html).casefold()


def check_officer_votes(record: Record) -> Iterator[Finding]:
    """The authorising officer leaves before the vote: he is neither present nor represented at it."""
    for item, vote in _on_accounts(record):
        room = record.attendance(voting_moment(vote))
        for officer in _officers(record, item.uid):
            fault = _part_taken(record, room, vote, officer)
            if fault:
                yield _finding(
                    record,
                    item,
                    vote,
                    "accounts.officer_votes",
                    Severity.REFUSAL,
                    f"{names_of(record).name(officer)}, qui a ordonné les dépenses de l'exercice, {fault} au vote des "
                    "comptes.",
                    (
                        "Enregistrer son départ avant le vote ; il peut assister au débat.",
                        "Vérifier au procès-verbal qu'il s'est retiré avant le vote, et l'enregistrer.",
                    ),
                )


def _part_taken(record: Record, room: Attendance, vote: Vote, officer: str) -> str:
    """How he took part: in the room without abstaining from the vote, or by proxy."""
    seat = room.seat_of(officer)
    if seat is None:
        return ""
    if seat.state is SeatState.REPRESENTED:
        return "est représenté"
    is_out = choice_of(vote, officer, record.groups) is Choice.NOT_VOTING
    return "est dans la salle" if seat.state in (SeatState.PRESENT, SeatState.REMOTE) and not is_out else ""


def check_treasurer_account(record: Record) -> Iterator[Finding]:
    """The treasurer's account comes before the vote of the accounts (art. L. 1612-12)."""
    for item, vote in _on_accounts(record):
        if item.treasurer_account_received is False:
            yield _finding(
                record,
                item,
                vote,
                "accounts.treasurer_account",
                Severity.WARNING,
                "Les comptes sont votés sans que le compte de gestion du comptable ait été reçu.",
                (
                    "Attendre le compte de gestion, et reporter le vote.",
                    "Vérifier quand le compte de gestion a été reçu ; s'il manquait, délibérer à nouveau.",
                ),
                text="CGCT art. L. 1612-12",
            )


def _finding(
    record: Record,
    item: AgendaItem,
    vote: Vote,
    code: str,
    severity: Severity,
    message: str,
    gestures: tuple[str, str],
    *,
    text: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        article=article(record, Topic.CHAIR) if text is None else text,
        message=message,
        where=vote_place(record, vote, item.uid),
        item=item.uid,
        consequence=_VOID,
        remedy=remedy(record, *gestures),
    )


RULES = (
    Rule(
        codes=("accounts.officer_chairs",),
        title="Présidence du vote des comptes",
        article="CGCT art. L. 2121-14",
        says="Pour les comptes, le conseil élit un autre président que l'ordonnateur de l'exercice "
        "(le maire, sauf si un "
        "autre est enregistré).",
        check=check_officer_chairs,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("accounts.chair_not_elected",),
        title="Élection de celui qui préside le vote des comptes",
        article="CGCT art. L. 2121-14",
        says="Celui qui préside le vote des comptes est élu par le conseil ; cette élection est enregistrée.",
        check=check_chair_elected,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("accounts.officer_votes",),
        title="Retrait de l'ordonnateur au vote des comptes",
        article="CGCT art. L. 2121-14",
        says="L'ordonnateur de l'exercice peut assister au débat ; il se retire avant le vote, et ne "
        "vote ni en personne ni "
        "par pouvoir.",
        check=check_officer_votes,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("accounts.treasurer_account",),
        title="Compte de gestion",
        article="CGCT art. L. 1612-12",
        says="Le compte de gestion du comptable a été reçu avant le vote des comptes.",
        check=check_treasurer_account,
        bodies=COMMUNES | GROUPED,
    ),
)
