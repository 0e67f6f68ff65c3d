"""Registers: their volumes and what was entered in them; the works asked of the worker."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models
from deliberations.admin.shared import ReadOnly


@admin.register(models.RegisterVolume)
class RegisterVolumeAdmin(ReadOnly, SimpleHistoryAdmin):
    """Volumes of registers: opened and closed by the services."""

    list_display = ("__str__", "since", "until", "first_sheet", "closed_on")
    list_filter = ("council",)
    list_select_related = ("council",)


@admin.register(models.RegisterEntry)
class RegisterEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What was entered in the registers."""

    list_display = ("__str__", "on", "title", "first_sheet", "last_sheet", "entered_at")
    list_filter = ("kind", "council")
    search_fields = ("number", "title", "theme")


@admin.register(models.RegisterWork)
class RegisterWorkAdmin(ReadOnly, admin.ModelAdmin):
    """Long works asked about registers."""

    list_display = ("__str__", "asked_at", "done", "total", "ended_at")
    list_filter = ("state", "volume__council")
    list_select_related = ("volume__council",)


@admin.register(models.PackWork)
class PackWorkAdmin(ReadOnly, admin.ModelAdmin):
    """Packs to print and to sign asked of the worker."""

    list_display = ("__str__", "asked_at", "done", "total", "ended_at")
    list_filter = ("state", "sitting__council")
    list_select_related = ("sitting__council",)
