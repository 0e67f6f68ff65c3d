"""Rows of sittings as the domain's facts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from councils.models import Council, Mandate
from councils.queries import council_facts
from councils.related import attach
from deliberations.domain import findings, movements, sittings
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.votes import Nomination, NominationBasis
from deliberations.dossier.schema import Dossier
from deliberations.models import (
    AgendaItem,
    Movement,
    Override,
    PaperPublication,
    Sitting,
    SourceStatement,
    Suspension,
)
from deliberations.queries.acts import act_facts, public_fact
from deliberations.queries.decisions import dossier_decisions, reported_by_sitting
from deliberations.queries.minutes import MINUTES_FACTS, minutes_facts
from deliberations.queries.names import Names
from deliberations.queries.votes import election_facts, vote_facts

SITTING_FACTS = (
    "council",
    "secretary_rows",
    "auxiliaries",
    "dispatches",
    "agenda",
    "movements",
    "votes__item_rows",
    "votes__ballots",
    "votes__tally",
    "elections__rounds__candidates__member_rows",
    "deliberations__identifiers",
    "deliberations__clauses",
    "deliberations__operative__blocks",
    "deliberations__annexes__file",
    "deliberations__links",
    "deliberations__transmissions",
    "deliberations__publications",
    "deliberations__issued",
    "deliberations__legality",
    "deliberations__originals",
    "statements",
    "agenda__bars",
    "suspensions",
    "publications",
    "overrides",
    *MINUTES_FACTS,
)
"""All that the facts of a sitting read beside the sitting's own row."""


EARLIER_SITTINGS = 4
"""Five absences in a row, or a proxy of a fourth sitting, are the longest stories the rules tell."""


SITTINGS_AT_ONCE = 20
"""Sittings held in memory together when a whole archive is read."""


def record_of(sitting: Sitting) -> Record:
    """The facts of ``sitting`` and of its council, as documents need them: every act has its public id."""
    rows = Sitting.objects.filter(Q(pk=sitting.pk) | _is_earlier(sitting), council=sitting.council)
    found = _facts_by_key(rows.order_by("held_on", "pk"), printed=sitting.pk)
    own = found.pop(sitting.pk)
    return Record(council_facts(sitting.council), own, tuple(found.values()))


def reread(record: Record, sitting: Sitting) -> Record:
    """The record of ``sitting`` after a change of its own facts: its council and those before are kept as read."""
    found = _facts_by_key(Sitting.objects.filter(pk=sitting.pk), printed=sitting.pk)
    return replace(record, sitting=found[sitting.pk])


def planned_record(council: Council, facts: sittings.Sitting) -> Record:
    """A sitting that is only planned, on a form, read with the council and the sittings before it."""
    planned = Sitting(council=council, held_on=facts.held_on)
    rows = Sitting.objects.filter(_is_earlier(planned), council=council)
    return Record(council_facts(council), facts, _sittings_facts(rows.order_by("held_on", "pk")))


def _is_earlier(sitting: Sitting) -> Q:
    """The few sittings of the council before this one that a rule may read, and the one called a second time."""
    before = Sitting.objects.filter(council=sitting.council, held_on__lt=sitting.held_on)
    last = before.exclude(pk=sitting.pk).order_by("-held_on", "-pk").values_list("pk", flat=True)
    is_read = Q(pk__in=list(last[:EARLIER_SITTINGS]))
    if sitting.convocation_second_of:
        is_read |= Q(uid=sitting.convocation_second_of)
    return is_read


def facts_since(council: Council, day: date) -> tuple[sittings.Sitting, ...]:
    """The facts of every sitting of ``council`` held from ``day`` on, planned ones included, oldest first."""
    rows = Sitting.objects.filter(council=council, held_on__gte=day).order_by("held_on", "pk")
    return _sittings_facts(rows)


def neighbours_of(sitting: Sitting) -> tuple[sittings.Sitting, ...]:
    """The other sittings on which the duties of this one depend, with no more than their day and their call.

    They are the next one, the one that settled its minutes, and those that were called again after it.
    """
    others = Sitting.objects.filter(council=sitting.council).exclude(pk=sitting.pk)
    next_one = others.filter(held_on__gt=sitting.held_on).order_by("held_on", "pk").values("pk")[:1]
    is_read = Q(pk__in=[row["pk"] for row in next_one]) | Q(convocation_second_of=sitting.uid)
    if sitting.minutes_settled_in:
        is_read |= Q(uid=sitting.minutes_settled_in)
    rows = others.filter(is_read).order_by("held_on", "pk")
    return tuple(
        sittings.Sitting(
            uid=row.uid,
            held_on=row.held_on,
            convocation=sittings.Convocation(second_of=row.convocation_second_of),
        )
        for row in rows
    )


def records_in_order(council: Council, rows: QuerySet[Sitting]) -> Iterator[tuple[Sitting, Record]]:
    """The sittings of ``rows``, all of ``council``, the oldest first, each with its record but without those before.

    Read a few at a time: the memory does not grow with the archive.
    """
    facts = council_facts(council)
    keys = list(rows.order_by("held_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SITTINGS_AT_ONCE):
        some = Sitting.objects.filter(pk__in=keys[start : start + SITTINGS_AT_ONCE])
        found = list(some.select_related("council").order_by("held_on", "pk"))
        told = _sittings_facts(some.order_by("held_on", "pk"))
        yield from ((row, Record(facts, sitting)) for row, sitting in zip(found, told, strict=True))


def dossier_of(council: Council) -> Dossier:
    """All the facts of ``council``, of its sittings and of its mayor's decisions, in the order they were entered."""
    rows = Sitting.objects.filter(council=council).order_by("pk")
    delegations, decisions, pattern = dossier_decisions(council)
    return Dossier.of(
        council_facts(council),
        _sittings_facts(rows),
        delegations=delegations,
        decisions=decisions,
        decision_pattern=pattern,
    )


def _sittings_facts(rows: QuerySet[Sitting]) -> tuple[sittings.Sitting, ...]:
    return tuple(_facts_by_key(rows).values())


def _facts_by_key(rows: QuerySet[Sitting], *, printed: int | None = None) -> dict[int, sittings.Sitting]:
    """In the order of ``rows``. All the acts of the sitting ``printed`` have their public id."""
    found = list(rows)
    attach(found, SITTING_FACTS)
    councils = {row.council_id for row in found}
    mandates = dict(Mandate.objects.filter(council__in=councils).values_list("pk", "uid"))
    heard = reported_by_sitting(found)
    return {
        row.pk: replace(
            _sitting(row, _names(row, mandates), all_public_ids=row.pk == printed),
            reported_decisions=heard.get(row.pk, ()),
        )
        for row in found
    }


def _names(row: Sitting, mandates: dict[int, str]) -> Names:
    items = {item.pk: item.uid for item in row.agenda.all()}
    return Names(mandates=mandates, items=items, zone=ZoneInfo(row.council.time_zone))


def _sitting(row: Sitting, names: Names, *, all_public_ids: bool) -> sittings.Sitting:
    return sittings.Sitting(
        uid=row.uid,
        held_on=row.held_on,
        origin=sittings.Origin(row.origin),
        starts_at=row.starts_at,
        opened_at=names.local(row.opened_at),
        closed_at=names.local(row.closed_at),
        place=row.place,
        session=row.session,
        is_public=row.is_public,
        chair=names.member(row.chair_id),
        secretaries=tuple(names.mandates[each.member_id] for each in row.secretary_rows.all()),
        auxiliaries=tuple(sittings.Auxiliary(each.name, each.capacity) for each in row.auxiliaries.all()),
        convocation=_convocation(row, names),
        attendance_recorded=row.attendance_recorded,
        agenda=tuple(_item(item, names) for item in row.agenda.all()),
        movements=tuple(_movement(movement, names) for movement in row.movements.all()),
        votes=tuple(vote_facts(vote, names) for vote in row.votes.all()),
        elections=tuple(election_facts(election, names) for election in row.elections.all()),
        deliberations=tuple(
            act_facts(act, names, all_public_ids=all_public_ids) for act in row.deliberations.all()
        ),
        statements=_statements(row.statements.all(), names),
        suspensions=tuple(_suspension(each, names) for each in row.suspensions.all()),
        derogation=sittings.Derogation(
            basis=row.derogation_basis,
            quorum_of_third=row.derogation_quorum_of_third,
            proxies_per_holder=row.derogation_proxies_per_holder,
            is_remote_allowed=row.derogation_is_remote_allowed,
        ),
        minutes_settled_in=row.minutes_settled_in,
        minutes=minutes_facts(row, names),
        publications=tuple(_publication(each, names) for each in row.publications.all()),
        overrides=tuple(_override(each, names) for each in row.overrides.all()),
    )


def _suspension(row: Suspension, names: Names) -> sittings.Suspension:
    moment = Moment(names.items[row.moment_item_id], Phase(row.moment_phase), row.moment_ballot)
    return sittings.Suspension(moment, names.local(row.starts_at), names.local(row.ends_at))


def _publication(row: PaperPublication, names: Names) -> sittings.PaperPublication:
    return sittings.PaperPublication(sittings.SittingPaper(row.paper), public_fact(row, names))


def _override(row: Override, names: Names) -> findings.Override:
    return findings.Override(
        code=row.code,
        reason=row.reason,
        by=row.by,
        at=names.local(row.at),
        item=names.item(row.item_id),
        where=row.where,
    )


def _convocation(row: Sitting, names: Names) -> sittings.Convocation:
    return sittings.Convocation(
        sent_on=row.convocation_sent_on,
        dispatches=tuple(
            sittings.Dispatch(
                names.mandates[each.member_id], sittings.Channel(each.channel), names.local(each.sent_at)
            )
            for each in row.dispatches.all()
        ),
        is_urgent=row.convocation_is_urgent,
        urgency_reason=row.convocation_urgency_reason,
        second_of=row.convocation_second_of,
        requested_by=sittings.Requester(row.convocation_requested_by),
        requested_on=row.convocation_requested_on,
        requesting_members=row.convocation_requesting_members,
    )


def _item(row: AgendaItem, names: Names) -> sittings.AgendaItem:
    return sittings.AgendaItem(
        uid=row.uid,
        order=row.order,
        title_html=row.title_html,
        theme=row.theme,
        kind=sittings.ItemKind(row.kind),
        outcome=sittings.ItemOutcome(row.outcome),
        examined=row.examined,
        matter_code=row.matter_code,
        rapporteur=names.member(row.rapporteur_id),
        chair=names.member(row.chair_id),
        secretary=names.member(row.secretary_id),
        note_html=row.note_html,
        is_transmissible=row.is_transmissible,
        added_in_sitting=row.added_in_sitting,
        nomination=_nomination(row),
        subject=sittings.Subject(row.subject),
        financial_year=row.financial_year,
        treasurer_account_received=row.treasurer_account_received,
        bars=tuple(
            sittings.Bar(names.mandates[bar.member_id], sittings.BarGround(bar.ground))
            for bar in row.bars.all()
        ),
    )


def _nomination(row: AgendaItem) -> Nomination | None:
    if not row.nomination_basis:
        return None
    return Nomination(
        basis=NominationBasis(row.nomination_basis),
        unanimous_waiver=row.nomination_unanimous_waiver,
        single_candidacy=row.nomination_single_candidacy,
    )


def _movement(row: Movement, names: Names) -> movements.Movement:
    return movements.Movement(
        position=row.position,
        kind=movements.MovementKind(row.kind),
        member=names.mandates[row.member_id],
        other=names.member(row.other_id),
        moment=_moment(names.item(row.moment_item_id), row.moment_phase, row.moment_ballot),
        until=_moment(names.item(row.until_item_id), row.until_phase, row.until_ballot),
        at=names.local(row.at),
        note=row.note,
        paper=movements.ProxyPaper(
            dated_on=row.paper_dated_on,
            is_signed=row.paper_is_signed,
            received_by=row.paper_received_by,
            is_for_illness=row.paper_is_for_illness,
            covers_second_call=row.paper_covers_second_call,
        ),
    )


def _moment(item: str | None, phase: str, ballot: int | None) -> Moment | None:
    if item is None or ballot is None:
        return None
    return Moment(item=item, phase=Phase(phase), ballot=ballot)


def _statements(rows: Iterable[SourceStatement], names: Names) -> tuple[sittings.SourceStatement, ...]:
    return tuple(
        sittings.SourceStatement(
            about=row.about,
            text=row.text,
            number=row.number,
            item=names.item(row.item_id),
            place=row.place,
            confidence=sittings.Confidence(row.confidence),
        )
        for row in rows
    )
