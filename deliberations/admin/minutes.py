"""Minutes of sittings."""

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, NestedRowAdmin, ReadOnly, SittingPartAdmin

admin.site.register((models.Minutes, models.MinutesIncident), SittingPartAdmin)


class NestedItemAdmin(NestedRowAdmin):
    """What the minutes tell of one item."""

    list_select_related = ("item",)


admin.site.register(models.DebateSummary, NestedItemAdmin)


@admin.register(models.BallotRequest)
class BallotRequestAdmin(NestedRowAdmin):
    """Who asked for a form of ballot."""

    list_select_related = ("member__person",)


class MinutesEventAdmin(AfterAdmin):
    """What was done of the minutes of a sitting."""

    list_select_related = ("sitting__council", "member__person")


admin.site.register(
    (models.MinutesRemark, models.MinutesDistribution, models.MinutesSignature, models.MinutesCompletion),
    MinutesEventAdmin,
)


@admin.register(models.MinutesMail)
class MinutesMailAdmin(ReadOnly, admin.ModelAdmin):
    """E-mails of minutes: sent by the services alone."""

    list_display = ("__str__", "asked_at", "error")
    list_filter = ("state", "document__sitting__council")
    list_select_related = ("member__person", "member__council")


@admin.register(models.MinutesRemarkAnswer)
class MinutesRemarkAnswerAdmin(AfterAdmin):
    """What was decided of each remark."""

    list_display = ("__str__", "at", "by")
    list_filter = ("remark__sitting__council",)
    list_select_related = ("remark__sitting__council", "remark__member__person", "by")
