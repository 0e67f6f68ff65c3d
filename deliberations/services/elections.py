"""The rounds of an election, entered as the papers are counted; its result is computed and never written."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain import votes
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.checks.nominations import VOTE_NEEDED
from deliberations.domain.closing import open_warnings
from deliberations.domain.elections import LAST_ROUND
from deliberations.domain.sittings import ItemKind
from deliberations.models import AgendaItem, CandidateMember, CandidateTally, Election, Round
from deliberations.queries import record_of
from deliberations.services.changes import SittingChange, changing
from deliberations.services.setting_aside import keep_reason

DEFINED, ROUND, ROUND_REMOVED = "election.defined", "election.round", "election.round_removed"


class NotAnElection(Refusal):
    """The item elects nobody."""

    def __init__(self) -> None:
        super().__init__(
            "election.other_item", "Ce point n'est pas une élection : changez d'abord sa nature."
        )


class RoundOutOfTurn(Refusal):
    """Rounds follow one another: somebody else entered one meanwhile, or there are no more."""

    def __init__(self, message_fr: str, article: str = "") -> None:
        super().__init__("election.round_out_of_turn", message_fr, article)


@dataclass(frozen=True, slots=True)
class ElectionTerms:
    """What is to be filled, and how: the terms of an election before any paper is counted."""

    posts: str
    seats: int = 1
    basis: votes.NominationBasis = votes.NominationBasis.UNKNOWN
    by_list: bool = False
    proportional: bool = False
    is_unopposed: bool = False
    reason: str = ""


def define_election(
    *,
    item: AgendaItem,
    terms: ElectionTerms,
    by: User | None,
    at: datetime,
    election: Election | None = None,
) -> Election:
    """A new election on ``item``, or the terms of ``election`` corrected.

    With a ``reason`` in ``terms``, the warning on posts that take effect without a vote is set aside by it.

    Raises ``NotAnElection``, ``SittingFinished`` or ``RowRefused``.
    """
    if item.kind != ItemKind.ELECTION:
        raise NotAnElection
    with changing(item.sitting, by=by, reason=DEFINED) as change:
        row = election or Election(sitting=change.sitting, item=item)
        row.posts, row.seats, row.basis = terms.posts, terms.seats, terms.basis
        row.by_list, row.proportional = terms.by_list, terms.proportional
        row.is_unopposed = terms.is_unopposed
        change.writer.write(row, "")
        if terms.reason:
            found = open_warnings(check_sitting(record_of(change.sitting)))
            skipped = [each for each in found if each.code == VOTE_NEEDED and each.item == item.uid]
            keep_reason(change, skipped, by=by, at=at, reason=terms.reason)
        return row


def next_round(election: Election) -> int:
    """Number of the round to come: one more than those recorded."""
    last = election.rounds.order_by("number").last()
    return last.number + 1 if last else 1


def record_round(*, election: Election, turn: votes.Round, by: User | None) -> Round:
    """The round that comes next, with its candidates; ``turn.number`` is the one its author believed it to be.

    Raises ``RoundOutOfTurn`` (CGCT art. L. 2122-7, L. 2121-21: three rounds at most, in their order; a proportional
    ballot has one), ``SittingFinished`` or ``RowRefused``; nothing is written then.
    """
    with changing(election.sitting, by=by, reason=ROUND) as change:
        _require_turn(election, turn.number)
        row = Round(
            election=election,
            number=turn.number,
            blank=turn.blank,
            null=turn.null,
            scattered=turn.scattered,
            not_voting=turn.not_voting,
            envelopes=turn.envelopes,
        )
        change.writer.write(row, "")
        _write_candidates(change, row, turn.candidates)
        return row


def _require_turn(election: Election, number: int) -> None:
    if number != next_round(election):
        raise RoundOutOfTurn(
            "Un tour a été enregistré entre-temps. Relisez les tours de cette élection avant d'en ajouter un autre."
        )
    last = 1 if election.proportional else LAST_ROUND
    if number > last:
        said = (
            "Ce scrutin se fait en un seul tour."
            if election.proportional
            else "Une élection a trois tours au plus."
        )
        raise RoundOutOfTurn(said, "CGCT art. L. 2122-7, L. 2121-21")


def _write_candidates(
    change: SittingChange, turn: Round, candidates: tuple[votes.CandidateTally, ...]
) -> None:
    mandates = {m.uid: m for m in Mandate.objects.filter(council=change.sitting.council)}
    for candidate in candidates:
        row = change.writer.write(CandidateTally(round=turn, name=candidate.name, votes=candidate.votes), "")
        for position, uid in enumerate(candidate.members):
            member = CandidateMember(candidate=row, position=position, member=mandates[uid])
            change.writer.write(member, "")


def remove_last_round(*, election: Election, number: int, by: User | None) -> None:
    """Erase the last round, entered by mistake; its history stays.

    Raises ``RoundOutOfTurn`` when ``number`` is not the last any more, or ``SittingFinished``.
    """
    with changing(election.sitting, by=by, reason=ROUND_REMOVED) as change:
        last = election.rounds.order_by("number").last()
        if last is None or last.number != number:
            raise RoundOutOfTurn("Ce tour n'est plus le dernier : relisez les tours de cette élection.")
        change.writer.delete(last)


def members_on(item: AgendaItem, on: date) -> list[Mandate]:
    """The members in office who may be candidates, by name."""
    rows = Mandate.objects.filter(council=item.sitting.council, person__isnull=False).select_related("person")
    sitting = [m for m in rows if (m.since is None or m.since <= on) and (m.until is None or m.until >= on)]
    return sorted(
        sitting, key=lambda m: (m.person.family_name, m.person.given_name) if m.person else ("", "")
    )
