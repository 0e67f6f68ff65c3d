"""What the administration of every subject shares."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin


class ReadOnly:
    """Rows added once by the services: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartInline(admin.TabularInline):
    """Rows of a sitting or an act, entered by the services and corrected on their own page."""

    extra = 0
    show_change_link = True


def inline(row_model: type[Model], *references: str, fk: str | None = None) -> type[PartInline]:
    """A table of ``row_model`` in its parent's page; ``references`` are chosen apart."""
    options = {"model": row_model, "raw_id_fields": references, "fk_name": fk, "__doc__": row_model.__doc__}
    return type(f"{row_model.__name__}Inline", (PartInline,), options)


def frozen_inline(row_model: type[Model]) -> type[admin.TabularInline]:
    """The same for rows that are only read."""
    options = {"model": row_model, "__doc__": row_model.__doc__}
    return type(f"{row_model.__name__}Inline", (ReadOnly, PartInline), options)


class SittingPartAdmin(SimpleHistoryAdmin):
    """A row of one sitting."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__", "sitting")
    list_filter: ClassVar[tuple[str, ...]] = ("sitting__council",)
    search_fields: ClassVar[tuple[str, ...]] = ("sitting__uid", "sitting__council__place_name")
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("sitting__council",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.model._meta.fields
        self.raw_id_fields = tuple(field.name for field in fields if field.is_relation)


class NestedRowAdmin(SittingPartAdmin):
    """A row that hangs on a vote, an election or an act."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__",)
    list_filter: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    list_select_related: ClassVar[tuple[str, ...] | bool] = False


class AfterAdmin(ReadOnly, admin.ModelAdmin):
    """What is computed, or was done once after the closing: it is read, never written here."""

    list_display: tuple[str, ...] = ("__str__", "sitting")
    list_filter: ClassVar[tuple[str, ...]] = ("sitting__council",)
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("sitting__council",)
