"""Authorities whose signatures, seals and timestamps are believed, and what the check page keeps for an hour."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from councils.domain.errors import Refusal
from deliberations import models
from deliberations.admin.shared import ReadOnly
from deliberations.domain.trusted import TrustPurpose
from deliberations.services.trust import add_authority, remove_authority
from deliberations.signing.authorities import MAX_CERTIFICATE_BYTES

_PURPOSES = {
    "is_for_persons": TrustPurpose.PERSON,
    "is_for_seals": TrustPurpose.SEAL,
    "is_for_timestamps": TrustPurpose.TIMESTAMP,
}


class AuthorityForm(forms.ModelForm):  # type: ignore[type-arg]
    """A certificate to trust: its name and dates are read in it, never typed."""

    file = forms.FileField(
        label="Certificat (PEM ou DER)",
        help_text="Celui de l'autorité de certification, ou du service d'horodatage. Comparez son empreinte avec celle "
        "que publie l'autorité : tout ce qu'elle signera sera cru.",
    )

    class Meta:
        model = models.TrustedAuthority
        fields = (*_PURPOSES, "council_name", "council_address", "list_addresses")

    def clean(self) -> dict[str, Any]:
        """The certificate and its purposes go to the service together, which may refuse them."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None or self.errors:
            return cleaned
        try:
            self.instance = add_authority(
                encoded=upload.read(MAX_CERTIFICATE_BYTES + 1),
                purposes=frozenset(purpose for name, purpose in _PURPOSES.items() if cleaned.get(name)),
                by=self.current_user,
                at=timezone.now(),
                council_name=cleaned.get("council_name", ""),
                council_address=cleaned.get("council_address", ""),
                list_addresses=cleaned.get("list_addresses", "").split(),
            )
        except Refusal as refusal:
            self.add_error("file", refusal.message_fr)
        return cleaned

    current_user: Any = None

    def _post_clean(self) -> None:
        """The service has written the row, fully validated: nothing is copied from the form again."""


@admin.register(models.TrustedAuthority)
class TrustedAuthorityAdmin(admin.ModelAdmin):
    """Added from a certificate, removed for the future; what was trusted once is never forgotten."""

    list_display = (
        "name",
        "origin",
        "is_for_persons",
        "is_for_seals",
        "is_for_timestamps",
        "not_after",
        "removed_at",
    )
    list_filter = ("origin", "is_for_persons", "is_for_seals", "is_for_timestamps")
    search_fields = ("name", "sha256", "council_name")
    exclude = ("certificate",)
    actions = ("remove",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("AuthorityForm", (AuthorityForm,), {"current_user": request.user})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("file", *AuthorityForm.Meta.fields) if obj is None else super().get_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service wrote it while the form was checked."""

    @admin.action(description="Ne plus reconnaître les autorités choisies", permissions=("change",))
    def remove(self, request: HttpRequest, rows: QuerySet[models.TrustedAuthority]) -> None:
        if not super().has_change_permission(request):
            return
        for row in rows:
            remove_authority(authority=row, at=timezone.now())
        self.message_user(request, "Ces autorités ne sont plus reconnues.", messages.SUCCESS)


@admin.register(models.RevocationList)
class RevocationListAdmin(ReadOnly, admin.ModelAdmin):
    """The lists of those revoked, as last fetched by ``manage.py tick``."""

    list_display = ("__str__", "this_update", "next_update", "fetched_at", "failed_at", "error")
    list_filter: ClassVar[tuple[str, ...]] = ("authority",)
    list_select_related = ("authority",)
    exclude = ("content",)


@admin.register(models.FileCheck)
class FileCheckAdmin(ReadOnly, admin.ModelAdmin):
    """Long files that visitors gave to check: neither their bytes nor the answer are shown."""

    list_display = ("__str__", "size", "state", "ended_at")
    list_filter = ("state",)
    fields = ("size", "state", "error", "asked_at", "ended_at")


@admin.register(models.PublicCopy)
class PublicCopyAdmin(ReadOnly, admin.ModelAdmin):
    """Digests of the files made for the public."""

    list_display = ("__str__", "made_at")
    search_fields = ("sha256",)
    list_filter = ("council",)
    list_select_related = ("council", "deliberation__council", "decision__council", "sitting__council")
