"""Pages of a list whose time does not grow with the list."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST_COUNTED = 2_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts up to ``MOST_COUNTED`` rows and no further; an export gives the rest."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: MOST_COUNTED + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are counted."""
        return self.count > MOST_COUNTED


def page_of(rows: QuerySet[Any], request: HttpRequest, *, per_page: int = 20) -> "Page[Any]":
    """The page asked by « ?page= »; the last or the first one when it does not exist."""
    return BoundedPaginator(rows, per_page).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest, **more: str) -> str:
    """The filters of the page as « annee=2023&… », without the page, with ``more``."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("format", None)
    for key, value in more.items():
        query[key] = value
    return query.urlencode()
