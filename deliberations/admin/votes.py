"""Votes and elections."""

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import NestedRowAdmin, SittingPartAdmin, inline


@admin.register(models.Vote)
class VoteAdmin(SittingPartAdmin):
    """Votes with their items, ballots and totals."""

    list_display = ("__str__", "everyone", "stated", "sitting")
    list_filter = ("method", "purpose", "sitting__council")
    search_fields = ("uid", "sitting__uid", "item_rows__item__title_html")
    readonly_fields = ("uid", "recorded_at")
    inlines = (
        inline(models.VoteItem, "item"),
        inline(models.Ballot, "member"),
        inline(models.Tally),
    )


@admin.register(models.Election)
class ElectionAdmin(SittingPartAdmin):
    """Elections with their rounds."""

    list_display = ("__str__", "basis", "sitting")
    list_filter = ("basis", "sitting__council")
    search_fields = ("posts", "uid", "sitting__uid")
    readonly_fields = ("uid",)
    inlines = (inline(models.Round),)


@admin.register(models.Round)
class RoundAdmin(NestedRowAdmin):
    """Rounds with their candidates."""

    list_select_related = ("election",)
    inlines = (inline(models.CandidateTally),)


@admin.register(models.CandidateTally)
class CandidateTallyAdmin(NestedRowAdmin):
    """Candidates or lists in one round."""

    search_fields = ("name",)
    inlines = (inline(models.CandidateMember, "member"),)


@admin.register(models.Ballot, models.CandidateMember, models.Bar)
class NestedMemberAdmin(NestedRowAdmin):
    """A row named after its member."""

    list_select_related = ("member__person",)


@admin.register(models.VoteItem)
class VoteItemAdmin(NestedRowAdmin):
    """The items that a vote decides."""

    list_select_related = ("item",)
