"""Files that go with an item: several at once, then each described."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from councils.domain.errors import Refusal
from councils.forms.layout import form_helper
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.forms.uploads import FilesField, all_checked, checked
from deliberations.models import ItemPaper
from deliberations.models.choices import ANNEX_JOININGS, PAPER_KINDS
from deliberations.services.annexing import drawn_once, require_joinable
from deliberations.services.uploads import DOCUMENTS, CheckedFile

MOST_FILES = 20


def require_drawable(form: forms.Form, joining: AnnexJoining, files: Iterable[CheckedFile]) -> None:
    """Tell beside ``joining`` each of ``files`` that cannot follow its act. Their sheets are drawn, and kept."""
    if joining is not AnnexJoining.APPENDED:
        return
    for file in files:
        try:
            drawn_once(file.content, file.media_type, file.name)
        except Refusal as refusal:
            form.add_error("joining", refusal.message_fr)


JOINING_TOLD = (
    "Pour une annexe. À la suite : ses pages suivent celles de l'acte et sont numérotées avec elles (PDF ou image). "
    "En pièce jointe : le fichier entier est porté par le PDF. À part : l'acte ne fait que la nommer."
)


def joining_field() -> forms.ChoiceField:
    """How an annex goes with the PDF of its act; « à part » when nothing is said."""
    return forms.ChoiceField(
        label="Dans le PDF de l'acte",
        choices=[(key.value, label) for key, label in ANNEX_JOININGS.items()],
        initial=AnnexJoining.SEPARATE,
        required=False,
        help_text=JOINING_TOLD,
        error_messages={"invalid_choice": "Choisissez dans la liste la place de l'annexe."},
    )


class PapersForm(forms.Form):
    """New papers of one kind. ``cleaned_data["documents"]`` are ``CheckedFile``: all of them, or an error for each."""

    documents = FilesField(
        label="Fichiers",
        accept=DOCUMENTS.attribute,
        most=MOST_FILES,
        error_messages={
            "required": "Choisissez au moins un fichier.",
            "missing": "Choisissez au moins un fichier.",
            "invalid": "Le fichier n'a pas été reçu. Choisissez-le à nouveau.",
        },
    )
    kind = forms.ChoiceField(
        label="Ce sont",
        choices=[(key.value, label) for key, label in PAPER_KINDS.items()],
        initial=PaperKind.ANNEX,
        error_messages={"required": "Dites ce que sont ces fichiers."},
    )
    is_for_members = forms.BooleanField(
        label="À remettre aux membres avec la convocation", required=False, initial=True
    )
    joining = joining_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[
            "documents"
        ].help_text = (
            f"{DOCUMENTS.told} ; {settings.UPLOAD_MAX_MB} Mo au plus par fichier. Plusieurs à la fois."
        )
        self.helper = form_helper("documents", "kind", "joining", "is_for_members")

    def clean_documents(self) -> list[CheckedFile]:
        return all_checked(self.cleaned_data["documents"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["joining"] = AnnexJoining(cleaned.get("joining") or AnnexJoining.SEPARATE)
        if cleaned.get("kind") == PaperKind.ANNEX:
            require_drawable(self, cleaned["joining"], cleaned.get("documents", ()))
        return cleaned


class PaperForm(forms.Form):
    """One paper described anew. ``cleaned_data["file"]`` is a ``CheckedFile`` in place of the old one, or ``None``."""

    title = forms.CharField(
        label="Titre",
        max_length=500,
        error_messages={
            "required": "Donnez un titre à la pièce : il sera imprimé si elle est annexée à l'acte."
        },
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(key.value, label) for key, label in PAPER_KINDS.items()],
        error_messages={"required": "Choisissez la nature de la pièce."},
    )
    joining = joining_field()
    is_for_members = forms.BooleanField(label="À remettre aux membres avec la convocation", required=False)
    file = forms.FileField(
        label="Remplacer le fichier",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.attribute}),
        help_text="Laissez vide pour garder le fichier.",
    )

    def __init__(self, paper: ItemPaper, data: Any = None, files: Any = None) -> None:
        names = ("title", "kind", "joining", "is_for_members")
        super().__init__(data, files, initial={name: getattr(paper, name) for name in names})
        self.paper = paper
        self.helper = form_helper("title", "kind", "joining", "is_for_members", "file")

    def clean_file(self) -> CheckedFile | None:
        upload = self.cleaned_data["file"]
        return checked(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["joining"] = AnnexJoining(cleaned.get("joining") or AnnexJoining.SEPARATE)
        is_appended = cleaned["joining"] is AnnexJoining.APPENDED and cleaned.get("kind") == PaperKind.ANNEX
        if is_appended and "file" not in self.errors:
            try:
                self._draw(cleaned.get("file"))
            except Refusal as refusal:
                self.add_error("joining", refusal.message_fr)
        return cleaned

    def _draw(self, file: CheckedFile | None) -> None:
        if file is None:
            require_joinable(self.paper.file, self.paper.title, AnnexJoining.APPENDED)
        else:
            drawn_once(file.content, file.media_type, file.name)
