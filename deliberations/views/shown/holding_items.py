"""The items of a sitting being held: the list, the one shown, its votes."""

from dataclasses import dataclass

from deliberations.domain.attendance import SeatState
from deliberations.domain.gestures import item_target, mark_of, vote_target
from deliberations.domain.moments import Moment
from deliberations.domain.nominations import nomination_on
from deliberations.domain.record import Record
from deliberations.domain.sittings import DECIDING, AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Vote
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.models.choices import ITEM_KINDS, ITEM_OUTCOMES
from deliberations.views.shown.agenda import ShownVote, shown_verdict, shown_vote


@dataclass(frozen=True, slots=True)
class HeldVote:
    """A vote taken, with its uid; ``names`` tell who voted otherwise."""

    uid: str
    shown: ShownVote
    names: tuple[str, ...]
    remove: str


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One item of the list. ``is_standing``: the sitting is examining it; ``is_viewed``: the page shows it.

    ``all_for`` is empty where « tous pour » is not to be offered without more ado.
    """

    uid: str
    order: int
    title: str
    kind: str
    verdict: str
    tone: str
    is_standing: bool
    is_viewed: bool
    open_tap: str
    all_for: str


@dataclass(frozen=True, slots=True)
class ItemPanel:
    """The item shown: its quorum when the debate opened, its votes, who chairs it."""

    uid: str
    order: int
    title: str
    kind: str
    outcome: str
    is_standing: bool
    is_examined: bool
    is_election: bool
    is_added: bool
    is_deciding: bool
    chair: str
    quorum: str
    is_met: bool | None
    out: str
    votes: tuple[HeldVote, ...]
    vote_mark: str
    mark: str
    next_tap: str
    next_label: str
    adjourn: str
    withdraw: str
    examine: str
    now: str


def quorum_label(required: int, is_met: bool) -> str:
    return f"Quorum de {required} {'atteint' if is_met else 'non atteint'}"


def held_item(record: Record, item: AgendaItem, standing: str, viewed: str) -> HeldItem:
    verdict, tone = _verdict(record, item)
    return HeldItem(
        uid=item.uid,
        order=item.order,
        title=text_of(item.title_html) or "Sans objet",
        kind=ITEM_KINDS[item.kind],
        verdict=verdict,
        tone=tone,
        is_standing=item.uid == standing,
        is_viewed=item.uid == viewed,
        open_tap=open_tap(record, item.uid),
        all_for=_all_for(record, item),
    )


def _all_for(record: Record, item: AgendaItem) -> str:
    """« Tous pour » on an item to be decided by show of hands, that no vote decides yet."""
    is_open = item.outcome is ItemOutcome.EXAMINED and record.deciding_vote(item.uid) is None
    if not is_open or item.kind not in DECIDING or nomination_on(record, item) is not None:
        return ""
    return f"VOTE {item.uid} ORDINARY FOR {mark_of(record.sitting, vote_target(item.uid))}"


def open_tap(record: Record, item: str) -> str:
    return f"OPEN_ITEM {item} {mark_of(record.sitting, item_target(item))}"


def _verdict(record: Record, item: AgendaItem) -> tuple[str, str]:
    if item.outcome is not ItemOutcome.EXAMINED:
        return ITEM_OUTCOMES[item.outcome], "secondary"
    vote = record.deciding_vote(item.uid)
    if vote is not None:
        return shown_verdict(vote, record.outcome(vote))
    if record.elections_on(item.uid):
        return "Élection", "info"
    return "", ""


def following_item(ordered: list[AgendaItem], standing: str) -> AgendaItem | None:
    """The next item to examine: the first after the one examined that was neither put off nor withdrawn."""
    place = next((n for n, item in enumerate(ordered, start=1) if item.uid == standing), 0)
    return next((item for item in ordered[place:] if item.outcome is ItemOutcome.EXAMINED), None)


def item_panel(
    record: Record, words: MemberWords, uid: str, standing: str, ordered: list[AgendaItem]
) -> ItemPanel:
    item = record.item(uid)
    quorum = record.quorum(uid) if record.attendance(Moment(uid)).is_known else None
    mark = mark_of(record.sitting, item_target(uid))
    following = following_item(ordered, uid)
    chair = record.chair(record.moment_of(uid))
    aside = record.attendance_at(uid).having(SeatState.STEPPED_ASIDE)
    return ItemPanel(
        uid=uid,
        order=item.order,
        title=text_of(item.title_html) or "Sans objet",
        kind=ITEM_KINDS[item.kind],
        outcome="" if item.outcome is ItemOutcome.EXAMINED else ITEM_OUTCOMES[item.outcome],
        is_standing=uid == standing,
        is_examined=item.outcome is ItemOutcome.EXAMINED,
        is_election=item.kind is ItemKind.ELECTION,
        is_added=item.added_in_sitting,
        is_deciding=item.kind not in (ItemKind.INFORMATION, ItemKind.QUESTION),
        chair=words.name(chair) if chair else "",
        quorum=quorum_label(quorum.required, quorum.is_met) if quorum else "",
        is_met=quorum.is_met if quorum else None,
        out=join_list([words.name(seat.member) for seat in aside]),
        votes=tuple(held_vote(record, words, uid, vote) for vote in record.votes_on(uid)),
        vote_mark=mark_of(record.sitting, vote_target(uid)),
        mark=mark,
        next_tap=open_tap(record, following.uid) if following else "",
        next_label=f"Point {following.order}" if following else "",
        adjourn=f"OUTCOME {uid} ADJOURNED {mark}",
        withdraw=f"OUTCOME {uid} WITHDRAWN {mark}",
        examine=f"OUTCOME {uid} EXAMINED {mark}",
        now=f"EXAMINE_NOW {uid} {mark}",
    )


def held_vote(record: Record, words: MemberWords, item: str, vote: Vote) -> HeldVote:
    """A vote with those who did not vote as the others; nobody of a secret one."""
    named: dict[str, list[str]] = {}
    for ballot in vote.ballots:
        who = words.name(ballot.member) if ballot.member else ballot.group or ""
        if who:
            named.setdefault(ballot.choice, []).append(who)
    shown = shown_vote(record, vote, is_alone=len(record.votes_on(item)) == 1)
    mark = mark_of(record.sitting, vote_target(item))
    return HeldVote(
        uid=vote.uid,
        shown=shown,
        names=tuple(f"{_CHOICES[choice]} : {join_list(who)}" for choice, who in named.items()),
        remove=f"VOTE_REMOVED {item} {vote.uid} {mark}",
    )


_CHOICES = {
    "FOR": "Pour",
    "AGAINST": "Contre",
    "ABSTENTION": "Abstention",
    "NOT_VOTING": "Ne prend pas part au vote",
    "BLANK": "Blanc",
    "NULL": "Nul",
}
