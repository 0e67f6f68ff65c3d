"""What belongs to a whole council: files, dues, search, backups, public pages, templates."""

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, ReadOnly


@admin.register(models.StoredFile)
class StoredFileAdmin(ReadOnly, admin.ModelAdmin):
    """Files received: their bytes never change."""

    list_display = ("name", "media_type", "size", "pages", "received_at", "council")
    list_filter = ("media_type", "council")
    date_hierarchy = "received_at"
    search_fields = ("name", "sha256")
    list_select_related = ("council",)


@admin.register(models.DueRow)
class DueRowAdmin(AfterAdmin):
    """Duties that wait."""

    list_display = ("__str__", "code", "last", "is_window", "council")
    list_filter = ("is_window", "council")
    list_select_related = ("council",)


@admin.register(models.PublicPages)
class PublicPagesAdmin(admin.ModelAdmin):
    """Public pages opened or closed against the habit of the body."""

    list_display = ("__str__", "is_open")
    list_select_related = ("council",)
    autocomplete_fields = ("council",)


@admin.register(models.SearchEntry)
class SearchEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What is searched: made again from the facts, never written here."""

    list_display = ("__str__", "kind", "held_on", "number", "is_draft", "council")
    list_filter = ("kind", "is_draft", "council")
    search_fields = ("number", "title")
    list_select_related = ("council",)


@admin.register(models.Backup)
class BackupAdmin(ReadOnly, admin.ModelAdmin):
    """Backups handed over: their digest, never their content."""

    list_display = ("file_name", "made_at", "made_by", "size", "council")
    list_filter = ("council",)
    date_hierarchy = "made_at"
    search_fields = ("file_name", "sha256")
    list_select_related = ("council", "made_by")


@admin.register(models.WordTemplate)
class WordTemplateAdmin(ReadOnly, admin.ModelAdmin):
    """Word templates of the councils: checked and put in use by their own page alone."""

    list_display = ("__str__", "kind", "is_active", "uploaded_at", "uploaded_by", "council")
    list_filter = ("kind", "is_active", "council")
    list_select_related = ("council", "uploaded_by", "file")
