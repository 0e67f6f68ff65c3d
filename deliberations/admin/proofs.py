"""The proof register: read here, written by the services alone."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models
from deliberations.admin.shared import ReadOnly


@admin.register(models.ProofEntry)
class ProofEntryAdmin(ReadOnly, admin.ModelAdmin):
    """Chained entries, without personal data."""

    list_display = ("__str__", "council", "at", "hash")
    list_filter = ("kind", "council")
    search_fields = ("hash", "commitment")
    list_select_related = ("council",)


@admin.register(models.ProofFact)
class ProofFactAdmin(ReadOnly, admin.ModelAdmin):
    """What the entries tell."""

    list_display = ("__str__", "table", "subject", "erased_at")
    list_filter = ("table", "entry__council")
    search_fields = ("subject",)
    list_select_related = ("entry",)


@admin.register(models.ProofChain)
class ProofChainAdmin(ReadOnly, admin.ModelAdmin):
    """Where each chain ends."""

    list_display = ("__str__", "size", "last")
    list_select_related = ("council",)


@admin.register(models.ProofHead)
class ProofHeadAdmin(ReadOnly, admin.ModelAdmin):
    """The head of each day."""

    list_display = ("__str__", "council", "root", "stamped_at", "mailed_at")
    list_filter = ("council",)
    list_select_related = ("council",)


@admin.register(models.ProofRecipients)
class ProofRecipientsAdmin(ReadOnly, SimpleHistoryAdmin):
    """Whom the heads are mailed to: chosen on the page of the register."""

    list_display = ("__str__", "emails")
    list_select_related = ("council",)


@admin.register(models.ProofCheckWork)
class ProofCheckWorkAdmin(ReadOnly, admin.ModelAdmin):
    """Controls asked of the worker."""

    list_display = ("__str__", "asked_at", "entries", "ended_at")
    list_filter = ("state", "council")
    list_select_related = ("council",)


@admin.register(models.EvidenceWork)
class EvidenceWorkAdmin(ReadOnly, admin.ModelAdmin):
    """Evidence files asked of the worker."""

    list_display = ("__str__", "asked_at", "ended_at")
    list_filter = ("state", "deliberation__council")
    list_select_related = ("deliberation__council", "deliberation__sitting", "deliberation__item")


@admin.register(models.DecisionEvidenceWork)
class DecisionEvidenceWorkAdmin(ReadOnly, admin.ModelAdmin):
    """The same for the mayor's decisions."""

    list_display = ("__str__", "asked_at", "ended_at")
    list_filter = ("state", "decision__council")
    list_select_related = ("decision__council",)
