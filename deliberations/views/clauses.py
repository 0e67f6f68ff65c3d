"""The library of visas and considérants: found as one types, kept tidy on its own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.permissions import may_write
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from deliberations.domain.linter.folding import fold
from deliberations.models import LibraryClause
from deliberations.permissions import get_council_object_or_404
from deliberations.services.clauses_library import hide_clause, search_clauses, show_clause
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
@require_http_methods(["GET", "HEAD", "POST"])
def library(request: MemberRequest, council: str) -> HttpResponse:
    """Every clause of the council, the most used first; one no longer wanted is proposed no more."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), may=may_write, uid=council)
    if request.method == "POST":
        return _toggled(request, LibraryClause.objects.filter(council=row))
    words = request.GET.get("mots", "")[:200]
    clauses = LibraryClause.objects.filter(council=row)
    for word in fold(words).split()[:8]:
        clauses = clauses.filter(key__contains=word)
    page = Paginator(clauses, PER_PAGE).get_page(request.GET.get("page"))
    context = {"council": row, "page": page, "words": words}
    return render(request, "deliberations/write/clause_library.html", context)


def _toggled(request: MemberRequest, clauses) -> HttpResponse:  # type: ignore[no-untyped-def]
    asked = request.POST.get("clause", "")
    clause = (
        clauses.filter(pk=int(asked)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 16
        else None
    )
    if clause is None:
        messages.error(request, "Ce visa n'est plus dans la bibliothèque.")
    elif clause.hidden:
        show_clause(clause)
        messages.success(request, "Ce visa est de nouveau proposé.")
    else:
        hide_clause(clause)
        messages.success(request, "Ce visa n'est plus proposé. Les actes qui le citent ne changent pas.")
    return redirect(request.get_full_path())
