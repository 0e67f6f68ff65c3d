"""The votes and elections of a sitting as its minutes tell them, in the detail that each form asks for.

Ordinary: the figures, and names only at the request of their members. Public: every name and its sense. Secret: the
figures alone (CGCT art. L. 2121-15, L. 2121-21). A majority is never said to be unanimous when somebody abstained.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.ballots import VoteCount, choice_of, requests_needed, voting_moment
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.elections import (
    ElectionReason,
    ElectionResult,
    Winner,
    absolute_majority,
    is_for_several,
    result_of,
    votes_cast,
)
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.minutes import Minutes
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.texts import text_of
from deliberations.domain.votes import (
    Choice,
    Election,
    MajorityRule,
    NominationBasis,
    Round,
    StatedResult,
    Vote,
    VoteMethod,
    VotePurpose,
)
from deliberations.domain.wording.agreement import CHAIR, Forms, agree, counted
from deliberations.domain.wording.bodies import capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes import named
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import short_ordinal

_TITLES = {
    VotePurpose.WHOLE: "Vote",
    VotePurpose.URGENCY: "Vote sur l'urgence",
    VotePurpose.CLOSED_DOORS: "Vote sur le huis clos",
    VotePurpose.WAIVER_OF_SECRECY: "Vote sur la levée du secret du scrutin",
    VotePurpose.AMENDMENT: "Vote sur un amendement",
    VotePurpose.PRINCIPLE: "Vote de principe",
}
_FORMS = {
    VoteMethod.ORDINARY: "à main levée",
    VoteMethod.PUBLIC: "au scrutin public",
    VoteMethod.SECRET: "au scrutin secret",
}
_ASKED = {VoteMethod.PUBLIC: "Le scrutin public", VoteMethod.SECRET: "Le scrutin secret"}
_SHARES = {VoteMethod.PUBLIC: "du quart", VoteMethod.SECRET: "du tiers"}
_SUBJECTS = {
    VotePurpose.WHOLE: ("La proposition est", "adoptée", "rejetée"),
    VotePurpose.URGENCY: ("L'urgence est", "admise", "rejetée"),
    VotePurpose.CLOSED_DOORS: ("Le huis clos est", "décidé", "rejeté"),
    VotePurpose.WAIVER_OF_SECRECY: ("La levée du secret est", "décidée", "rejetée"),
    VotePurpose.AMENDMENT: ("L'amendement est", "adopté", "rejeté"),
    VotePurpose.PRINCIPLE: ("Le principe est", "adopté", "rejeté"),
}
_STATED = {
    StatedResult.UNANIMOUS: "à l'unanimité",
    StatedResult.ADOPTED: "à la majorité",
    StatedResult.REJECTED: "à la majorité",
}
_SENSES = {
    Choice.FOR: "Pour",
    Choice.AGAINST: "Contre",
    Choice.ABSTENTION: "Abstention",
    Choice.BLANK: "Blanc",
    Choice.NULL: "Nul",
    Choice.NOT_VOTING: "Ne prend pas part au vote",
}
_AT_THEIR_REQUEST = (Choice.AGAINST, Choice.ABSTENTION, Choice.NOT_VOTING)
_ELECTED, _APPOINTED = Forms.regular("élu"), Forms.regular("désigné")
_SECRETARY = Forms(*(f"secrétaire{s} de séance" for s in ("", "", "s", "s", "", "s")))
_NAMED = {_SECRETARY: _APPOINTED, CHAIR: _ELECTED}
_ENTRUSTED = {
    _SECRETARY: "Les fonctions de secrétaire de séance sont confiées",
    CHAIR: "La présidence de séance est confiée",
}
"""What is said where a gender is unknown."""
_NAMES_SECRETARY = re.compile(r"\b(?:désignation|nomination|élection)\b.*\bsecrétaires? de séance\b")
_NAMES_CHAIR = re.compile(
    r"\b(?:désignation|élection)\b.*\b(?:président(?:e)?|présidence) de (?:la )?séance\b"
)
_BY = {
    ElectionReason.ABSOLUTE_MAJORITY: "à la majorité absolue",
    ElectionReason.RELATIVE_MAJORITY: "à la majorité relative",
    ElectionReason.OLDEST: "à égalité de voix, au bénéfice de l'âge",
    ElectionReason.HIGHEST_AVERAGE_AGE: "à égalité de voix, au bénéfice de la moyenne d'âge la plus élevée",
    ElectionReason.PROPORTIONAL: "à la représentation proportionnelle au plus fort reste",
}
_WITHOUT_RESULT = {
    ElectionReason.NO_MAJORITY: "Aucune candidature n'obtient la majorité requise.",
    ElectionReason.NO_VOTE_CAST: "Aucun suffrage n'est exprimé.",
    ElectionReason.AGE_UNKNOWN: "Les candidats sont à égalité de voix ; leur âge n'est pas enregistré.",
    ElectionReason.SAME_AGE: "Les candidats sont à égalité de voix et d'âge.",
}
NO_BALLOT = "Aucun scrutin n'est enregistré."


@dataclass(frozen=True, slots=True)
class VoteTold:
    """One vote: its title and sentences, the voters by sense where they are named, then the verdict."""

    title: str
    lines: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round: its title, the figures of its papers, the votes of each candidate, and what it gave."""

    title: str
    figures: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[str, str], ...]
    conclusion: str = ""


def requests(record: Record, members: MemberWords, minutes: Minutes, item: AgendaItem) -> tuple[str, ...]:
    """Who asked for a public or a secret ballot, how many, and whether they were enough (CGCT art. L. 2121-21)."""
    told = (
        _requested(record, members, minutes, item, method)
        for method in (VoteMethod.PUBLIC, VoteMethod.SECRET)
    )
    return tuple(line for line in told if line)


def _requested(
    record: Record, members: MemberWords, minutes: Minutes, item: AgendaItem, method: VoteMethod
) -> str:
    votes = [vote for vote in record.votes_on(item.uid) if vote.purpose is VotePurpose.WHOLE]
    asked = minutes.asked_on(item.uid, method)
    number = len(asked) or max((_number_asking(vote, method) for vote in votes), default=0)
    if not number:
        return ""
    room = record.attendance(Moment(item.uid, Phase.VOTE))
    needed = requests_needed(method, room.present)
    who = join_list([named(members, m) for m in asked]) or counted(
        number, "membre présent", "membres présents"
    )
    line = f"{_ASKED[method]} est demandé par {who}"
    if not room.is_known:
        return f"{line}."
    bar = f"{_SHARES[method]} des {room.present} membres présents : {counted(needed, 'membre')}"
    if number >= needed:
        return f"{line} (seuil {bar} ; il est atteint)."
    return f"{line} (seuil {bar}) ; le seuil n'étant pas atteint, il n'y est pas procédé de droit."


def _number_asking(vote: Vote, method: VoteMethod) -> int:
    if vote.method is method:
        return vote.requested_by_present or 0
    return (vote.secret_requested_by or 0) if method is VoteMethod.SECRET else 0


def vote_told(record: Record, members: MemberWords, minutes: Minutes, vote: Vote) -> VoteTold:
    """Everything the minutes say of one vote."""
    lines = (_together(record, vote), *_note(vote), _figures(record, vote))
    form = "" if vote.purpose is not VotePurpose.WHOLE else f" {_FORMS[vote.method]}"
    return VoteTold(
        f"{_TITLES[vote.purpose]}{form}",
        tuple(line for line in lines if line),
        tuple(_names(record, members, minutes, vote)),
        _verdict(record, members, vote),
    )


def _together(record: Record, vote: Vote) -> str:
    orders = sorted({record.item(item).order for item in vote.items})
    if len(orders) < 2:
        return ""
    return f"Vote commun aux points {join_list([str(order) for order in orders])}."


def _note(vote: Vote) -> Iterator[str]:
    if vote.note.strip():
        yield vote.note.strip()


def _figures(record: Record, vote: Vote) -> str:
    """« Votants : 14. Suffrages exprimés : 13. Pour : 12 ; contre : 1 ; abstentions : 1. »"""
    count = record.count(vote)
    if count.in_favour is None or count.against is None:
        return ""
    voters = f"Votants : {count.voters}. " if count.voters is not None else ""
    senses = [f"Pour : {count.in_favour}", f"contre : {count.against}"]
    senses += [f"{_noun(number, label)} : {number}" for label, number in _others(count)]
    return f"{voters}Suffrages exprimés : {count.votes_cast}. {' ; '.join(senses)}."


def _others(count: VoteCount) -> Iterator[tuple[str, int]]:
    yield "abstention", count.abstentions or 0
    for label, number in (("bulletin blanc", count.blank), ("bulletin nul", count.null)):
        if number:
            yield label, number
    if count.not_voting:
        yield (
            "ne prend pas part au vote" if count.not_voting == 1 else "ne prennent pas part au vote",
            (count.not_voting),
        )


_PLURALS = {
    "bulletin blanc": "bulletins blancs",
    "bulletin nul": "bulletins nuls",
    "abstention": "abstentions",
}


def _noun(number: int, label: str) -> str:
    return _PLURALS.get(label, label) if number > 1 else label


def _names(record: Record, members: MemberWords, minutes: Minutes, vote: Vote) -> Iterator[tuple[str, str]]:
    if vote.method is VoteMethod.PUBLIC:
        yield from _everybody(record, members, vote)
    elif vote.method is VoteMethod.ORDINARY and minutes.prints_names:
        yield from _at_their_request(record, members, vote)


def _everybody(record: Record, members: MemberWords, vote: Vote) -> Iterator[tuple[str, str]]:
    """The name and the sense of each voter; of a ballot recorded without names, nothing is made up."""
    if vote.lacks_names:
        return
    seats = record.voting_room(vote).voiced
    for choice, label in _SENSES.items():
        names = [_voter(members, s) for s in seats if choice_of(vote, s.member, record.groups) is choice]
        if names:
            yield f"{label} ({len(names)}) :", f"{join_list(names)}."


def _voter(members: MemberWords, seat: Seat) -> str:
    if seat.state is SeatState.REPRESENTED and seat.by:
        return f"{named(members, seat.member)} (pouvoir à {named(members, seat.by)})"
    if seat.state is SeatState.SUBSTITUTED and seat.by:
        return f"{named(members, seat.by)} (en remplacement de {named(members, seat.member)})"
    return named(members, seat.member)


def _at_their_request(record: Record, members: MemberWords, vote: Vote) -> Iterator[tuple[str, str]]:
    """Those who were not for it; a group whose members are not known stands for them."""
    seats, known = record.voting_room(vote).voiced, set(record.groups.values())
    for choice in _AT_THEIR_REQUEST:
        names = [
            named(members, s.member) for s in seats if choice_of(vote, s.member, record.groups) is choice
        ]
        groups = [b.group for b in vote.ballots if b.choice is choice and b.group and b.group not in known]
        told = [*names, *(f"groupe « {group} »" for group in groups)]
        if told:
            yield f"{_SENSES[choice]} :", f"{join_list(told)}."


def _verdict(record: Record, members: MemberWords, vote: Vote) -> str:
    subject, adopted, rejected = _SUBJECTS[vote.purpose]
    outcome, verdict = record.outcome(vote), record.verdict(vote)
    if outcome.reason is Reason.COUNTS_UNKNOWN and vote.stated is None:
        return ""
    if outcome.reason is Reason.NOT_UNANIMOUS:
        return "La levée du secret n'est pas décidée, l'unanimité n'étant pas réunie."
    if outcome.casting_vote:
        return _by_casting_vote(record, members, vote, f"{subject} {_word(verdict, adopted, rejected)}")
    if verdict is Verdict.UNDETERMINED:
        return "Les voix sont également partagées."
    how = _majority(outcome, vote) if verdict is Verdict.ADOPTED else _why_not(outcome)
    return f"{subject} {_word(verdict, adopted, rejected)}{how}."


def _word(verdict: Verdict, adopted: str, rejected: str) -> str:
    return adopted if verdict is Verdict.ADOPTED else rejected


def _by_casting_vote(record: Record, members: MemberWords, vote: Vote, result: str) -> str:
    chair = record.chair(voting_moment(vote))
    whose = f" de {named(members, chair)}, qui préside," if chair else " de la présidence de séance"
    return f"Les voix étant également partagées, la voix prépondérante{whose} l'emporte : {_lower(result)}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _majority(outcome: Outcome, vote: Vote) -> str:
    """How it was adopted: unanimity needs that nobody was against nor abstained (house rule)."""
    count = outcome.count
    if count.in_favour is None:
        return f" {_STATED[vote.stated]}" if vote.stated else ""
    if outcome.reason is Reason.TIE_ADOPTS_ACCOUNTS:
        return ", aucune majorité ne s'étant dégagée contre l'adoption"
    is_spared = any((count.abstentions, count.blank, count.null, count.not_voting))
    if outcome.reason is Reason.THRESHOLD_REACHED and outcome.required and (count.against or is_spared):
        return _by_threshold(outcome.required, count.in_favour, vote)
    if count.against:
        return " à la majorité des suffrages exprimés"
    if vote.purpose is VotePurpose.WAIVER_OF_SECRECY and is_spared:
        return " sans opposition"
    return " à l'unanimité des suffrages exprimés" if is_spared else " à l'unanimité"


def _by_threshold(required: int, in_favour: int, vote: Vote) -> str:
    """« à la majorité absolue des membres présents ou représentés (10 voix, 7 étant requises) », art. L. 2121-18."""
    is_closing = vote.majority is MajorityRule.PRESENT_OR_REPRESENTED
    which = "absolue des membres présents ou représentés" if is_closing else "requise"
    needed = "1 étant requise" if required == 1 else f"{required} étant requises"
    return f" à la majorité {which} ({in_favour} voix, {needed})"


def _why_not(outcome: Outcome) -> str:
    if outcome.reason is Reason.TIE_UNDER_SECRET_BALLOT:
        return ", les voix étant également partagées au scrutin secret"
    if outcome.reason is Reason.NO_VOTE_CAST:
        return ", aucun suffrage n'étant exprimé"
    if outcome.reason is Reason.THRESHOLD_NOT_REACHED and outcome.required is not None:
        return f", la majorité requise ({counted(outcome.required, 'voix', 'voix')}) n'étant pas atteinte"
    return ""


def rounds_told(record: Record, members: MemberWords, election: Election) -> Iterator[RoundTold]:
    """Each round of an election, with what it gave; the last one tells who is elected."""
    result = result_of(election, record)
    turns = sorted(election.rounds, key=lambda turn: turn.number)
    for turn in turns:
        is_last = turn is turns[-1]
        conclusion = _elected(members, election, result, turn.number) or _unsettled(result, is_last=is_last)
        yield RoundTold(
            f"{capitalised(election.posts)} : {short_ordinal(turn.number)} tour de scrutin",
            tuple(_papers(record, election, turn)),
            tuple((candidate.name, str(candidate.votes)) for candidate in turn.candidates),
            conclusion,
        )


def _unsettled(result: ElectionResult, *, is_last: bool) -> str:
    if is_last and result.reason in _WITHOUT_RESULT:
        return _WITHOUT_RESULT[result.reason]
    return "" if is_last else "La majorité absolue n'étant pas obtenue, il est procédé à un nouveau tour."


def unopposed_told(record: Record, members: MemberWords, election: Election) -> str:
    """A candidacy that took effect without a vote (CGCT art. L. 2121-21, last paragraph)."""
    result = result_of(election, record)
    if result.reason is not ElectionReason.UNOPPOSED:
        return ""
    names = [name for winner in result.winners for name in _winner_names(members, winner)]
    how = _without_ballot(election, members)
    return f"{capitalised(election.posts)} : {join_list(names)}. {how}" if names else how


def _without_ballot(election: Election, members: MemberWords) -> str:
    """Who runs alone is named without a vote, unless a text imposes a ballot (CGCT art. L. 2122-7 for a mayor)."""
    if election.basis is NominationBasis.IMPOSED:
        return NO_BALLOT
    read = f"il en est donné lecture par le {members.body.head.lower()}."
    if election.by_list or election.proportional:
        return (
            "Une seule liste ayant été présentée, les nominations prennent effet immédiatement, dans l'ordre de la "
            f"liste, et {read}"
        )
    if election.seats > 1:
        return (
            "Une seule candidature ayant été déposée pour chaque poste, les nominations prennent effet immédiatement "
            f"et {read}"
        )
    return f"Une seule candidature ayant été déposée, la nomination prend effet immédiatement et {read}"


def named_told(record: Record, members: MemberWords, item: AgendaItem) -> Iterator[str]:
    """« Mme Lucie JOUBERT est désignée secrétaire de séance. »: whom an adopted vote named, where the record tells."""
    if record.verdict_on(item.uid) is not Verdict.ADOPTED:
        return
    found, post = _named_by_vote(record, item)
    if not found:
        return
    names = join_list([named(members, m) for m in found])
    genders = [members.gender(m) for m in found]
    if None in genders:
        yield f"{_ENTRUSTED[post]} à {names}."
        return
    verb = "est" if len(found) == 1 else "sont"
    yield f"{names} {verb} {agree(_NAMED[post], genders)} {agree(post, genders)}."


def named_briefly(record: Record, members: MemberWords, item: AgendaItem) -> str:
    """« Désignée : Lucie JOUBERT », for a cell of a table; empty where the record does not tell whom."""
    found, post = _named_by_vote(record, item)
    genders = [members.gender(m) for m in found]
    names = join_list([members.name(m) for m in found])
    return f"{capitalised(agree(_NAMED[post], genders))} : {names}" if found else ""


def _named_by_vote(record: Record, item: AgendaItem) -> tuple[Sequence[str], Forms]:
    """Those whom a vote on ``item`` names, and to what."""
    title = text_of(item.title_html).lower()
    if _NAMES_SECRETARY.search(title):
        return record.sitting.secretaries, _SECRETARY
    return (_chairs_of_accounts(record) if _NAMES_CHAIR.search(title) else ()), CHAIR


def _chairs_of_accounts(record: Record) -> tuple[str, ...]:
    """Who chairs the accounts, where the record has somebody else than the chair of the sitting (art. L. 2121-14)."""
    chairs = [record.chair(Moment(i.uid)) for i in record.sitting.agenda if is_on_accounts(i)]
    found = dict.fromkeys(c for c in chairs if c and c != record.sitting.chair)
    return tuple(found) if len(found) == 1 else ()


def _papers(record: Record, election: Election, turn: Round) -> Iterator[tuple[str, str]]:
    room = record.attendance(Moment(election.item, Phase.VOTE, turn.number))
    cast = votes_cast(election, turn)
    needs = not election.proportional and turn.number < 3 and cast is not None
    figures = (
        ("Votants :", room.voters if room.is_known and room.seats else None),
        ("Ne prennent pas part au vote :", turn.not_voting or None),
        ("Bulletins trouvés dans l'urne :", turn.envelopes),
        ("Bulletins blancs :", turn.blank),
        ("Bulletins nuls :", turn.null),
        ("Voix éparses :", turn.scattered or None),
        ("Suffrages exprimés :", cast),
        ("Majorité absolue :", absolute_majority(cast) if needs and cast is not None else None),
    )
    yield from ((label, str(figure)) for label, figure in figures if figure is not None)


def _elected(members: MemberWords, election: Election, result: ElectionResult, number: int) -> str:
    winners = [winner for winner in result.winners if winner.round == number]
    if not winners:
        return ""
    how = _BY.get(result.reason, "") if number == result.round else _BY[ElectionReason.ABSOLUTE_MAJORITY]
    several = is_for_several(election) or len(winners) > 1 or any(winner.seats > 1 for winner in winners)
    verb = "Sont" if several else "Est"
    genders = [members.gender(m) for w in winners for m in (w.members or ())]
    word = agree(
        _ELECTED, genders if genders and (len(genders) > 1) == several else [None] * (2 if several else 1)
    )
    told = " ; ".join(_won(members, election, winner) for winner in winners)
    return f"{verb} {word}, {how} : {told}." if how else f"{verb} {word} : {told}."


def _won(members: MemberWords, election: Election, winner: Winner) -> str:
    names = join_list(_winner_names(members, winner))
    is_list = election.by_list or election.proportional
    return f"{winner.name} ({names})" if is_list and winner.members else names


def _winner_names(members: MemberWords, winner: Winner) -> list[str]:
    return [named(members, member) for member in winner.members] or [winner.name]
