"""Files received by a form: the one check of them all, and the field that takes several."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from deliberations.services.uploads import (
    DOCUMENTS,
    Accepted,
    CheckedFile,
    UploadRefused,
    check_kind,
    check_upload,
    too_large,
)


def most_bytes() -> int:
    """The size of the largest file, by the setting."""
    return int(settings.UPLOAD_MAX_MB) * 1024 * 1024


def checked(upload: UploadedFile, accepted: Accepted = DOCUMENTS, *, is_opened: bool = True) -> CheckedFile:
    """The file, if it can be kept. Raises ``ValidationError`` with what to do; a too large one is not even read.

    Without ``is_opened`` only its kind is looked at: who takes it opens it otherwise.
    """
    check = check_upload if is_opened else check_kind
    name = upload.name or "fichier"
    try:
        if (upload.size or 0) > most_bytes():
            raise too_large(name, most_bytes())
        return check(name, upload.read(), most_bytes=most_bytes(), accepted=accepted)
    except UploadRefused as refusal:
        raise forms.ValidationError(refusal.message_fr, code=refusal.code) from None


def all_checked(uploads: Iterable[UploadedFile], accepted: Accepted = DOCUMENTS) -> list[CheckedFile]:
    """Every file, if all can be kept. Raises ``ValidationError`` with what to do about each of the others."""
    kept, errors = [], []
    for upload in uploads:
        try:
            kept.append(checked(upload, accepted))
        except forms.ValidationError as error:
            errors.append(error)
    if errors:
        raise forms.ValidationError(errors)
    return kept


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """``most`` files at once. Cleaned: the list of uploads, never empty when required.

    ``is_folder``: a folder is chosen, with all that it holds. A page may read ``data-most`` to tell of too many files
    before they are sent.
    """

    def __init__(self, *, most: int, accept: str = "", is_folder: bool = False, **options: Any) -> None:
        self.most = most
        attrs: dict[str, Any] = {"multiple": True, "data-most": most}
        attrs |= {"webkitdirectory": True} if is_folder else {"accept": accept}
        super().__init__(widget=SeveralFiles(attrs=attrs), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in data or [] if upload]
        if self.required and not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            raise forms.ValidationError(
                f"{self.most} fichiers au plus à la fois : envoyez les autres ensuite.", code="most"
            )
        return uploads
