"""Filters of the log of readings."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from councils.models import Council, Reading, User
from councils.models.reading import READING_KINDS


class ReadingFilter(django_filters.FilterSet):
    """By reader, kind of text and day."""

    lecteur = django_filters.ChoiceFilter(
        label="Lecteur", field_name="user_id", empty_label="Tous", choices=[]
    )
    nature = django_filters.ChoiceFilter(
        label="Nature",
        field_name="kind",
        empty_label="Toutes",
        choices=[(kind.value, label) for kind, label in READING_KINDS.items()],
    )
    depuis = django_filters.DateFilter(
        label="Depuis le", method="from_day", help_text="jj/mm/aaaa", input_formats=["%d/%m/%Y", "%Y-%m-%d"]
    )
    jusque = django_filters.DateFilter(
        label="Jusqu'au", method="to_day", help_text="jj/mm/aaaa", input_formats=["%d/%m/%Y", "%Y-%m-%d"]
    )

    class Meta:
        model = Reading
        fields: list[str] = []

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = User.objects.filter(pk__in=Reading.objects.filter(council=council).values("user")).order_by(
            "email"
        )
        self.filters["lecteur"].extra["choices"] = [(str(user.pk), str(user)) for user in users]

    @property
    def is_used(self) -> bool:
        """Whether a filter keeps rows out."""
        return any(self.data.get(name) for name in self.filters)

    def from_day(self, rows: QuerySet[Reading], name: str, value: Any) -> QuerySet[Reading]:
        return rows.filter(last_at__date__gte=value)

    def to_day(self, rows: QuerySet[Reading], name: str, value: Any) -> QuerySet[Reading]:
        return rows.filter(last_at__date__lte=value)
