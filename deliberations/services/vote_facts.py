"""Stores the votes and elections of one sitting."""

from typing import Any

from deliberations.domain import votes
from deliberations.models import (
    Ballot,
    CandidateMember,
    CandidateTally,
    Election,
    Round,
    Tally,
    Vote,
    VoteItem,
)
from deliberations.services.sitting_facts import SittingWriter


def write_vote(target: SittingWriter, vote: votes.Vote, path: str) -> None:
    """One vote with its items, ballots and totals. Raises ``RowRefused``."""
    row = target.writer.write(_vote_row(target, vote), path)
    for index, uid in enumerate(vote.items):
        place = f"{path}.items[{index}]"
        target.writer.write(VoteItem(vote=row, position=index, item=target.item(uid, place)), place)
    write_choices(target, row, vote, path)


def write_choices(target: SittingWriter, row: Vote, vote: votes.Vote, path: str) -> None:
    """The ballots and the bare totals of a vote whose row is written. Raises ``RowRefused``."""
    for index, ballot in enumerate(vote.ballots):
        _write_ballot(target, row, ballot, f"{path}.ballots[{index}]")
    if vote.tally is not None:
        _write_tally(target, row, vote.tally, f"{path}.tally")


def _vote_row(target: SittingWriter, vote: votes.Vote) -> Vote:
    return Vote(sitting=target.sitting, uid=vote.uid, ballot=vote.ballot, **vote_columns(vote))


def vote_columns(vote: votes.Vote) -> dict[str, Any]:
    """The columns of a vote's own row that a correction may change: neither its uid nor its ballot number."""
    return {
        "purpose": vote.purpose,
        "decides": vote.decides,
        "method": vote.method,
        "everyone": vote.everyone or "",
        "majority": vote.majority,
        "stated": vote.stated or "",
        "requested_by_present": vote.requested_by_present,
        "secret_requested_by": vote.secret_requested_by,
        "note": vote.note,
    }


def _write_ballot(target: SittingWriter, vote: Vote, ballot: votes.Ballot, path: str) -> None:
    row = Ballot(
        vote=vote,
        choice=ballot.choice,
        member=target.optional_member(ballot.member, f"{path}.member"),
        group=ballot.group,
        count=ballot.count,
    )
    target.writer.write(row, path)


def _write_tally(target: SittingWriter, vote: Vote, tally: votes.Tally, path: str) -> None:
    row = Tally(
        vote=vote,
        in_favour=tally.in_favour,
        against=tally.against,
        abstentions=tally.abstentions,
        blank=tally.blank,
        null=tally.null,
        not_voting=tally.not_voting,
    )
    target.writer.write(row, path)


def write_election(target: SittingWriter, election: votes.Election, path: str) -> None:
    """One election with its rounds and candidates. Raises ``RowRefused``."""
    row = Election(
        sitting=target.sitting,
        uid=election.uid,
        item=target.item(election.item, f"{path}.item"),
        posts=election.posts,
        seats=election.seats,
        basis=election.basis,
        proportional=election.proportional,
        by_list=election.by_list,
        is_unopposed=election.is_unopposed,
    )
    target.writer.write(row, path)
    for index, each in enumerate(election.rounds):
        _write_round(target, row, each, f"{path}.rounds[{index}]")


def _write_round(target: SittingWriter, election: Election, facts: votes.Round, path: str) -> None:
    row = Round(
        election=election,
        number=facts.number,
        blank=facts.blank,
        null=facts.null,
        scattered=facts.scattered,
        not_voting=facts.not_voting,
        envelopes=facts.envelopes,
    )
    target.writer.write(row, path)
    for index, candidate in enumerate(facts.candidates):
        _write_candidate(target, row, candidate, f"{path}.candidates[{index}]")


def _write_candidate(
    target: SittingWriter, election_round: Round, facts: votes.CandidateTally, path: str
) -> None:
    row = CandidateTally(round=election_round, name=facts.name, votes=facts.votes, elected=facts.elected)
    target.writer.write(row, path)
    for index, uid in enumerate(facts.members):
        place = f"{path}.members[{index}]"
        member = CandidateMember(candidate=row, position=index, member=target.member(uid, place))
        target.writer.write(member, place)
