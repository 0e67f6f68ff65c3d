"""Rows of votes and elections as the domain's facts."""

from deliberations.domain import votes
from deliberations.models import Ballot, CandidateTally, Election, Round, Tally, Vote
from deliberations.queries.names import Names, known


def vote_facts(row: Vote, names: Names) -> votes.Vote:
    """The facts of one vote whose related rows are prefetched."""
    tally = getattr(row, "tally", None)
    return votes.Vote(
        uid=row.uid,
        items=tuple(names.items[each.item_id] for each in row.item_rows.all()),
        purpose=votes.VotePurpose(row.purpose),
        decides=row.decides,
        method=votes.VoteMethod(row.method),
        ballot=row.ballot,
        everyone=known(votes.Choice, row.everyone),
        ballots=tuple(_ballot(ballot, names) for ballot in row.ballots.all()),
        tally=None if tally is None else _tally(tally),
        majority=votes.MajorityRule(row.majority),
        stated=known(votes.StatedResult, row.stated),
        requested_by_present=row.requested_by_present,
        secret_requested_by=row.secret_requested_by,
        note=row.note,
    )


def _ballot(row: Ballot, names: Names) -> votes.Ballot:
    return votes.Ballot(
        choice=votes.Choice(row.choice),
        member=names.member(row.member_id),
        group=row.group,
        count=row.count,
    )


def _tally(row: Tally) -> votes.Tally:
    return votes.Tally(
        in_favour=row.in_favour,
        against=row.against,
        abstentions=row.abstentions,
        blank=row.blank,
        null=row.null,
        not_voting=row.not_voting,
    )


def election_facts(row: Election, names: Names) -> votes.Election:
    """The facts of one election whose rounds are prefetched."""
    return votes.Election(
        uid=row.uid,
        item=names.items[row.item_id],
        posts=row.posts,
        seats=row.seats,
        basis=votes.NominationBasis(row.basis),
        proportional=row.proportional,
        by_list=row.by_list,
        is_unopposed=row.is_unopposed,
        rounds=tuple(_round(each, names) for each in row.rounds.all()),
    )


def _round(row: Round, names: Names) -> votes.Round:
    return votes.Round(
        number=row.number,
        candidates=tuple(_candidate(candidate, names) for candidate in row.candidates.all()),
        blank=row.blank,
        null=row.null,
        scattered=row.scattered,
        not_voting=row.not_voting,
        envelopes=row.envelopes,
    )


def _candidate(row: CandidateTally, names: Names) -> votes.CandidateTally:
    return votes.CandidateTally(
        name=row.name,
        votes=row.votes,
        members=tuple(names.mandates[each.member_id] for each in row.member_rows.all()),
        elected=row.elected,
    )
