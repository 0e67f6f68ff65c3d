"""The library of visas and considérants: found as one types, kept tidy on its own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.permissions import may_write
from councils.queries import row_named, visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.paging import query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.linter.folding import fold
from deliberations.domain.texts import text_of
from deliberations.models import LibraryClause
from deliberations.permissions import get_council_object_or_404
from deliberations.services.clauses_library import search_clauses, set_clause_hidden
from deliberations.views.acts import deliberation_row

PER_PAGE = 30


@private_page
@require_safe
def clause_search(request: MemberRequest, **place: str) -> HttpResponse:
    """The clauses that hold the words typed: a piece of the editor's page."""
    row = deliberation_row(request.user, place, may=may_write)
    asked = request.GET.get("visa", "")[:200]
    found = search_clauses(row.council, asked)
    return render(
        request, "deliberations/write/_clauses_found.html", {"clauses_found": found, "asked": asked}
    )


@private_page
@require_http_methods(GET_OR_POST)
def library(request: MemberRequest, council: str) -> HttpResponseBase:
    """Every clause of the council, the most used first; one no longer wanted is proposed no more."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), may=may_write, uid=council)
    if request.method == "POST":
        return _toggled(request, LibraryClause.objects.filter(council=row))
    words = request.GET.get("mots", "")[:200]
    clauses = LibraryClause.objects.filter(council=row)
    for word in fold(words).split()[:8]:
        clauses = clauses.filter(key__contains=word)
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("visas", CLAUSE_COLUMNS, clauses.iterator()), file_format)
    page = Paginator(clauses, PER_PAGE).get_page(request.GET.get("page"))
    context = {"council": row, "page": page, "words": words, "query": query_without_page(request)}
    return render(request, "deliberations/write/clause_library.html", context)


CLAUSE_COLUMNS = (
    Column("Nature", lambda clause: clause.get_kind_display()),
    Column("Texte", lambda clause: text_of(clause.text_html), 90),
    Column("Emplois", lambda clause: clause.uses, 10),
    Column("Dernier emploi", lambda clause: clause.last_used_on),
    Column("Proposé", lambda clause: not clause.hidden, 10),
)


def _toggled(request: MemberRequest, clauses: QuerySet[LibraryClause]) -> HttpResponse:
    clause = row_named(clauses, request.POST.get("clause", ""))
    if clause is None:
        messages.error(request, "Ce visa n'est plus dans la bibliothèque.")
    elif clause.hidden:
        set_clause_hidden(clause, hidden=False, by=request.user)
        messages.success(request, "Ce visa est de nouveau proposé.")
    else:
        set_clause_hidden(clause, hidden=True, by=request.user)
        messages.success(request, "Ce visa n'est plus proposé. Les actes qui le citent ne changent pas.")
    return redirect(request.get_full_path())
