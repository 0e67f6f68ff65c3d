"""Sittings, from their agenda to their results."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, NestedRowAdmin, ReadOnly, SittingPartAdmin, inline


@admin.register(models.Sitting)
class SittingAdmin(SimpleHistoryAdmin):
    """Sittings with all that hangs on them."""

    list_display = ("__str__", "held_on", "origin", "opened_at", "closed_at")
    list_filter = ("origin", "council", "is_public")
    date_hierarchy = "held_on"
    search_fields = ("council__place_name", "uid", "place")
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    autocomplete_fields = ("council",)
    raw_id_fields = ("chair",)
    inlines = (
        inline(models.SittingSecretary, "member"),
        inline(models.Auxiliary),
        inline(models.Dispatch, "member"),
        inline(models.Movement, "member", "other", "moment_item", "until_item"),
        inline(models.SourceStatement, "item"),
        inline(models.Suspension, "moment_item"),
        inline(models.PaperPublication, "declared_by"),
        inline(models.Override, "item"),
    )


@admin.register(models.AgendaItem)
class AgendaItemAdmin(SittingPartAdmin):
    """Items of agendas."""

    list_display = ("__str__", "kind", "outcome", "sitting")
    list_filter = ("kind", "outcome", "sitting__council")
    search_fields = ("title_html", "theme", "uid", "sitting__uid")
    readonly_fields = ("uid",)
    inlines = (inline(models.Bar, "member"),)


@admin.register(models.Movement)
class MovementAdmin(SittingPartAdmin):
    """The timeline."""

    list_display = ("__str__", "at", "sitting")
    list_filter = ("kind", "sitting__council")
    search_fields = ("member__person__family_name", "member__uid", "sitting__uid")
    list_select_related = ("sitting__council", "member__person")
    readonly_fields = ("recorded_at",)


admin.site.register(
    (models.Auxiliary, models.SourceStatement, models.PaperPublication, models.Override), SittingPartAdmin
)


@admin.register(models.Suspension)
class SuspensionAdmin(SittingPartAdmin):
    """Suspensions of sittings."""

    list_select_related = ("sitting__council", "moment_item")


@admin.register(models.SittingSecretary, models.Dispatch)
class MemberOfSittingAdmin(SittingPartAdmin):
    """A row about one member."""

    list_select_related = ("sitting__council", "member__person")


@admin.register(models.ItemPaper)
class ItemPaperAdmin(NestedRowAdmin):
    """Papers of items."""

    list_display = ("__str__", "kind", "is_for_members", "item")
    list_filter = ("kind", "item__sitting__council")
    search_fields = ("title", "file__name", "uid")
    list_select_related = ("item", "file")
    readonly_fields = ("uid",)


@admin.register(models.ItemModel)
class ItemModelAdmin(SimpleHistoryAdmin):
    """Subjects that councils keep for their agendas."""

    list_display = ("__str__", "kind", "is_hidden", "council")
    list_filter = ("kind", "is_hidden", "council")
    search_fields = ("title_html", "theme", "uid")
    list_select_related = ("council",)
    readonly_fields = ("uid",)
    autocomplete_fields = ("council",)


@admin.register(models.Gesture)
class GestureAdmin(ReadOnly, admin.ModelAdmin):
    """What was done while sittings were held."""

    list_display = ("__str__", "kind", "at", "by", "sitting", "undone_by")
    list_filter = ("kind", "sitting__council")
    date_hierarchy = "at"
    search_fields = ("message", "sitting__uid")
    list_select_related = ("by", "sitting__council", "undone_by")


@admin.register(models.ItemResult)
class ItemResultAdmin(AfterAdmin):
    """Frozen results of items."""

    list_display = ("__str__", "voters", "in_favour", "against", "sitting")
    list_select_related = ("sitting__council", "item")


@admin.register(models.SeatResult)
class SeatResultAdmin(AfterAdmin):
    """Frozen states of seats."""

    list_display = ("__str__", "item", "sitting")
    list_select_related = ("sitting__council", "item", "mandate__person")


@admin.register(models.Reopening)
class ReopeningAdmin(AfterAdmin):
    """Sittings opened again."""
