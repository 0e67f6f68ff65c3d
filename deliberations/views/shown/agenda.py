"""The items of an agenda with what was decided, computed from the votes."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.acts import Deliberation
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import StatedResult, Vote, VotePurpose
from deliberations.domain.wording.sentences import election_counts, vote_counts
from deliberations.models.choices import (
    ITEM_KINDS,
    ITEM_OUTCOMES,
    VOTE_METHODS,
    VOTE_PURPOSES,
)

_VERDICTS = {
    Verdict.ADOPTED: ("Adopté", "success"),
    Verdict.REJECTED: ("Rejeté", "danger"),
    Verdict.UNDETERMINED: ("Résultat non établi", "secondary"),
}
_STATED = {
    StatedResult.UNANIMOUS: ("Proclamé adopté à l'unanimité", "secondary"),
    StatedResult.ADOPTED: ("Proclamé adopté", "secondary"),
    StatedResult.REJECTED: ("Proclamé rejeté", "secondary"),
}
_REASONS = {
    Reason.CASTING_VOTE: "par la voix prépondérante du président",
    Reason.TIE_UNDER_SECRET_BALLOT: "partage égal des voix au scrutin secret",
    Reason.TIE_WITHOUT_CASTING_VOTE: "partage égal des voix, sans voix prépondérante",
    Reason.TIE_ADOPTS_ACCOUNTS: "partage égal des voix : aucune majorité contre",
    Reason.NO_VOTE_CAST: "aucun suffrage exprimé",
    Reason.THRESHOLD_REACHED: "majorité requise atteinte",
    Reason.THRESHOLD_NOT_REACHED: "majorité requise non atteinte",
    Reason.COUNTS_UNKNOWN: "voix non connues",
    Reason.NOT_UNANIMOUS: "unanimité non réunie",
}


@dataclass(frozen=True, slots=True)
class ShownVote:
    """``heading`` is empty for the only vote of an item, on the whole; ``tone`` is a Bootstrap colour."""

    heading: str
    method: str
    counts: tuple[str, ...]
    verdict: str
    tone: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundCounts:
    lead: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAct:
    uid: str
    number: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """``kind`` and ``outcome`` are empty for an ordinary deliberation that was examined."""

    uid: str
    order: int
    title: str
    theme: str
    kind: str
    outcome: str
    votes: tuple[ShownVote, ...]
    rounds: tuple[RoundCounts, ...]
    acts: tuple[ShownAct, ...]


def agenda_items(record: Record) -> tuple[ShownItem, ...]:
    """The items in the order of the agenda."""
    return tuple(_item(record, item) for item in sorted(record.sitting.agenda, key=lambda item: item.order))


def _item(record: Record, item: AgendaItem) -> ShownItem:
    acts = [act for act in record.sitting.deliberations if act.item == item.uid]
    return ShownItem(
        uid=item.uid,
        order=item.order,
        title=text_of(item.title_html) or next((text_of(act.title_html) for act in acts), "") or "Sans objet",
        theme=item.theme,
        kind=ITEM_KINDS[item.kind],
        outcome="" if item.outcome is ItemOutcome.EXAMINED else ITEM_OUTCOMES[item.outcome],
        votes=_votes(record, item),
        rounds=tuple(_rounds(record, item)),
        acts=tuple(_act(record, act) for act in acts),
    )


def _votes(record: Record, item: AgendaItem) -> tuple[ShownVote, ...]:
    votes = record.votes_on(item.uid)
    return tuple(shown_vote(record, vote, is_alone=len(votes) == 1) for vote in votes)


def shown_vote(record: Record, vote: Vote, *, is_alone: bool) -> ShownVote:
    """A vote with its counts and its verdict; ``is_alone`` on its item."""
    outcome = record.outcome(vote)
    verdict, tone = shown_verdict(vote, outcome)
    return ShownVote(
        heading="" if is_alone and vote.purpose is VotePurpose.WHOLE else VOTE_PURPOSES[vote.purpose],
        method=VOTE_METHODS[vote.method],
        counts=vote_counts(outcome.count),
        verdict=verdict,
        tone=tone,
        reason=_reason(outcome),
    )


def shown_verdict(vote: Vote, outcome: Outcome) -> tuple[str, str]:
    """What is computed; an act that gives no counts still tells what was announced."""
    if outcome.reason is Reason.COUNTS_UNKNOWN and vote.stated is not None:
        return _STATED[vote.stated]
    return _VERDICTS[outcome.verdict]


def _reason(outcome: Outcome) -> str:
    if outcome.verdict is Verdict.ADOPTED and outcome.count.against == 0 and not outcome.casting_vote:
        return "à l'unanimité des suffrages exprimés"
    return _REASONS.get(outcome.reason, "")


def _rounds(record: Record, item: AgendaItem) -> Iterator[RoundCounts]:
    for election in record.sitting.elections:
        if election.item == item.uid:
            yield from (RoundCounts(lead, tuple(lines)) for lead, lines in election_counts(election))


def _act(record: Record, act: Deliberation) -> ShownAct:
    return ShownAct(act.uid, number_of(act, record.council.number_pattern))
