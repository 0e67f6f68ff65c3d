"""Finding: one question across everything, and the long lists with their filters and exports."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.models import Council
from councils.permissions import may_read_drafts
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.search import EntryKind
from deliberations.forms.filters import ActFilter, SearchFilter, SearchForm, SittingFilter
from deliberations.models import SearchEntry, Sitting
from deliberations.models.choices import ORIGINS
from deliberations.models.search import ENTRY_KINDS
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.decisions import stages_of_unsigned
from deliberations.queries.lists import with_counts
from deliberations.queries.searching import Answer, entries_of, find
from deliberations.services.searching import refresh_index
from deliberations.views.shown.decision import badge_of_stage
from deliberations.views.shown.found import Badge, badges_of, entry_url, found_entry

EXPORTED_AT_ONCE = 500
"""Rows read from the database together by an export."""


def council_row(request: MemberRequest, uid: str, **options: Any) -> Council:
    """The council at an address, or 404, or 403 when ``may`` refuses."""
    return get_council_object_or_404(request.user, visible_councils(request.user), uid=uid, **options)


@private_page
@require_safe
def search(request: MemberRequest, council: str) -> HttpResponseBase:
    """Everything that answers a question, the best first; with filters and no question, all that they keep."""
    row = council_row(request, council)
    refresh_index(row)
    with_drafts = may_read_drafts(request.user, row)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    answer = _answer(row, text, with_drafts=with_drafts, has_filters=_has_filters(request))
    chosen = SearchFilter(request.GET, answer.rows, council=row, with_drafts=with_drafts)
    rows = chosen.qs if chosen.is_valid() else answer.rows.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("recherche", RESULT_COLUMNS, _streamed(rows, request, row)), file_format)
    page = page_of(rows, request)
    drafts = _unsigned_decisions(row, page)
    context = {
        "council": row,
        "form": form,
        "chosen": chosen,
        "text": text,
        "page": page,
        "results": [found_entry(entry, row, answer.roots, drafts) for entry in page],
        "is_wider": answer.is_wider,
        "is_asked": bool(text.strip()) or chosen.is_used,
        "most": MOST_COUNTED,
        "query": query_without_page(request),
    }
    return render(request, "deliberations/search.html", context)


def _unsigned_decisions(council: Council, entries: Iterable[SearchEntry]) -> dict[str, Badge]:
    """What is said of each decision that is not signed, as in their own list; no query where there is none."""
    uids = [entry.uid for entry in entries if entry.kind == EntryKind.DECISION and entry.is_draft]
    return {uid: badge_of_stage(stage) for uid, stage in stages_of_unsigned(council, uids).items()}


def _has_filters(request: MemberRequest) -> bool:
    return any(request.GET.get(name) for name in SearchFilter.base_filters)


def _answer(council: Council, text: str, *, with_drafts: bool, has_filters: bool) -> Answer:
    entries = entries_of(council, with_drafts=with_drafts)
    if text.strip() or not has_filters:
        return find(entries, text)
    return Answer(entries.order_by("-held_on", "kind", "order", "pk"), frozenset())


@private_page
@require_safe
def act_list(request: MemberRequest, council: str) -> HttpResponseBase:
    """The acts of a council, the latest first."""
    row = council_row(request, council)
    refresh_index(row)
    with_drafts = may_read_drafts(request.user, row)
    entries = entries_of(row, with_drafts=with_drafts).filter(kind=EntryKind.ACT)
    ordered = entries.order_by("-held_on", "order", "pk")
    chosen = ActFilter(request.GET, ordered, council=row, with_drafts=with_drafts)
    rows = chosen.qs if chosen.is_valid() else ordered.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("deliberations", ACT_COLUMNS, _streamed(rows, request, row)), file_format)
    page = page_of(rows.defer("body", "stems", "title_stems"), request)
    shown = [{"entry": entry, "url": entry_url(entry, row), "badges": badges_of(entry)} for entry in page]
    context = {"council": row, "chosen": chosen, "page": page, "acts": shown, "most": MOST_COUNTED}
    return render(request, "deliberations/act_list.html", {**context, "query": query_without_page(request)})


@private_page
@require_safe
def sitting_archive(request: MemberRequest, council: str) -> HttpResponseBase:
    """The sittings of a council with filters, the latest first."""
    row = council_row(request, council)
    ordered = Sitting.objects.filter(council=row).order_by("-held_on", "-pk")
    chosen = SittingFilter(request.GET, ordered, council=row, with_drafts=may_read_drafts(request.user, row))
    rows = chosen.qs if chosen.is_valid() else ordered.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        counted = rows.annotate(
            item_count=Count("agenda", distinct=True), act_count=Count("deliberations", distinct=True)
        )
        return table_response(Table("seances", SITTING_COLUMNS, counted.iterator()), file_format)
    page = page_of(rows, request)
    context = {"council": row, "chosen": chosen, "page": page, "sittings": with_counts(list(page))}
    return render(
        request,
        "deliberations/sitting_archive.html",
        {**context, "most": MOST_COUNTED, "query": query_without_page(request)},
    )


def _streamed(
    rows: QuerySet[SearchEntry], request: MemberRequest, council: Council
) -> Iterator[tuple[SearchEntry, str]]:
    """Each entry with the full address of its page."""
    for entry in rows.defer("body", "stems", "title_stems").iterator(chunk_size=EXPORTED_AT_ONCE):
        address = "" if entry.kind == EntryKind.MEMBER else entry_url(entry, council)
        yield entry, request.build_absolute_uri(address) if address else ""


ACT_COLUMNS = (
    Column("Numéro", lambda row: row[0].number),
    Column("Date de la séance", lambda row: row[0].held_on),
    Column("Objet", lambda row: row[0].title, 70),
    Column("Thème", lambda row: row[0].theme, 24),
    Column("Matière", lambda row: row[0].matter_code),
    Column("Résultat", lambda row: row[0].get_verdict_display()),
    Column("État", lambda row: row[0].get_state_display()),
    Column("Projet", lambda row: row[0].is_draft, 8),
    Column("Adresse", lambda row: row[1], 60),
)
RESULT_COLUMNS = (
    Column("Nature", lambda row: ENTRY_KINDS[EntryKind(row[0].kind)], 22),
    *ACT_COLUMNS,
)
SITTING_COLUMNS = (
    Column("Date", lambda row: row.held_on),
    Column("Lieu", lambda row: row.place, 40),
    Column("Séance publique", lambda row: row.is_public),
    Column("Points", lambda row: row.item_count, 8),
    Column("Délibérations", lambda row: row.act_count, 14),
    Column("Origine", lambda row: ORIGINS[row.origin], 30),
    Column("Clôturée le", lambda row: row.finished_at, 18),
)
