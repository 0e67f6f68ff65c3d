"""Checks on the vote of the accounts (CGCT art. L. 2121-14, L. 1612-12)."""

import re
from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import choice_of, voting_moment
from deliberations.domain.bars import is_on_accounts, officers_of
from deliberations.domain.checks.common import (
    article,
    is_decided,
    is_over,
    is_recorded,
    names_of,
    remedy,
    vote_place,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.moments import Moment
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, Vote
from deliberations.domain.wording.agreement import REPRESENTED, agree
from deliberations.domain.wording.names import join_list

_TREASURER = re.compile(r"\bcomptes? de gestion\b")
_NAMES_SOMEONE = re.compile(r"\b(?:election|designation|nomination)\b")
_TAKES_PART = (SeatState.PRESENT, SeatState.REMOTE, SeatState.REPRESENTED)
_VOID = "Le vote des comptes peut être annulé."
_MAYBE_ACCOUNTS = re.compile(r"compte|cfu", re.IGNORECASE)
_ACCOUNTS = re.compile(r"\b(?:comptes? administratifs?|comptes? financiers? uniques?|cfu)\b")
_NOT_THE_VOTE = re.compile(
    r"\b(?:affectation|reprise|resultats?|presentation|communication|information|rapport|avis|presid\w+|gestion du cfu"
    r"|experimentation|convention|passage|adoption du referentiel)\b"
)
"""What is said of the accounts without voting them: their result, their chair, the choice of a single statement."""
_AND_ITS_USE = re.compile(
    r"(?: et| puis| ainsi que)(?: (?:de|du|des|d|la|le|l|vote|approbation))* (?:affectation|reprise)\b"
)
"""« Compte administratif 2023 et affectation du résultat »: the accounts are voted, then their result is used."""
_NOT_RECEIVED = (
    "Les comptes sont votés sans que le compte de gestion du comptable ait été reçu.",
    (
        "Attendre le compte de gestion, et reporter le vote.",
        "Vérifier quand le compte de gestion a été reçu ; s'il manquait, délibérer à nouveau.",
    ),
)
_VOTED_LATER = (
    "Les comptes sont votés avant le compte de gestion du comptable, examiné plus loin dans la séance.",
    (
        "Examiner d'abord le compte de gestion.",
        "Vérifier l'ordre des votes, et que le compte de gestion avait été reçu ; l'enregistrer.",
    ),
)
_ELECTION_FOUND = "Relever cette élection au procès-verbal, et l'enregistrer comme un point ou un vote."


def _on_accounts(record: Record) -> Iterator[tuple[AgendaItem, Vote]]:
    """Each item on the accounts that was voted, with the vote that decides."""
    for item in record.sitting.agenda:
        vote = record.deciding_vote(item.uid)
        if vote and is_on_accounts(item) and item.outcome is ItemOutcome.EXAMINED:
            yield item, vote


def _officers(record: Record, item: str) -> tuple[str, ...]:
    return officers_of(record.bars(item))


def check_officer_chairs(record: Record) -> Iterator[Finding]:
    """The council elects another chair for the accounts than the authorising officer of the year.

    He may attend the debate: that he chaired it, then handed over for the vote, is only a warning.
    """
    for item, vote in _on_accounts(record):
        officers = _officers(record, item.uid)
        moments = {"le vote": voting_moment(vote), "le débat": Moment(item.uid)}
        chairs = {part: record.timeline.chair_at(moment) for part, moment in moments.items()}
        part = next((part for part, chair in chairs.items() if chair in officers), None)
        if part is not None:
            is_sure = _is_chair_told(record, item)
            name = names_of(record).name(chairs[part] or "")
            presides = "préside" if is_sure else "préside la séance, et l'acte ne dit pas qui a présidé"
            yield _finding(
                record,
                item,
                vote,
                "accounts.officer_chairs",
                Severity.REFUSAL if part == "le vote" and is_sure else Severity.WARNING,
                f"{name}, qui a ordonné les dépenses de l'exercice, {presides} {part} des comptes.",
                (
                    "Faire élire par l'assemblée un autre président pour ce point, et l'enregistrer.",
                    "Vérifier au procès-verbal qui a présidé le vote des comptes, et l'enregistrer.",
                ),
            )


def _is_chair_told(record: Record, item: AgendaItem) -> bool:
    """Whether the record says who chaired that item: an old act names one chair, most often that of the sitting."""
    is_told = item.chair or any(m.kind is MovementKind.CHAIR_TAKEN for m in record.sitting.movements)
    return bool(is_told) or not is_recorded(record)


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
                "L'élection, par l'assemblée, de celui qui préside le vote des comptes n'est pas enregistrée.",
                (_ELECTION_FOUND, _ELECTION_FOUND),
            )


def _elects_a_chair(record: Record, item: AgendaItem) -> bool:
    title = fold(text_of(item.title_html))
    names_someone = (
        item.nomination is not None
        or record.elections_on(item.uid)
        or item.kind is ItemKind.ELECTION
        or (_NAMES_SOMEONE.search(title) and is_decided(record, item.uid))
    )
    return bool(names_someone) and "presid" in title


def check_officer_votes(record: Record) -> Iterator[Finding]:
    """The authorising officer leaves before the vote: he is neither present nor represented at it."""
    for item, vote in _on_accounts(record):
        room = record.attendance(voting_moment(vote))
        for officer in _officers(record, item.uid):
            part = _part_taken(record, room, vote, officer)
            if part:
                severity, fault = part
                yield _finding(
                    record,
                    item,
                    vote,
                    "accounts.officer_votes",
                    severity,
                    f"{names_of(record).name(officer)}, qui a ordonné les dépenses de l'exercice, {fault}.",
                    _gestures(room, officer),
                )


def _gestures(room: Attendance, officer: str) -> tuple[str, str]:
    """What can be done during the sitting, then after it: nobody leaves a room where he is only represented."""
    seat = room.seat_of(officer)
    if seat is not None and seat.state is SeatState.REPRESENTED:
        return (
            "Ne pas compter ce pouvoir : l'ordonnateur ne vote pas ses comptes, même par un mandataire.",
            "Vérifier au procès-verbal que ce pouvoir n'a pas servi à ce vote ; sinon, délibérer à nouveau.",
        )
    return (
        "Enregistrer son départ avant le vote ; assister au débat reste permis.",
        "Vérifier au procès-verbal son retrait avant le vote, et l'enregistrer.",
    )


def _part_taken(record: Record, room: Attendance, vote: Vote, officer: str) -> tuple[Severity, str] | None:
    """How he took part, by proxy or in the room, and how grave it is.

    Who stays without voting has not left, as the law wants, but cast no vote: a warning. A proxy that he holds is
    a vote, his own or not.
    """
    seat = room.seat_of(officer)
    if seat is None or seat.state not in _TAKES_PART:
        return None
    names = names_of(record)
    if seat.state is SeatState.REPRESENTED:
        return Severity.REFUSAL, f"est {agree(REPRESENTED, [names.gender(officer)])} au vote des comptes"
    held = [s.member for s in room.having(SeatState.REPRESENTED) if s.by == officer]
    proxies = f", et détient le pouvoir {join_list([names.of(giver) for giver in held])}" if held else ""
    if choice_of(vote, officer, record.groups) is not Choice.NOT_VOTING:
        return Severity.REFUSAL, f"est dans la salle au vote des comptes{proxies}"
    is_used = any(choice_of(vote, giver, record.groups) is not Choice.NOT_VOTING for giver in held)
    severity = Severity.REFUSAL if is_used else Severity.WARNING
    return severity, f"ne vote pas les comptes, mais reste dans la salle pendant le vote{proxies}"


def check_unmarked(record: Record) -> Iterator[Finding]:
    """Accounts left as an ordinary matter: none of their rules would be applied (art. L. 2121-14, L. 1612-12)."""
    for item in record.sitting.agenda:
        is_ordinary = item.kind is ItemKind.DELIBERATION and not is_on_accounts(item)
        if is_ordinary and _votes_accounts(item) and is_decided(record, item.uid):
            yield Finding(
                code="accounts.unmarked",
                severity=Severity.WARNING,
                article=article(record, Topic.CHAIR_OF_ACCOUNTS),
                message="Ce point semble voter les comptes, et n'est pas enregistré comme tel.",
                where="ordre du jour",
                item=item.uid,
                consequence="La présidence, le retrait de l'ordonnateur et la majorité ne sont pas vérifiés.",
                remedy="Si ce point vote les comptes, lui donner la nature « comptes ».",
            )


def _votes_accounts(item: AgendaItem) -> bool:
    """Whether the title announces the vote of the accounts; most titles are set aside without being folded."""
    if not _MAYBE_ACCOUNTS.search(item.title_html):
        return False
    title = fold(text_of(item.title_html))
    use = _AND_ITS_USE.search(title)
    vote = title[: use.start()] if use else title
    return bool(_ACCOUNTS.search(vote)) and not _NOT_THE_VOTE.search(vote)


def check_treasurer_account(record: Record) -> Iterator[Finding]:
    """The treasurer's account comes before the vote of the accounts (art. L. 1612-12)."""
    for item, vote in _on_accounts(record):
        received = item.treasurer_account_received
        is_voted_later = received is None and _is_before_the_treasurer(record, item)
        if received is False or is_voted_later:
            yield _finding(
                record,
                item,
                vote,
                "accounts.treasurer_account",
                Severity.WARNING,
                *(_VOTED_LATER if is_voted_later else _NOT_RECEIVED),
                text="CGCT art. L. 1612-12",
            )


def _is_before_the_treasurer(record: Record, item: AgendaItem) -> bool:
    """Whether the only items on the treasurer's account come after that one: there is one of each for each budget."""
    order = record.timeline.order
    places = [
        order[other.uid]
        for other in record.sitting.agenda
        if other.uid != item.uid and _TREASURER.search(fold(text_of(other.title_html)))
    ]
    is_apart = not _TREASURER.search(fold(text_of(item.title_html)))
    return is_apart and bool(places) and min(places) > order[item.uid]


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
        article=article(record, Topic.CHAIR_OF_ACCOUNTS) if text is None else text,
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
        "(le maire, sauf si un autre est enregistré), pour le débat comme pour le vote.",
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
        codes=("accounts.unmarked",),
        title="Comptes non signalés",
        article="CGCT art. L. 2121-14",
        says="Un point dont l'intitulé annonce le vote du compte administratif ou du compte financier unique est "
        "enregistré comme un vote des comptes.",
        check=check_unmarked,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
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
