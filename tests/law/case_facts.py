"""From a case as written to the facts that the engine reads: the council, the sitting and its neighbours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from councils.domain.bodies import Council
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.findings import Override
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    Auxiliary,
    Channel,
    Convocation,
    Derogation,
    Dispatch,
    Origin,
    PaperPublication,
    Requester,
    Sitting,
    SittingPaper,
    SourceStatement,
    Suspension,
)
from tests.law.case_council import council_of, head_of
from tests.law.case_items import Points, points_of
from tests.law.case_moves import movements_of
from tests.law.case_reader import (
    YES_NO,
    Case,
    Fields,
    instant_of,
    moment_of,
    names_in,
    only,
    reading,
)
from tests.law.case_votes import Names

USUAL_DATE = "19/12/2023 à 20:00"
USUAL_HOUR = time(20, 0)
USUAL_NOTICE = timedelta(days=10)
ORIGINS = {"séance": Origin.LIVE, "acte ancien": Origin.RECORDED}
REQUESTERS = {"préfet": Requester.PREFECT, "membres": Requester.MEMBERS}
_NEIGHBOURS = {"précédente": "avant", "suivante": "apres", "cette séance": "seance", "inconnue": "inconnue"}
PAPERS = {"liste des délibérations": SittingPaper.DECISION_LIST, "procès-verbal": SittingPaper.MINUTES}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the engine is asked about: one sitting among the others of its council, on the day ``today``."""

    record: Record
    others: tuple[Sitting, ...]
    today: date
    year: int


def situation_of(case: Case) -> Situation:
    """The facts of a case. Raises ``CaseRefused``."""
    with reading(dict(case.facts), case.place) as fields:
        council = council_of(fields.raw("conseil"), case.place)
        names = _names_of(council)
        before = [
            _neighbour(each, f"séance précédente {n}", f"avant{n}", council, names, case.place)
            for n, each in enumerate(fields.items("séances précédentes"), start=1)
        ]
        after = [
            _neighbour(each, f"séance suivante {n}", f"apres{n}", council, names, case.place)
            for n, each in enumerate(fields.items("séances suivantes"), start=1)
        ]
        sitting = sitting_of(fields, "seance", council, names)
        _must_be_there(fields, sitting, {"inconnue", "seance", *(s.uid for s in (*before, *after))})
        return Situation(
            Record(council, sitting, tuple(before)),
            (*before, *after),
            fields.day("aujourd'hui") or sitting.held_on,
            fields.number("année") or sitting.held_on.year,
        )


def _names_of(council: Council) -> Names:
    """Reads names, and refuses one that nobody bears."""
    known, head = {m.uid for m in council.mandates}, head_of(council)

    def names(value: Any, place: str) -> tuple[str, ...]:
        found = names_in(value, place, head)
        unknown = [name for name in found if name not in known]
        if unknown:
            Fields({}, place).refuse(f"aucun membre ne s'appelle {', '.join(unknown)}")
        return found

    return names


def _neighbour(data: Any, label: str, uid: str, council: Council, names: Names, place: str) -> Sitting:
    with reading(data, f"{place}, {label}") as fields:
        return sitting_of(fields, uid, council, names)


def sitting_of(fields: Fields, uid: str, council: Council, names: Names) -> Sitting:
    """One sitting: called ten days before, held by the head of the body, A2 being its secretary unless told."""
    held_on, hour = moment_of(fields.text("date", USUAL_DATE), f"{fields.place}, date")
    points = points_of(fields, names, held_on.year)
    is_recorded, movements = movements_of(fields, council, names, held_on)
    _must_be_on_agenda(fields, points, movements)
    return Sitting(
        uid=uid,
        held_on=held_on,
        origin=fields.choice("origine", ORIGINS, Origin.LIVE),
        starts_at=fields.choice("heure", {"inconnue": None}, hour or USUAL_HOUR),
        opened_at=instant_of(fields.raw("ouverte le"), f"{fields.place}, ouverte le"),
        closed_at=instant_of(fields.raw("close le"), f"{fields.place}, close le"),
        place=fields.text("lieu", council.usual_place or "à la mairie"),
        is_public=fields.choice("public", YES_NO, True),
        chair=_chair(fields, council, names),
        secretaries=_secretaries(fields, names),
        auxiliaries=tuple(Auxiliary(name) for name in fields.items("auxiliaires")),
        convocation=_convocation(fields, held_on, names),
        attendance_recorded=is_recorded,
        agenda=points.agenda,
        movements=movements,
        votes=points.votes,
        elections=points.elections,
        deliberations=points.acts,
        statements=tuple(_statements(fields)),
        suspensions=tuple(_suspensions(fields)),
        derogation=_derogation(fields),
        minutes_settled_in=_neighbour_uid(fields, "procès-verbal arrêté à") or "",
        publications=_publications(fields),
        overrides=tuple(_overrides(fields)),
    )


def _must_be_there(fields: Fields, sitting: Sitting, known: set[str]) -> None:
    named = {sitting.convocation.second_of, sitting.minutes_settled_in} - {""}
    if not named <= known:
        fields.refuse("une séance nommée n'est écrite ni avant ni après celle-ci")


def _must_be_on_agenda(fields: Fields, points: Points, movements: Sequence[Movement]) -> None:
    known = {item.uid for item in points.agenda}
    moments = (moment for move in movements for moment in (move.moment, move.until) if moment)
    named = {moment.item for moment in moments} | {item for vote in points.votes for item in vote.items}
    if not named <= known:
        fields.refuse(f"pas à l'ordre du jour : {', '.join(sorted(named - known))}")


def _chair(fields: Fields, council: Council, names: Names) -> str | None:
    given = fields.raw("président")
    if given == "inconnu":
        return None
    return only(names(given, f"{fields.place}, président"), fields.place) if given else head_of(council)


def _secretaries(fields: Fields, names: Names) -> tuple[str, ...]:
    given = fields.raw("secrétaire") or "A2"
    return () if given == "aucun" else names(given, f"{fields.place}, secrétaire")


def _convocation(fields: Fields, held_on: date, names: Names) -> Convocation:
    data = fields.raw("convocation")
    if data == "inconnue":
        return Convocation()
    with reading(data, f"{fields.place}, convocation") as told:
        is_one_by_one = told.flag("membre par membre")
        sent_on = None if is_one_by_one else told.day("envoyée le") or held_on - USUAL_NOTICE
        return Convocation(
            sent_on=sent_on,
            dispatches=tuple(_dispatches(told, names)),
            is_urgent=bool(told.flag("urgence")),
            urgency_reason=told.text("motif"),
            second_of=_neighbour_uid(told, "seconde convocation de") or "",
            requested_by=told.choice("demandée par", REQUESTERS, Requester.NOBODY),
            requested_on=told.day("demandée le"),
            requesting_members=told.number("demandeurs"),
        )


def _dispatches(told: Fields, names: Names) -> Iterator[Dispatch]:
    """« envois »: members called apart, each with the day of the dispatch (at noon, UTC)."""
    with reading(told.raw("envois"), f"{told.place}, envois") as sent:
        for written in list(sent.rest()):
            on = sent.day(written)
            for member in names(written, sent.place):
                yield Dispatch(
                    member, Channel.ELECTRONIC, datetime.combine(on or date.min, time(12), tzinfo=UTC)
                )


def _neighbour_uid(fields: Fields, key: str) -> str | None:
    """« précédente 1 », « suivante 1 », « cette séance », or « inconnue » for one that is not recorded."""
    written = fields.text(key)
    if not written:
        return None
    found = re.fullmatch(r"(précédente|suivante) (\d+)|cette séance|inconnue", written)
    if found is None:
        fields.refuse(f"« {key} » : « précédente 1 », « suivante 1 », « cette séance » ou « inconnue »")
        return None
    return f"{_NEIGHBOURS[found[1]]}{found[2]}" if found[1] else _NEIGHBOURS[written]


def _suspensions(fields: Fields) -> Iterator[Suspension]:
    """« suspensions »: before which item, from when to when."""
    for each in fields.items("suspensions"):
        with reading(each, f"{fields.place}, suspensions") as told:
            item = told.number("point")
            starts, ends = (instant_of(told.raw(key), f"{told.place}, {key}") for key in ("de", "à"))
            yield Suspension(Moment(f"p{item}"), starts, ends)


def _derogation(fields: Fields) -> Derogation:
    with reading(fields.raw("régime dérogatoire"), f"{fields.place}, régime dérogatoire") as told:
        return Derogation(
            basis=told.text("texte"),
            quorum_of_third=told.flag("quorum du tiers"),
            proxies_per_holder=told.number("pouvoirs par membre"),
            is_remote_allowed=told.flag("séance à distance"),
        )


def _publications(fields: Fields) -> tuple[PaperPublication, ...]:
    with reading(fields.raw("publications"), f"{fields.place}, publications") as told:
        days = [(paper, told.day(word)) for word, paper in PAPERS.items()]
        return tuple(PaperPublication(paper, PublicFact(on, Source.DECLARED)) for paper, on in days if on)


def _statements(fields: Fields) -> Iterator[SourceStatement]:
    """« mentions »: what an old paper says, to be compared with the facts."""
    for each in fields.items("mentions"):
        with reading(each, f"{fields.place}, mentions") as told:
            number, item = told.number("nombre"), told.number("point")
            about, text = told.text("sujet"), told.text("texte") or str(number)
            yield SourceStatement(about, text, number, item=f"p{item}" if item else None)


def _overrides(fields: Fields) -> Iterator[Override]:
    """« constats écartés »: a warning set aside, with its reason."""
    for each in fields.items("constats écartés"):
        with reading(each, f"{fields.place}, constats écartés") as told:
            item = told.number("point")
            yield Override(told.text("constat"), told.text("motif"), item=f"p{item}" if item else None)
