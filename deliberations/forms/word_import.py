"""The Word file given, and where the reader puts each of its pieces."""

from collections.abc import Sequence
from typing import Any

from django import forms

from councils.domain.errors import Refusal
from deliberations.received.asking import read_word_file
from deliberations.richtext import sanitise
from deliberations.wordfile import MAX_FILE, Piece, Target, composed
from deliberations.wordfile.reading import WordText

MOST_PIECES = 400
"""Pieces that one page can show; a document cut into more is not one act."""

TARGETS = {
    Target.TITLE: "Objet",
    Target.STATEMENT: "Exposé",
    Target.VU: "Vu",
    Target.CONSIDERANT: "Considérant",
    Target.ENTENDU: "Entendu",
    Target.SUR_PROPOSITION: "Sur proposition",
    Target.SUR_RAPPORT: "Sur rapport",
    Target.OTHER: "Autre motif, tel quel",
    Target.VERB: "Verbe de la décision",
    Target.BULLET: "Décision (tiret)",
    Target.ARTICLE: "Décision (article)",
    Target.ANNEX: "Annexe",
    Target.FACT: "Fait de la séance, à comparer",
    Target.FORMULA: "Formule imprimée d'elle-même",
    Target.UNKNOWN: "Pas compris : à placer",
    Target.IGNORED: "Ne pas reprendre",
}


class WordFileForm(forms.Form):
    """One .docx file. ``cleaned_data["word"]`` is its text, read within bounds."""

    file = forms.FileField(
        label="Fichier Word de la délibération (.docx)",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=f"{MAX_FILE // 1024 // 1024} Mo au plus. Le fichier est lu, puis oublié : seul son texte est repris.",
        error_messages={"required": "Choisissez le fichier Word.", "empty": "Ce fichier est vide."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = cleaned.get("file")
        if given is None:
            return cleaned
        if given.size > MAX_FILE:
            self.add_error("file", f"Ce fichier est trop lourd : {MAX_FILE // 1024 // 1024} Mo au plus.")
            return cleaned
        try:
            cleaned["word"] = read_word_file(given.read(), name=given.name)
        except Refusal as refusal:
            self.add_error("file", refusal.message_fr)
        return cleaned

    @property
    def word(self) -> WordText:
        read: WordText = self.cleaned_data["word"]
        return read


class PiecesForm(forms.Form):
    """The pieces of a document, each with its place: ``target`` and ``html``, repeated."""

    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    targets = [(target.value, label) for target, label in TARGETS.items()]

    def __init__(self, data: Any = None, *, pieces: Sequence[Piece] = (), base: str = "") -> None:
        super().__init__(data, initial={"base": base})
        self.pieces = list(pieces) if data is None else _pieces_of(data)

    def clean(self) -> dict[str, Any]:
        """Give ``text``. What is not understood must be placed, or left aside on purpose."""
        cleaned = super().clean() or {}
        if len(self.pieces) > MOST_PIECES:
            raise forms.ValidationError(
                f"Ce document est coupé en plus de {MOST_PIECES} morceaux : un acte à la fois."
            )
        left = sum(piece.target is Target.UNKNOWN for piece in self.pieces)
        if left == 1:
            raise forms.ValidationError(
                "Un morceau n'est pas encore placé : choisissez sa place, ou « Ne pas reprendre »."
            )
        if left:
            raise forms.ValidationError(
                f"{left} morceaux ne sont pas encore placés : choisissez leur place, ou « Ne pas reprendre »."
            )
        cleaned["text"] = composed(self.pieces)
        return cleaned


_BY_NAME = {target.value: target for target in Target}


def _pieces_of(data: Any) -> list[Piece]:
    targets, texts = data.getlist("target"), data.getlist("html")
    notes = data.getlist("note")
    notes += [""] * (len(texts) - len(notes))
    return [
        Piece(
            _BY_NAME.get(target, Target.UNKNOWN),
            sanitise(html) if target == "STATEMENT" else html,
            note[:200],
        )
        for target, html, note in zip(targets, texts, notes, strict=False)
    ]
