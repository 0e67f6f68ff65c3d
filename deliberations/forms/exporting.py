"""The whole export: one box, because what leaves is not only what is public."""

from typing import Any

from django import forms

from councils.forms.layout import form_helper


class ExportForm(forms.Form):
    """Nothing to choose: to know what the file holds."""

    understood = forms.BooleanField(
        label="Je sais que ce fichier n'est pas chiffré et contient ce qui n'est pas public.",
        error_messages={
            "required": "Cochez d'abord cette case : le fichier contient ce qui n'est pas public."
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper("understood")
