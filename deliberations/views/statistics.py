"""Attendance and votes of a year, as the law lets anybody know them."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.views.access import MemberRequest, private_page
from councils.views.paging import query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.attendance import SeatState
from deliberations.forms.statistics import YearForm
from deliberations.queries.searching import years_of
from deliberations.queries.statistics import YearFigures, open_sittings, year_figures
from deliberations.views.searching import council_row

STATES = {
    SeatState.PRESENT: "Présent",
    SeatState.REMOTE: "Présent à distance",
    SeatState.REPRESENTED: "Représenté (pouvoir)",
    SeatState.SUBSTITUTED: "Remplacé par un suppléant",
    SeatState.STEPPED_ASIDE: "Présent, n'a pas pris part",
    SeatState.EXCUSED: "Excusé",
    SeatState.ABSENT: "Absent",
    SeatState.UNKNOWN: "Non connu",
}


@private_page
@require_safe
def statistics(request: MemberRequest, council: str) -> HttpResponseBase:
    """The figures of one year, each with what it counts; its tables as files."""
    row = council_row(request, council)
    form = YearForm(request.GET, years=years_of(row))
    year = form.year()
    figures = year_figures(row, year) if year is not None else None
    asked, file_format = request.GET.get("table", "presences"), request.GET.get("format")
    if figures is not None and file_format in FORMATS and asked in TABLES:
        return table_response(TABLES[asked](figures), file_format)
    still_open = 0 if year is None else open_sittings(row, year, council_day(row, timezone.now()))
    context = {
        "council": row,
        "form": form,
        "figures": figures,
        "still_open": still_open,
        "query": query_without_page(request),
    }
    return render(request, "deliberations/statistics.html", context)


def _members(figures: YearFigures) -> Table:
    columns = (
        Column("Membre", lambda member: member.name, 32),
        Column("Séances en exercice", lambda member: member.sittings),
        Column("Présent", lambda member: member.present),
        Column("Représenté", lambda member: member.represented),
        Column("Excusé", lambda member: member.excused),
        Column("Absent", lambda member: member.absent),
        Column("Non connu", lambda member: member.unknown),
        Column("Taux de présence (%)", lambda member: member.rate, 20),
    )
    return Table(f"presences-{figures.year}", columns, figures.members)


def _seats(figures: YearFigures) -> Table:
    columns = (
        Column("Séance", lambda seat: seat.held_on),
        Column("Membre", lambda seat: seat.name, 32),
        Column("Présence", lambda seat: STATES[seat.state], 28),
    )
    return Table(f"presences-par-seance-{figures.year}", columns, figures.seats)


def _votes(figures: YearFigures) -> Table:
    columns = (
        Column("Membre", lambda member: member.name, 32),
        Column("Pour", lambda member: member.in_favour),
        Column("Contre", lambda member: member.against),
        Column("Abstention", lambda member: member.abstentions),
        Column("Ne prend pas part au vote", lambda member: member.not_voting, 26),
    )
    return Table(f"scrutins-publics-{figures.year}", columns, figures.votes)


TABLES: dict[str, Callable[[YearFigures], Table]] = {
    "presences": _members,
    "seances": _seats,
    "scrutins": _votes,
}
