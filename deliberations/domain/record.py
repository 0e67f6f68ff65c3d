"""A sitting read together with its council: the one place where facts meet to answer a question."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from councils.domain.bodies import BodyType, Council
from councils.domain.membership import offices_held
from councils.domain.people import Mandate, Person
from councils.domain.ranks import HEADS, RankedMember, table_order
from deliberations.domain.acts import Deliberation
from deliberations.domain.articles import WITHOUT_RULES, Topic, article_of
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount, choice_of, count_vote, voting_moment
from deliberations.domain.bars import bars_of, is_on_accounts, officers_of
from deliberations.domain.covid import is_in_covid_window
from deliberations.domain.majority import MajorityArticles, Outcome, Reason, Verdict, decide, settled
from deliberations.domain.moments import Moment
from deliberations.domain.proxies import ProxyUse, proxies_of
from deliberations.domain.quorum import REPRESENTATIVES_LEAVE_SINCE, Quorum, quorum_of
from deliberations.domain.sittings import AgendaItem, Bar, Sitting
from deliberations.domain.timeline import Timeline
from deliberations.domain.votes import Election, MajorityRule, Vote, VotePurpose

_ORDERED_BY_THEIR_HEAD = (BodyType.COMMUNE, BodyType.EPCI, BodyType.CLOSED_SYNDICATE)
"""Bodies whose head leaves the vote of the accounts (art. L. 2121-14); for the others no text was read."""
_Answer = TypeVar("_Answer")
_MAY_CHAIR = (SeatState.PRESENT, SeatState.REMOTE, SeatState.UNKNOWN)


@dataclass(frozen=True)
class Record:
    """One sitting of one council, with every answer computed once, on demand, from their facts.

    ``earlier`` are the other sittings of the council that are known, before this one, oldest first.
    """

    council: Council
    sitting: Sitting
    earlier: tuple[Sitting, ...] = ()

    @cached_property
    def table(self) -> tuple[RankedMember, ...]:
        return table_order(self.council, self.sitting.held_on)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Mandates in office that day, in the order of the table."""
        return tuple(r.mandate.uid for r in self.table)

    @cached_property
    def mandates(self) -> Mapping[str, Mandate]:
        return {m.uid: m for m in self.council.mandates}

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        return {p.uid: p for p in self.council.persons}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        return {m.uid: m.group for m in self.council.mandates if m.group}

    def person_of(self, mandate: str) -> Person | None:
        holder = self.mandates[mandate].person
        return None if holder is None else self.persons[holder]

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.sitting, self.members, self._counts_remote)

    @cached_property
    def _items(self) -> Mapping[str, AgendaItem]:
        return {item.uid: item for item in self.sitting.agenda}

    @cached_property
    def _votes(self) -> Mapping[str, tuple[Vote, ...]]:
        """Votes of each item, in order."""
        found: dict[str, list[Vote]] = {}
        for vote in sorted(self.sitting.votes, key=lambda v: v.ballot):
            for item in dict.fromkeys(vote.items):
                found.setdefault(item, []).append(vote)
        return {item: tuple(votes) for item, votes in found.items()}

    @cached_property
    def _outcomes(self) -> dict[str, tuple[Vote, Outcome]]:
        return {}

    @cached_property
    def _proxies(self) -> dict[int, tuple[Attendance, tuple[ProxyUse, ...]]]:
        """By identity of a room, kept with it: rooms of one evening are few, and long to compare."""
        return {}

    def proxies_in(self, room: Attendance) -> tuple[ProxyUse, ...]:
        """Every proxy alive in a room of that evening, used or idle, with its fault."""
        found = self._proxies.get(id(room))
        if found is None:
            found = self._proxies[id(room)] = (room, proxies_of(room, self.proxies_allowed))
        return found[1]

    @cached_property
    def _asked(self) -> dict[tuple[Callable[..., Any], str], tuple[AgendaItem, Any]]:
        """By question and uid of an item, the item itself and the answer."""
        return {}

    def asked_once(self, question: Callable[["Record", AgendaItem], _Answer], item: AgendaItem) -> _Answer:
        """The answer to a question that several rules ask of an item: it is looked for once."""
        found = self._asked.get((question, item.uid))
        if found is None or found[0] is not item:
            found = self._asked[question, item.uid] = (item, question(self, item))
        answer: _Answer = found[1]
        return answer

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The mayor or the president in office that day: one mandate, unless the record has several."""
        on = self.sitting.held_on
        ranked = (r.mandate for r in self.table)
        return tuple(m.uid for m in ranked if any(office.kind in HEADS for office in offices_held(m, on)))

    def item(self, uid: str) -> AgendaItem:
        """Raises ``KeyError`` when no item of the agenda has that uid."""
        return self._items[uid]

    def without_issued_files(self) -> Sitting:
        """The sitting's facts alone: what was issued from them is not one of them."""
        acts = tuple(replace(act, issued=()) for act in self.sitting.deliberations)
        return replace(self.sitting, deliberations=acts)

    def attendance(self, moment: Moment | None = None) -> Attendance:
        return self.timeline.at(moment)

    def quorum(self, item: str) -> Quorum | None:
        """Quorum when the debate of ``item`` opens; ``None`` when attendance is not recorded.

        Those whom the law keeps out of the item are not counted as present, and a representative is not counted
        in office either (CGCT art. L. 2121-14, L. 2131-11).
        """
        if item not in self._quorums:
            self._quorums[item] = self.quorum_without(item, self.bars(item))
        return self._quorums[item]

    @cached_property
    def _quorums(self) -> dict[str, Quorum | None]:
        return {}

    def quorum_without(self, item: str, bars: Iterable[Bar], moment: Moment | None = None) -> Quorum | None:
        """The same, when only the members of ``bars`` are kept out; at a later ``moment`` of the item, if given."""
        return quorum_of(
            self.attendance(moment or Moment(item)),
            bars=bars,
            of_third=bool(self.sitting.derogation.quorum_of_third),
            with_remote=self.is_remote_allowed,
            without_representatives=self.sitting.held_on >= REPRESENTATIVES_LEAVE_SINCE,
        )

    @property
    def is_remote_allowed(self) -> bool:
        """Whether members may sit at a distance: in an EPCI (art. L. 5211-11-1), or as the clerk says for that day."""
        return self.council.body_type is BodyType.EPCI or bool(self.sitting.derogation.is_remote_allowed)

    @property
    def proxies_allowed(self) -> int:
        """Proxies one member may hold: one, or what the special rules recorded for that day allow."""
        return self.sitting.derogation.proxies_per_holder or 1

    @property
    def _counts_remote(self) -> bool:
        """Whether a member at a distance has a voice: where it is allowed, where a special law may have allowed it
        and nothing says that it did not, and in a body without rules of ours."""
        told = self.sitting.derogation.is_remote_allowed
        may_be_allowed = told is None and is_in_covid_window(self.sitting.held_on)
        return self.is_remote_allowed or may_be_allowed or not self.has_rules

    @property
    def has_rules(self) -> bool:
        """Whether the body has rules of ours: an open syndicate or another assembly is only recorded."""
        return self.council.body_type not in WITHOUT_RULES

    def bars(self, item: str) -> tuple[Bar, ...]:
        """Members whom the law keeps out of ``item``."""
        return bars_of(
            self.item(item), self.heads if self.council.body_type in _ORDERED_BY_THEIR_HEAD else ()
        )

    def moment_of(self, item: str) -> Moment:
        """When an act reads the room: at the deciding vote, so that members and votes add up, else at the opening."""
        vote = self.deciding_vote(item)
        return voting_moment(vote) if vote else Moment(item)

    def attendance_at(self, item: str) -> Attendance:
        """The room as the act of ``item`` prints it."""
        vote = self.deciding_vote(item)
        return self.voting_room(vote) if vote else self.attendance(Moment(item))

    def voting_room(self, vote: Vote) -> Attendance:
        """The room as ``vote`` counts it.

        The authorising officer has no voice in the vote that decides on his accounts, even when it decides on
        something else too, nor any proxy that he gave or holds (CGCT art. L. 2121-14). An interest is never certain
        to us: who told one is counted as the record has him, and reported.
        """
        known, room = self._voting_rooms.get(vote.uid, (None, None))
        if known is not vote or room is None:
            room = self.attendance(voting_moment(vote))
            decided = [item for item in vote.items if vote is self.deciding_vote(item)]
            officers = {officer for item in decided for officer in officers_of(self.bars(item))}
            room = room.without(officers) if officers else room
            self._voting_rooms[vote.uid] = (vote, room)
        return room

    @cached_property
    def _voting_rooms(self) -> dict[str, tuple[Vote, Attendance]]:
        return {}

    def chair(self, moment: Moment) -> str | None:
        """Who chairs; ``None`` when the one recorded is not in the room (CGCT art. L. 2121-14, L. 2122-17).

        Someone without a seat (the outgoing mayor of an installation) is taken at the record's word.
        """
        named = self.timeline.chair_at(moment)
        seat = self.attendance(moment).seat_of(named) if named else None
        return named if seat is None or seat.state in _MAY_CHAIR else None

    def secretaries(self, item: str) -> tuple[str, ...]:
        own = self.item(item).secretary
        return (own,) if own else self.sitting.secretaries

    def votes_on(self, item: str) -> tuple[Vote, ...]:
        """Votes taken on an item, in order."""
        return self._votes.get(item, ())

    @cached_property
    def _elections(self) -> Mapping[str, tuple[Election, ...]]:
        found: dict[str, tuple[Election, ...]] = {}
        for election in self.sitting.elections:
            found[election.item] = (*found.get(election.item, ()), election)
        return found

    def elections_on(self, item: str) -> tuple[Election, ...]:
        """Elections held on an item, in the order of the record."""
        return self._elections.get(item, ())

    @cached_property
    def _deciding(self) -> Mapping[str, Vote]:
        return {item: vote for item, votes in self._votes.items() for vote in votes if vote.decides}

    def deciding_vote(self, item: str) -> Vote | None:
        """The last vote that decides on an item: an amendment, or the secrecy of a ballot, does not."""
        return self._deciding.get(item)

    def count(self, vote: Vote) -> VoteCount:
        return self.outcome(vote).count

    def outcome(self, vote: Vote) -> Outcome:
        """Count and verdict of a vote, the chair's casting vote included where the law gives him one."""
        known, outcome = self._outcomes.get(vote.uid, (None, None))
        if known is not vote or outcome is None:
            outcome = self._decide(vote)
            self._outcomes[vote.uid] = (vote, outcome)
        return outcome

    def _decide(self, vote: Vote) -> Outcome:
        moment = voting_moment(vote)
        attendance = self.voting_room(vote)
        # Who settles a tie where only statutes decide is not known: as when nobody knows what the chair voted.
        chair = self.chair(moment) if self.has_rules else None
        # « Tous pour » is not said of somebody without a seat: the outgoing mayor who installs the council.
        is_voter = (
            chair is not None and attendance.seat_of(chair) is not None and not attendance.is_mute(chair)
        )
        counted = count_vote(vote, attendance, self.groups)
        if self._must_be_unanimous(vote) and counted.against:
            forms = article_of(self.council, Topic.FORMS_OF_VOTE)
            return Outcome(Verdict.REJECTED, Reason.NOT_UNANIMOUS, counted, forms)
        return decide(
            counted,
            rule=self.majority(vote),
            method=vote.method,
            chair_choice=choice_of(vote, chair, self.groups) if chair and is_voter else None,
            in_office=attendance.in_office or None,
            secrecy_bars_casting_vote=self.has_rules and self.council.body_type is not BodyType.CCAS,
            articles=self._articles,
        )

    def _must_be_unanimous(self, vote: Vote) -> bool:
        """Whether one voice against refuses it: secrecy is waived by a unanimous council (CGCT art. L. 2121-21).

        Whether an abstention breaks unanimity is not established: the count is told, and a check warns of it.
        """
        is_ours = self.has_rules and self.council.body_type is not BodyType.CCAS
        return is_ours and vote.purpose is VotePurpose.WAIVER_OF_SECRECY

    @cached_property
    def _articles(self) -> MajorityArticles:
        return MajorityArticles(
            simple=article_of(self.council, Topic.MAJORITY),
            closed_doors=article_of(self.council, Topic.CLOSED_DOORS),
            accounts=article_of(self.council, Topic.ACCOUNTS),
        )

    def majority(self, vote: Vote) -> MajorityRule:
        """The majority that decides: the one recorded, else the one the law sets for that question.

        Closed doors need the members present or represented (art. L. 2121-18); accounts are adopted unless a
        majority is against (art. L. 1612-12). A body without rules of ours has the simple one.
        """
        if vote.majority is not MajorityRule.SIMPLE or not self.has_rules:
            return vote.majority
        if vote.purpose is VotePurpose.CLOSED_DOORS:
            return MajorityRule.PRESENT_OR_REPRESENTED
        is_whole = vote.purpose is VotePurpose.WHOLE
        if is_whole and all(is_on_accounts(self.item(item)) for item in vote.items):
            return MajorityRule.NO_MAJORITY_AGAINST
        return MajorityRule.SIMPLE

    def act(self, uid: str) -> Deliberation:
        """The act of that uid. Raises ``KeyError``."""
        for act in self.sitting.deliberations:
            if act.uid == uid:
                return act
        raise KeyError(uid)

    @cached_property
    def _acts(self) -> Mapping[str, tuple[Deliberation, ...]]:
        found: dict[str, tuple[Deliberation, ...]] = {}
        for act in self.sitting.deliberations:
            found[act.item] = (*found.get(act.item, ()), act)
        return found

    def acts_on(self, item: str) -> tuple[Deliberation, ...]:
        """The acts made from an item, in the order of the record."""
        return self._acts.get(item, ())

    def signatory(self, act: Deliberation) -> str | None:
        """The mandate that signs: the one recorded on the act, else the head who chaired its item, else the chair.

        Of the evening when a mayor is elected, the eldest chaired until then, and the mayor signs what follows.
        """
        if act.signatory:
            return act.signatory.member
        chair = self.chair(self.moment_of(act.item))
        return chair if chair in self.heads else self.sitting.chair

    def verdict(self, vote: Vote) -> Verdict:
        """The verdict of a vote, or the result announced when nothing was counted."""
        return settled(self.outcome(vote), vote.stated)

    def verdict_on(self, item: str) -> Verdict | None:
        """The verdict of the vote that decides an item; ``None`` where there is none."""
        vote = self.deciding_vote(item)
        return None if vote is None else self.verdict(vote)


def records_of(council: Council, sittings: Iterable[Sitting]) -> tuple[Record, ...]:
    """The records of several sittings of one council, in the order given; each knows those held before it."""
    given = tuple(sittings)
    ordered = sorted(given, key=lambda s: s.held_on)
    return tuple(
        Record(council, sitting, tuple(s for s in ordered if s.held_on < sitting.held_on))
        for sitting in given
    )
