"""A file of members: sent, then confirmed once reviewed."""

from typing import Any

from django import forms

from councils.forms.inputs import day
from councils.forms.layout import form_helper
from councils.models import Council
from councils.services.member_rows import MemberFile, read_member_file
from councils.services.row_files import LARGEST, FileRefused


class MemberUploadForm(forms.Form):
    """``found`` is what the file says, after validation."""

    file = forms.FileField(
        label="Fichier des membres (CSV ou XLSX)",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text="2 Mo et 2 000 lignes au plus.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        self.found: MemberFile | None = None
        self.helper = form_helper("file")

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to refuse a file, whatever its real size.
            self.found = read_member_file(upload.read(LARGEST + 1), self.council)
        except FileRefused as refusal:
            raise forms.ValidationError(refusal.message_fr) from refusal
        return upload


class MemberReviewForm(forms.Form):
    """What the review asks before anything is written. ``expected`` is the digest of what was shown."""

    expected = forms.CharField(max_length=64, widget=forms.HiddenInput)
    elected_on = day(
        "Date de l'élection du conseil",
        help_text="Pour ceux dont le fichier ne la donne pas. Elle sert à l'ordre du tableau.",
    )
    absent_until = day(
        "Mettre fin au mandat des membres absents du fichier, le",
        help_text="Laissez vide pour ne rien changer à leur mandat.",
    )

    def __init__(self, *args: Any, has_absent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_absent:
            del self.fields["absent_until"]
        self.helper = form_helper(*self.fields)
