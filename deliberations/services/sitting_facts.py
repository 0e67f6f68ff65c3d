"""Stores the facts of one sitting: its convocation, agenda, timeline and source statements."""

from collections.abc import Mapping
from dataclasses import dataclass

from councils.models import Council, Mandate
from councils.services.writing import Writer, known, named
from deliberations.domain import movements, sittings
from deliberations.domain.moments import Moment
from deliberations.models import (
    AgendaItem,
    Auxiliary,
    Bar,
    Dispatch,
    Movement,
    Sitting,
    SittingSecretary,
    SourceStatement,
)


@dataclass(frozen=True, slots=True)
class SittingWriter:
    """Where the rows of one sitting go, and the names that its facts may use."""

    writer: Writer
    sitting: Sitting
    mandates: Mapping[str, Mandate]
    items: Mapping[str, AgendaItem]

    def member(self, uid: str, path: str) -> Mandate:
        return known(self.mandates, uid, path, "Membre")

    def optional_member(self, uid: str | None, path: str) -> Mandate | None:
        return named(self.mandates, uid, path, "Membre")

    def item(self, uid: str, path: str) -> AgendaItem:
        return known(self.items, uid, path, "Point")

    def optional_item(self, uid: str | None, path: str) -> AgendaItem | None:
        return named(self.items, uid, path, "Point")


def open_sitting(
    writer: Writer, council: Council, facts: sittings.Sitting, mandates: Mapping[str, Mandate], path: str
) -> SittingWriter:
    """Write the sitting's own row and its agenda. Raises ``RowRefused``."""
    row = writer.write(_sitting_row(council, facts, mandates, path), path)
    target = SittingWriter(writer, row, mandates, {})
    items = {}
    for index, item in enumerate(facts.agenda):
        place = f"{path}.agenda[{index}]"
        items[item.uid] = writer.write(_item_row(target, item, place), place)
        _write_bars(target, items[item.uid], item, place)
    return SittingWriter(writer, row, mandates, items)


def _sitting_row(
    council: Council, facts: sittings.Sitting, mandates: Mapping[str, Mandate], path: str
) -> Sitting:
    return Sitting(
        council=council,
        uid=facts.uid,
        held_on=facts.held_on,
        origin=facts.origin,
        starts_at=facts.starts_at,
        opened_at=facts.opened_at,
        closed_at=facts.closed_at,
        place=facts.place,
        session=facts.session,
        is_public=facts.is_public,
        chair=named(mandates, facts.chair, f"{path}.chair", "Membre"),
        attendance_recorded=facts.attendance_recorded,
        convocation_sent_on=facts.convocation.sent_on,
        convocation_is_urgent=facts.convocation.is_urgent,
        convocation_urgency_reason=facts.convocation.urgency_reason,
        convocation_second_of=facts.convocation.second_of,
        convocation_requested_by=facts.convocation.requested_by,
        convocation_requested_on=facts.convocation.requested_on,
        convocation_requesting_members=facts.convocation.requesting_members,
        derogation_basis=facts.derogation.basis,
        derogation_quorum_of_third=facts.derogation.quorum_of_third,
        derogation_proxies_per_holder=facts.derogation.proxies_per_holder,
        derogation_is_remote_allowed=facts.derogation.is_remote_allowed,
        minutes_settled_in=facts.minutes_settled_in,
    )


def _write_bars(target: SittingWriter, row: AgendaItem, item: sittings.AgendaItem, path: str) -> None:
    for index, bar in enumerate(item.bars):
        place = f"{path}.bars[{index}]"
        member = target.member(bar.member, f"{place}.member")
        target.writer.write(Bar(item=row, member=member, ground=bar.ground), place)


def _item_row(target: SittingWriter, item: sittings.AgendaItem, path: str) -> AgendaItem:
    nomination = item.nomination
    return AgendaItem(
        sitting=target.sitting,
        uid=item.uid,
        order=item.order,
        title_html=item.title_html,
        theme=item.theme,
        kind=item.kind,
        outcome=item.outcome,
        examined=item.examined,
        matter_code=item.matter_code,
        rapporteur=target.optional_member(item.rapporteur, f"{path}.rapporteur"),
        chair=target.optional_member(item.chair, f"{path}.chair"),
        secretary=target.optional_member(item.secretary, f"{path}.secretary"),
        note_html=item.note_html,
        is_transmissible=item.is_transmissible,
        added_in_sitting=item.added_in_sitting,
        nomination_basis="" if nomination is None else nomination.basis,
        nomination_unanimous_waiver=None if nomination is None else nomination.unanimous_waiver,
        nomination_single_candidacy=None if nomination is None else nomination.single_candidacy,
        subject=item.subject,
        financial_year=item.financial_year,
        treasurer_account_received=item.treasurer_account_received,
    )


def write_people(target: SittingWriter, facts: sittings.Sitting, path: str) -> None:
    """Secretaries, auxiliaries and dispatches of the convocation."""
    for index, uid in enumerate(facts.secretaries):
        place = f"{path}.secretaries[{index}]"
        secretary = SittingSecretary(sitting=target.sitting, position=index, member=target.member(uid, place))
        target.writer.write(secretary, place)
    for index, person in enumerate(facts.auxiliaries):
        auxiliary = Auxiliary(sitting=target.sitting, name=person.name, capacity=person.capacity)
        target.writer.write(auxiliary, f"{path}.auxiliaries[{index}]")
    for index, sent in enumerate(facts.convocation.dispatches):
        _write_dispatch(target, sent, f"{path}.convocation.dispatches[{index}]")


def _write_dispatch(target: SittingWriter, sent: sittings.Dispatch, path: str) -> None:
    row = Dispatch(
        sitting=target.sitting,
        member=target.member(sent.member, f"{path}.member"),
        channel=sent.channel,
        sent_at=sent.sent_at,
    )
    target.writer.write(row, path)


def write_timeline(target: SittingWriter, facts: sittings.Sitting, path: str) -> None:
    """Movements, and what the paper of a recorded act says."""
    for index, movement in enumerate(facts.movements):
        place = f"{path}.movements[{index}]"
        target.writer.write(_movement_row(target, movement, place), place)
    for index, statement in enumerate(facts.statements):
        place = f"{path}.statements[{index}]"
        target.writer.write(_statement_row(target, statement, place), place)


def _movement_row(target: SittingWriter, movement: movements.Movement, path: str) -> Movement:
    moment, until = movement.moment, movement.until
    return Movement(
        sitting=target.sitting,
        position=movement.position,
        kind=movement.kind,
        member=target.member(movement.member, f"{path}.member"),
        other=target.optional_member(movement.other, f"{path}.other"),
        moment_item=_moment_item(target, moment, f"{path}.moment.item"),
        moment_phase="" if moment is None else moment.phase,
        moment_ballot=None if moment is None else moment.ballot,
        until_item=_moment_item(target, until, f"{path}.until.item"),
        until_phase="" if until is None else until.phase,
        until_ballot=None if until is None else until.ballot,
        at=movement.at,
        note=movement.note,
        paper_dated_on=movement.paper.dated_on,
        paper_is_signed=movement.paper.is_signed,
        paper_received_by=movement.paper.received_by,
        paper_is_for_illness=movement.paper.is_for_illness,
        paper_covers_second_call=movement.paper.covers_second_call,
    )


def _moment_item(target: SittingWriter, moment: Moment | None, path: str) -> AgendaItem | None:
    return None if moment is None else target.item(moment.item, path)


def _statement_row(target: SittingWriter, statement: sittings.SourceStatement, path: str) -> SourceStatement:
    return SourceStatement(
        sitting=target.sitting,
        about=statement.about,
        text=statement.text,
        number=statement.number,
        item=target.optional_item(statement.item, f"{path}.item"),
        place=statement.place,
        confidence=statement.confidence,
    )
