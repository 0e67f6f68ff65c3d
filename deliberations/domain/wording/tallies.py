"""The numbers of an act as the house look prints them: members, voters, votes."""

from collections.abc import Iterator
from dataclasses import dataclass

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import (
    CountDigits,
    MemberCounts,
    NothingMark,
    ProxyWording,
    QuorumWording,
    VoteNames,
    VotesWording,
)
from councils.domain.looks import HouseLook
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount
from deliberations.domain.quorum import Quorum
from deliberations.domain.votes import Choice, Vote, VoteMethod
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

Pair = tuple[str, str]
"""A label and what it counts."""

_VOTERS_TOLD = (MemberCounts.VOTERS, MemberCounts.ALL)
_REPRESENTED = {
    ProxyWording.GAVE_POWER: "Représentés",
    ProxyWording.GAVE_POWER_COUNTED: "Procurations",
    ProxyWording.EXCUSED_GAVE_POWER: "Représentés",
    ProxyWording.POWERS: "Pouvoirs",
    ProxyWording.PROCURATIONS: "Procurations",
}
_VOTE_LABELS = {
    VotesWording.SHORT: ("Pour", "Contre", "Abstention"),
    VotesWording.HAVE_VOTED: ("Ont voté pour", "Ont voté contre", "Se sont abstenus"),
    VotesWording.VOICES: ("Voix pour", "Voix contre", "Abstention"),
    VotesWording.VOTES: ("Votes pour", "Votes contre", "Abstention"),
}
NOBODY = {NothingMark.SLASH: "/", NothingMark.NEANT: "néant"}
"""How nobody is told, where it is not « 0 »."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``lead`` is empty or the label of the whole; ``pairs`` are label and figure."""

    lead: str
    pairs: tuple[Pair, ...]


def members_tally(body: BodyWords, attendance: Attendance, voters: int | None) -> Tally:
    """How many sit, are there, are represented and vote; ``voters`` is ``None`` where no vote tells it."""
    look = body.council.look
    pairs = tuple(_cased(body, _member_pairs(look, attendance, voters), in_capitals=look.counts_in_capitals))
    if look.counts_in_lower_case and not look.counts_in_capitals:
        pairs = tuple((f"{label[:1].lower()}{label[1:]}", figure) for label, figure in pairs)
    if look.count_on_title or look.member_counts is MemberCounts.IN_OFFICE:  # alone, it always stands there
        title = look.title(ActBlock.MEMBERS, "Nombre de membres en exercice").removesuffix(":").strip()
        return Tally("", ((title or pairs[0][0], pairs[0][1]), *pairs[1:]))
    usual = f"Membres {body.of_the_assembly} :"
    return Tally(look.title(ActBlock.MEMBERS, usual).strip(), pairs)


def quorum_told(body: BodyWords, quorum: Quorum | None, in_office: int) -> str:
    """« Le quorum étant atteint, … peut valablement délibérer. » (CGCT art. L. 2121-17); else empty.

    ``in_office`` are the members that the paper counts. No majority of them is told where the quorum asked for fewer:
    a third, from 2020 to 2022, or a council without its representatives (art. L. 2131-11).
    """
    if not body.council.look.tells_quorum or quorum is None or not quorum.is_met:
        return ""
    is_majority = quorum.present * 2 > in_office
    if body.council.look.quorum is QuorumWording.MAJORITY and is_majority:
        cause = "Les membres présents formant la majorité des membres en exercice"
        return f"{cause}, {body.the_assembly} peut valablement délibérer."
    return f"Le quorum étant atteint, {body.the_assembly} peut valablement délibérer."


def _member_pairs(look: HouseLook, attendance: Attendance, voters: int | None) -> Iterator[Pair]:
    digits = 2 if look.digits is CountDigits.ON_TWO else 1
    told = look.member_counts
    yield "En exercice", f"{attendance.in_office:0{digits}d}"
    if told is MemberCounts.IN_OFFICE:
        return
    yield "Présents", f"{attendance.present:0{digits}d}"
    remote = len(attendance.having(SeatState.REMOTE))
    if remote:
        yield "À distance", f"{remote:0{digits}d}"
    if told in (MemberCounts.ALL, MemberCounts.WITH_ABSENT):
        yield _REPRESENTED[look.proxies], f"{attendance.represented:0{digits}d}"
    if told is MemberCounts.WITH_ABSENT:
        # Who has left is neither present nor represented: the figures make up those in office.
        yield "Absents", f"{attendance.count(SeatState.EXCUSED, SeatState.ABSENT):0{digits}d}"
    if told in _VOTERS_TOLD:
        yield "Votants", f"{attendance.voters if voters is None else voters:0{digits}d}"


def votes_tally(
    body: BodyWords, members: MemberWords, attendance: Attendance, vote: Vote, count: VoteCount
) -> Tally:
    """« Pour : 15 », « Contre : 00 »…; other choices only where there are some."""
    look = body.council.look
    lead = f"Nombre de votants : {count.voters}" if count.voters is not None else ""
    if look.member_counts in _VOTERS_TOLD and ActBlock.MEMBERS not in look.hidden and attendance.is_known:
        lead = ""
    told = _vote_pairs(look, members, vote, count)
    pairs = tuple(_cased(body, told, in_capitals=look.votes_in_capitals))
    return Tally(lead, pairs)


def _vote_pairs(look: HouseLook, members: MemberWords, vote: Vote, count: VoteCount) -> Iterator[Pair]:
    labels = _VOTE_LABELS[look.votes]
    main = (
        (labels[0], Choice.FOR, count.in_favour),
        (labels[1], Choice.AGAINST, count.against),
        (labels[2], Choice.ABSTENTION, count.abstentions),
    )
    for label, choice, n in main:
        if n is not None:
            noun = _noun(n, label) if label == "Abstention" else label
            yield noun, figure(look, n) + names_of(look, members, vote, choice)
    for label, n in (("Blanc", count.blank), ("Nul", count.null)):
        if n:
            yield _noun(n, label), figure(look, n)
    if count.not_voting or (look.tells_not_voting and count.not_voting is not None):
        verb = "Ne prend pas part au vote" if count.not_voting < 2 else "Ne prennent pas part au vote"
        yield verb, figure(look, count.not_voting)


def figure(look: HouseLook, n: int) -> str:
    """« 00 », « 0 », « / » or « néant » for nobody, else the figure in the digits of the look."""
    if not n and look.nothing in NOBODY:
        return NOBODY[look.nothing]
    return f"{n:0{vote_digits(look)}d}"


def vote_digits(look: HouseLook) -> int:
    return 1 if look.digits is CountDigits.PLAIN else 2


def names_of(look: HouseLook, members: MemberWords, vote: Vote, choice: Choice) -> str:
    """« (A et B) » of those against or abstaining in an ordinary vote, under a look that names them.

    Never of a secret ballot. A public one has its names in the decision, whatever the look (CGCT art. L. 2121-21).
    """
    if look.vote_names is not VoteNames.DISSENT or vote.method is not VoteMethod.ORDINARY:
        return ""
    if choice not in (Choice.AGAINST, Choice.ABSTENTION):
        return ""
    names = [members.name(b.member) for b in vote.ballots if b.choice is choice and b.member]
    return f" ({join_list(names)})" if names else ""


def _cased(body: BodyWords, pairs: Iterator[Pair], *, in_capitals: bool) -> Iterator[Pair]:
    for label, value in pairs:
        yield body.heading(label) if in_capitals else label, value


def _noun(count: int, singular: str) -> str:
    return counted(count, singular).split(" ", 1)[1]
