"""What the engine makes of one sitting, item by item: counts, quorum, verdicts and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from councils.domain.membership import number_at
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.checks.book import RULE_BOOK, check_sitting
from deliberations.domain.elections import ElectionResult, result_of
from deliberations.domain.findings import Finding
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.numbering import number_of
from deliberations.domain.proxies import ProxyUse
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Rule
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Vote, VoteMethod, VotePurpose


@dataclass(frozen=True, slots=True)
class RoomCount:
    """Every seat of the council counted once: the fields but ``seats`` and ``in_office`` add up to ``seats``.

    ``present`` are titulars in the room, ``substituted`` those whose substitute sits. ``vacant`` is ``None`` where
    the number of seats is not known, or is less than the members.
    """

    seats: int | None
    in_office: int
    present: int
    substituted: int
    remote: int
    represented: int
    excused: int
    absent: int
    stepped_aside: int
    vacant: int | None


@dataclass(frozen=True, slots=True)
class QuorumRead:
    """Read when the debate opens; ``present`` and ``in_office`` leave out those the law keeps out of the item."""

    in_office: int
    required: int
    present: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class VoteExamination:
    """One vote counted. ``None`` is what the record does not tell; ``required`` is a threshold, where one applies."""

    uid: str
    purpose: VotePurpose
    method: VoteMethod
    decides: bool
    voters: int | None
    in_favour: int | None
    against: int | None
    abstentions: int | None
    blank: int | None
    null: int | None
    not_voting: int | None
    votes_cast: int | None
    required: int | None
    verdict: Verdict
    reason: Reason
    article: str


@dataclass(frozen=True, slots=True)
class ItemExamination:
    """One item of the agenda. The room is read at the deciding vote, else when the debate opens.

    ``room``, ``quorum`` and ``voters`` are ``None`` where attendance is not recorded; ``verdict`` where nothing was
    decided. ``chair`` and ``secretaries`` are mandates; ``proxies`` every proxy alive at that moment.
    """

    uid: str
    order: int
    title: str
    kind: ItemKind
    outcome: ItemOutcome
    numbers: tuple[str, ...]
    chair: str | None
    secretaries: tuple[str, ...]
    proxies: tuple[ProxyUse, ...]
    room: RoomCount | None
    quorum: QuorumRead | None
    voters: int | None
    verdict: Verdict | None
    votes: tuple[VoteExamination, ...]
    elections: tuple[ElectionResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SittingExamination:
    """``findings`` are those of the sitting as a whole; each item has its own."""

    uid: str
    items: tuple[ItemExamination, ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return (*self.findings, *(finding for item in self.items for finding in item.findings))


def examine(record: Record, rules: Iterable[Rule] = RULE_BOOK) -> SittingExamination:
    """Everything computed on one sitting, in the order of the agenda, with what ``rules`` find."""
    by_item = _by_item(check_sitting(record, rules))
    seats = number_at(record.council.seats, record.sitting.held_on)
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    items = tuple(_item(record, item, seats, by_item.get(item.uid, ())) for item in agenda)
    return SittingExamination(record.sitting.uid, items, tuple(by_item.get(None, ())))


def _by_item(findings: Iterable[Finding]) -> Mapping[str | None, list[Finding]]:
    found: dict[str | None, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.item, []).append(finding)
    return found


def _item(
    record: Record, item: AgendaItem, seats: int | None, findings: Iterable[Finding]
) -> ItemExamination:
    room = record.attendance_at(item.uid)
    return ItemExamination(
        uid=item.uid,
        order=item.order,
        title=text_of(item.title_html),
        kind=item.kind,
        outcome=item.outcome,
        numbers=tuple(number_of(act, record.council.number_pattern) for act in record.acts_on(item.uid)),
        chair=record.chair(record.moment_of(item.uid)),
        secretaries=record.secretaries(item.uid),
        proxies=record.proxies_in(room),
        room=_count(room, seats) if room.is_known else None,
        quorum=_quorum(record, item.uid),
        voters=room.voters if room.is_known else None,
        verdict=record.verdict_on(item.uid),
        votes=tuple(
            _vote(vote, record.outcome(vote), record.verdict(vote)) for vote in record.votes_on(item.uid)
        ),
        elections=tuple(result_of(election, record) for election in record.elections_on(item.uid)),
        findings=tuple(findings),
    )


def _count(room: Attendance, seats: int | None) -> RoomCount:
    vacant = None if seats is None or seats < room.in_office else seats - room.in_office
    return RoomCount(
        seats=seats,
        in_office=room.in_office,
        present=room.count(SeatState.PRESENT),
        substituted=room.count(SeatState.SUBSTITUTED),
        remote=room.count(SeatState.REMOTE),
        represented=room.represented,
        excused=room.count(SeatState.EXCUSED),
        absent=room.count(SeatState.ABSENT),
        stepped_aside=room.count(SeatState.STEPPED_ASIDE),
        vacant=vacant,
    )


def _quorum(record: Record, item: str) -> QuorumRead | None:
    quorum = record.quorum(item)
    if quorum is None:
        return None
    return QuorumRead(quorum.in_office, quorum.required, quorum.present, quorum.is_met)


def _vote(vote: Vote, outcome: Outcome, verdict: Verdict) -> VoteExamination:
    count = outcome.count
    return VoteExamination(
        uid=vote.uid,
        purpose=vote.purpose,
        method=vote.method,
        decides=vote.decides,
        voters=count.voters,
        in_favour=count.in_favour,
        against=count.against,
        abstentions=count.abstentions,
        blank=count.blank,
        null=count.null,
        not_voting=count.not_voting,
        votes_cast=count.votes_cast,
        required=outcome.required,
        verdict=verdict,
        reason=outcome.reason,
        article=outcome.article,
    )
