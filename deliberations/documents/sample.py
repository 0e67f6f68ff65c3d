"""A sample deliberation of a council, so that its wording is seen before anything is decided.

Everything but the subject comes from the council's own facts: its people, its order, its style, its numbers.
"""

from datetime import date, timedelta

from councils.domain.bodies import Council
from councils.domain.membership import mandates_in_office
from councils.domain.ranks import HEADS, table_order
from deliberations.documents.builder import view_deliberation
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.acts import Clause, ClauseKind, Deliberation, OperativePart
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, Convocation, Sitting
from deliberations.domain.votes import Choice, Vote

_ITEM, _VOTE, _ACT = "exemple", "vote", "acte"
_NOTICE = timedelta(days=7)
_TITLE = "Exemple : tarifs de location de la salle des fêtes"


def sample_view(council: Council, on: date) -> DeliberationView:
    """The draft of an extract of that day: everybody is there but the last member, who gives a proxy.

    The attendance is not known where nobody sits.
    """
    record = sample_record(council, on)
    return view_deliberation(
        record, record.act(_ACT), rendition=Rendition.EXTRACT, edited_on=on, is_draft=True
    )


def sample_record(council: Council, on: date) -> Record:
    """The sitting of the sample: one item, one vote, one act."""
    return Record(council, _sitting(council, on))


def _sitting(council: Council, on: date) -> Sitting:
    members = [ranked.mandate for ranked in table_order(council, on)]
    heads = [m.uid for m in members if any(office.kind in HEADS for office in m.offices)]
    names = [m.uid for m in members]
    return Sitting(
        uid="exemple",
        held_on=on,
        place=council.usual_place,
        chair=next(iter(heads or names), None),
        secretaries=tuple(names[1:2]),
        convocation=Convocation(sent_on=on - _NOTICE),
        attendance_recorded=bool(mandates_in_office(council, on)),
        agenda=(AgendaItem(_ITEM, 1, _TITLE, theme="Finances"),),
        movements=_movements(names),
        votes=(Vote(_VOTE, (_ITEM,), everyone=Choice.FOR),) if names else (),
        deliberations=(_act(on),),
    )


def _movements(names: list[str]) -> tuple[Movement, ...]:
    away = names[-1:] if len(names) > 3 else []
    opening = [
        Movement(n, MovementKind.PRESENT, uid) for n, uid in enumerate(names, start=1) if uid not in away
    ]
    proxies = [Movement(len(names), MovementKind.GIVES_PROXY, uid, names[1]) for uid in away]
    return (*opening, *proxies)


def _act(on: date) -> Deliberation:
    return Deliberation(
        uid=_ACT,
        item=_ITEM,
        year=on.year,
        sequence=1,
        title_html=_TITLE,
        statement_html="<p>Ce texte est un exemple. Il montre comment vos délibérations seront rédigées et mises en "
        "page ; il ne décide de rien.</p>",
        clauses=(
            Clause(ClauseKind.VU, "le code général des collectivités territoriales"),
            Clause(ClauseKind.CONSIDERANT, "qu'il convient de fixer les tarifs de la salle des fêtes"),
        ),
        operative=(
            OperativePart(
                (
                    "de fixer à 150 euros le tarif de location pour une journée",
                    "d'appliquer ce tarif aux habitants",
                )
            ),
        ),
    )
