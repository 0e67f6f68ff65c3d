"""The act profile: of all the facts of a sitting, only those that one act prints.

It is a sitting of its own, with one item, so that the same readers understand it and print the same act. Birth
dates, votes obtained, other items, the sense of unnamed votes and source statements are left behind.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from councils.domain.bodies import Council
from councils.domain.people import Mandate, Person
from deliberations.domain.acts import AnnexFile, Deliberation, OriginalFile, Signatory
from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.ballots import choice_of, first_ballot, stepped_aside, voting_moment, weight_of
from deliberations.domain.before_sitting import as_known_after, as_known_at
from deliberations.domain.certifying import certifier
from deliberations.domain.minutes import Minutes
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Matter, Movement, MovementKind, matter_of
from deliberations.domain.notices import last_dispatches
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, BarGround, Convocation, Derogation, Requester, Sitting
from deliberations.domain.timeline import Key, Placed
from deliberations.domain.tracks import Track
from deliberations.domain.votes import Ballot, Vote, VoteMethod
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords

Mask = Callable[[str], str]
"""Restricted HTML without its private passages."""


def act_profile(record: Record, act: Deliberation, *, mask: Mask) -> tuple[Council, Sitting]:
    """Council and sitting reduced to what ``act`` prints, every text put through ``mask``."""
    sitting = _sitting(record, masked(act, mask), mask)
    named = _named(record, sitting)
    council = record.council
    persons = {m.person for m in named if m.person}
    ranks = {ranked.mandate.uid: ranked.rank for ranked in as_known_at(record, act.item).table}
    reduced = replace(
        council,
        seats=(),
        coat_of_arms=None,
        persons=tuple(_public_person(p) for p in council.persons if p.uid in persons),
        mandates=tuple(_public_mandate(m, ranks.get(m.uid)) for m in named),
    )
    return reduced, sitting


def masked(act: Deliberation, mask: Mask) -> Deliberation:
    """``act`` with every text put through ``mask``."""
    return replace(
        act,
        title_html=mask(act.title_html),
        statement_html=mask(act.statement_html),
        clauses=tuple(replace(c, text_html=mask(c.text_html)) for c in act.clauses),
        operative=tuple(
            replace(part, blocks_html=tuple(mask(block) for block in part.blocks_html))
            for part in act.operative
        ),
        annexes=masked_annexes(act, mask),
        hidden_annexes=(),
        annex_files=shown_files(act.annex_files, act.hidden_annexes),
    )


def hides_nothing(record: Record, act: Deliberation, *, mask: Mask) -> bool:
    """Whether all that ``act`` prints may be read by anybody: its own texts, and the title of its item."""
    title = record.item(act.item).title_html
    return masked(act, mask) == act and mask(title) == title


def shown_files(files: tuple[AnnexFile, ...], hidden: tuple[int, ...]) -> tuple[AnnexFile, ...]:
    """The files that anybody may read: not those of the annexes whose title is hidden."""
    return tuple(file for file in files if file.annex not in hidden)


def masked_annexes(act: Deliberation, mask: Mask) -> tuple[str, ...]:
    """The titles of the annexes, which are plain text: one that is hidden is hidden whole."""
    return masked_titles(act.annexes, act.hidden_annexes, mask)


def masked_titles(titles: Iterable[str], hidden: Collection[int], mask: Mask) -> tuple[str, ...]:
    """Plain titles, those at the ``hidden`` places (from 1) put whole through ``mask``."""
    return tuple(
        mask(f"<mark data-private>{escape(title, quote=False)}</mark>") if number in hidden else title
        for number, title in enumerate(titles, start=1)
    )


def _sitting(record: Record, act: Deliberation, mask: Mask) -> Sitting:
    sitting, item = record.sitting, record.item(act.item)
    vote = record.deciding_vote(act.item)
    return replace(
        sitting,
        opened_at=None,
        closed_at=None,
        chair=record.chair(record.moment_of(act.item)),
        secretaries=record.secretaries(act.item),
        auxiliaries=(),
        convocation=_public_convocation(record),
        agenda=(_public_item(item, mask),),
        movements=tuple(_movements(as_known_at(record, act.item), act.item)),
        votes=(_public_vote(record, vote, act.item),) if vote else (),
        elections=record.elections_on(act.item),
        deliberations=(
            replace(
                act,
                issued=(),
                public_id="",
                legality=(),
                signatory=_signatory(record, act),
                original=_public_original(act),
            ),
        ),
        statements=(),
        suspensions=(),
        derogation=Derogation(),
        minutes_settled_in="",
        minutes=Minutes(),
        publications=(),
        overrides=(),
        reported_decisions=(),
    )


def _public_convocation(record: Record) -> Convocation:
    """Without who was reached when, nor the reason of the urgency.

    One call of the latest day stays when it came after the convocation: the notice is counted from it.
    """
    return replace(
        record.sitting.convocation,
        dispatches=last_dispatches(record)[:1],
        urgency_reason="",
        requested_by=Requester.NOBODY,
        requested_on=None,
        requesting_members=None,
    )


def _public_item(item: AgendaItem, mask: Mask) -> AgendaItem:
    title = mask(item.title_html)
    return replace(
        item,
        title_html=title,
        chair=None,
        secretary=None,
        note_html="",
        rapporteur=None,
        treasurer_account_received=None,
        # An interest is nobody's business; the officer of the accounts is printed, and the count needs him.
        bars=tuple(bar for bar in item.bars if bar.ground is BarGround.AUTHORISING_OFFICER),
    )


def _signatory(record: Record, act: Deliberation) -> Signatory | None:
    """Who signs, said aloud where the chair of the item would be taken for the chair of the sitting.

    His capacity too, where it is to have chaired: the profile holds one item, and not those that he chaired.
    """
    signatory = record.signatory(act)
    is_chair = signatory == record.chair(record.moment_of(act.item))
    if act.signatory is not None or signatory is None or is_chair:
        return act.signatory
    words = MemberWords(record, BodyWords(record.council))
    return Signatory(signatory, words.capacity_without_office(signatory))


def _movements(record: Record, item: str) -> Iterator[Movement]:
    """The room that the act prints; where somebody moved between two ballots, the room of the first, and the moves."""
    later = tuple(_between_ballots(record, item))
    room = record.attendance(_first_moment(record, item)) if later else record.attendance_at(item)
    moves = _moves(record, item, room, later) if room.is_known else ()
    yield from (replace(move, position=position) for position, move in enumerate(moves, start=1))


def _moves(record: Record, item: str, room: Attendance, later: Sequence[Placed]) -> Iterator[Movement]:
    """Not yet in order: those that make ``room``, who took part in the debate and not in the vote, then ``later``."""
    aside = _aside_for_the_vote(record, item, room)
    moved = {*aside, *(placed.movement.member for placed in later)}
    tracks = record.timeline.tracks_at(_first_moment(record, item)) if moved else {}
    started = [placed.movement for placed in later if not placed.is_end]
    ends = {placed.movement: _moment(item, placed.key) for placed in later if placed.is_end}
    to_end = {(m.member, matter_of(m)): moment for m, moment in ends.items() if m not in started}
    for seat in room.seats:
        is_moved = not moved.isdisjoint((seat.member, seat.by, seat.idle_holder))
        events = _course(tracks[seat.member], seat.member in aside) if is_moved else _events(seat)
        moves = [Movement(0, kind, seat.member, other) for kind, other in events]
        lasting = {matter_of(move): move for move in moves}
        for move in moves:
            until = to_end.get((seat.member, matter_of(move)))
            yield replace(move, until=until) if move is lasting[matter_of(move)] else move
    for member in aside:
        at, until = Moment(item, Phase.VOTE), to_end.get((member, Matter.INTEREST))
        yield Movement(0, MovementKind.STEPS_ASIDE, member, moment=at, until=until)
    for placed in (p for p in later if not p.is_end):
        told, moment = placed.movement, _moment(item, placed.key)
        yield Movement(0, told.kind, told.member, told.other, moment, ends.get(told), told.at)


def _aside_for_the_vote(record: Record, item: str, room: Attendance) -> tuple[str, ...]:
    """Who is aside in ``room`` and was not when the debate opened: the act tells them apart (CGCT art. L. 2131-11)."""
    debating = record.attendance(Moment(item))
    return tuple(
        s.member for s in room.having(SeatState.STEPPED_ASIDE) if not stepped_aside(s.member, debating)
    )


def _first_moment(record: Record, item: str) -> Moment:
    vote = record.deciding_vote(item)
    return first_ballot(vote) if vote else Moment(item)


def _between_ballots(record: Record, item: str) -> Iterator[Placed]:
    order = record.timeline.order
    rounds = [Moment(item, Phase.VOTE, t.number) for e in record.elections_on(item) for t in e.rounds]
    first = _first_moment(record, item).key(order)
    last = max(moment.key(order) for moment in (record.moment_of(item), *rounds))
    for placed in record.timeline.placed:
        if first < placed.key <= last and placed.movement.kind is not MovementKind.CHAIR_TAKEN:
            yield placed


def _moment(item: str, key: Key) -> Moment:
    return Moment(item, Phase.VOTE, key[2])


def _events(seat: Seat) -> tuple[tuple[MovementKind, str | None], ...]:
    away = MovementKind.EXCUSED if seat.is_excused else MovementKind.ABSENT
    if seat.has_left:
        return ((MovementKind.PRESENT, None), (MovementKind.LEAVES, None))
    return {
        SeatState.PRESENT: ((MovementKind.PRESENT, None),),
        SeatState.REMOTE: ((MovementKind.ATTENDS_REMOTELY, None),),
        SeatState.REPRESENTED: ((away, None), (MovementKind.GIVES_PROXY, seat.by)),
        SeatState.SUBSTITUTED: ((away, None), (MovementKind.SUBSTITUTE_SEATED, seat.by)),
        SeatState.STEPPED_ASIDE: ((MovementKind.STEPS_ASIDE, None),),
        SeatState.EXCUSED: ((MovementKind.EXCUSED, None),),
        SeatState.ABSENT: ((MovementKind.ABSENT, None),),
        SeatState.UNKNOWN: (),
    }[seat.state]


def _course(track: Track, is_aside_later: bool) -> Iterator[tuple[MovementKind, str | None]]:
    """The same for a seat that moves afterwards: under an interest or a proxy, where its titular is."""
    if track.has_left:
        yield from ((MovementKind.PRESENT, None), (MovementKind.LEAVES, None))
    elif track.is_here or track.is_remote:
        yield (MovementKind.PRESENT if track.is_here else MovementKind.ATTENDS_REMOTELY), None
    else:
        yield (MovementKind.EXCUSED if track.is_excused else MovementKind.ABSENT), None
    if track.substitute:
        yield MovementKind.SUBSTITUTE_SEATED, track.substitute
    if track.is_substitute_out:
        yield MovementKind.LEAVES, None
    if track.has_proxy:
        yield MovementKind.GIVES_PROXY, track.holder
    if track.is_aside and not is_aside_later:
        yield MovementKind.STEPS_ASIDE, None


def _public_vote(record: Record, vote: Vote, item: str) -> Vote:
    """The vote with the names it prints: those of a public ballot; other exceptions become bare counts.

    A casting vote is printed as such, so the chair's own sense stays, or nobody could compute the verdict again.
    """
    room, groups = record.voting_room(vote), record.groups
    chair = record.chair(voting_moment(vote)) if record.outcome(vote).casting_vote else None
    sense = choice_of(vote, chair, groups) if chair else None
    ballots = [Ballot(sense, chair)] if sense else []
    others = [b for b in vote.ballots if chair is None or b.member != chair]
    split = replace(vote, ballots=(*ballots, *others))
    for ballot in others:
        is_kept = ballot.member is not None and vote.method is VoteMethod.PUBLIC
        weight = weight_of(ballot, split, room, groups)
        ballots.append(ballot if is_kept or weight is None else Ballot(ballot.choice, count=weight))
    return replace(vote, items=(item,), ballots=tuple(ballots), note="")


def _named(record: Record, sitting: Sitting) -> tuple[Mandate, ...]:
    """Members in office in table order, then every other mandate that the act refers to, with the offices of then."""
    referred = {m.other for m in sitting.movements} | {sitting.chair, *sitting.secretaries}
    referred |= {b.member for v in sitting.votes for b in v.ballots}
    referred |= {d.signatory.member for d in sitting.deliberations if d.signatory}
    referred |= {certifier(record, d) for d in sitting.deliberations}
    referred |= {m for e in sitting.elections for r in e.rounds for c in r.candidates for m in c.members}
    others = [m for m in record.council.mandates if m.uid in referred and m.uid not in record.members]
    item = sitting.agenda[0].uid
    then, in_order = as_known_after(record, item).mandates, as_known_at(record, item).members
    return tuple(then[uid] for uid in (*in_order, *(m.uid for m in others)))


def _public_person(person: Person) -> Person:
    return replace(person, birth_date=None)


def _public_mandate(mandate: Mandate, rank: int | None) -> Mandate:
    return replace(
        mandate,
        votes_obtained=None,
        elected_on=None,
        electoral_list="",
        group="",
        recorded_rank=rank,
        interests=(),
    )


def _public_original(act: Deliberation) -> OriginalFile | None:
    """The digest of the paper is told to everybody; the name that somebody gave its file is not."""
    return None if act.original is None else replace(act.original, name="", place="")
