"""What proves that members were convened. Their tokens and codes are not known here."""

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import ReadOnly


class ProofAdmin(ReadOnly, admin.ModelAdmin):
    """Rows of the proof of a convocation: written by the services, only read here."""

    list_display = ("__str__",)
    list_filter = ("sitting__council",)
    list_select_related = ("member__person", "sitting__council")
    search_fields = ("sitting__uid",)


@admin.register(models.LinkEvent)
class LinkEventAdmin(ProofAdmin):
    """What happened to each member, and when."""

    list_display = ("__str__", "at", "detail")
    date_hierarchy = "at"


@admin.register(models.PersonalLink)
class PersonalLinkAdmin(ProofAdmin):
    """Personal links: their token is not known here."""

    list_display = ("__str__", "created_at", "expires_at", "revoked_at")
    exclude = ("token_sha256",)


@admin.register(models.Answer)
class AnswerAdmin(ProofAdmin):
    """Answers of the members."""

    list_display = ("__str__", "source", "at")


@admin.register(models.Mailing)
class MailingAdmin(ProofAdmin):
    """Convocations sent together."""

    list_display = ("__str__", "asked_at", "asked_by")
    list_select_related = ("sitting__council", "asked_by")


@admin.register(models.Delivery)
class DeliveryAdmin(ProofAdmin):
    """E-mails, one by one."""

    list_display = ("__str__", "attempts", "sent_at", "error")
    list_filter = ("state", "mailing__sitting__council")
    list_select_related = ("member__person", "mailing")
    search_fields = ("mailing__sitting__uid",)


@admin.register(models.ProxyGrant)
class ProxyGrantAdmin(ProofAdmin):
    """Proxies received before a sitting."""

    list_display = ("__str__", "channel", "confirmed_at", "revoked_at")
    list_select_related = ("grantor__person", "holder__person", "sitting__council")


@admin.register(models.OneTimeCode)
class OneTimeCodeAdmin(ProofAdmin):
    """Codes: only that they were asked for."""

    list_display = ("__str__", "created_at", "expires_at", "tries", "used_at")
    list_filter = ()
    list_select_related = ()
    search_fields = ()
    exclude = ("digest",)
