"""Decisions of mayors, and what councils delegated to them."""

from typing import Any, ClassVar

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, ReadOnly, inline


class DecisionPartAdmin(SimpleHistoryAdmin):
    """A row of a decision of the mayor, or of a delegation."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = tuple(field.name for field in self.model._meta.fields if field.is_relation)
        self.raw_id_fields, self.list_select_related = keys, keys


@admin.register(models.MayorDecision)
class MayorDecisionAdmin(SimpleHistoryAdmin):
    """Decisions of mayors with their text."""

    list_display = ("__str__", "decided_on", "signed_at", "state", "council")
    list_filter = ("state", "is_individual", "council")
    search_fields = ("printed_number", "slug", "uid", "title_html")
    list_select_related = ("council",)
    readonly_fields = ("uid", "numbered_at", "given_up", "signed_at", "slug", "recorded_at")
    raw_id_fields = ("council", "signatory_member", "delegation")
    inlines = (
        inline(models.DecisionClause),
        inline(models.DecisionArticle),
        inline(models.DecisionAnnex, "file"),
        inline(models.DecisionLink),
    )


@admin.register(models.MayorDelegation)
class MayorDelegationAdmin(SimpleHistoryAdmin):
    """What councils delegated to their mayors."""

    list_display = ("__str__", "since", "until", "council")
    list_filter = ("council",)
    search_fields = ("number", "uid")
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    raw_id_fields = ("council", "deliberation")
    inlines = (inline(models.DelegatedPower),)


admin.site.register(
    (
        models.DecisionNumbering,
        models.DelegatedPower,
        models.DecisionClause,
        models.DecisionArticle,
        models.DecisionAnnex,
        models.DecisionLink,
    ),
    DecisionPartAdmin,
)


@admin.register(
    models.DecisionCopy,
    models.DecisionDeposit,
    models.DecisionPublication,
    models.DecisionSignature,
    models.DecisionSnapshot,
    models.DecisionTransmission,
    models.DecisionRectification,
    models.DecisionUnpublication,
)
class DecisionProofAdmin(ReadOnly, admin.ModelAdmin):
    """What was done once about a decision: it is read, never written here."""

    list_display = ("__str__",)
    list_filter = ("decision__council",)
    list_select_related = ("decision__council",)


@admin.register(models.DecisionReport)
class DecisionReportAdmin(AfterAdmin):
    """Decisions of which sittings heard."""

    list_select_related = ("sitting__council", "decision__council")
