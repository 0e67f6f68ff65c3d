"""An election: what is to be filled, then each round as it is counted."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from councils.domain.bodies import BodyType
from councils.forms.inputs import LONG, choose, side_by_side, whole, words
from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.checks.nominations import VOTE_NEEDED
from deliberations.domain.nominations import basis_of
from deliberations.domain.posts import COMMUNAL_HEADS, PostKind, kind_of_posts_on
from deliberations.domain.sittings import Subject
from deliberations.domain.votes import CandidateTally, NominationBasis, Round
from deliberations.domain.wording.names import full_name
from deliberations.models import AgendaItem, Election, Override
from deliberations.models.choices import NOMINATION_BASES
from deliberations.services.elections import ElectionTerms

SINGLE, LIST, PROPORTIONAL = "candidats", "liste", "proportionnelle"
BALLOTS = {
    SINGLE: "Des candidats, un nom par poste",
    LIST: "Des listes entières, à la majorité (plusieurs adjoints)",
    PROPORTIONAL: "Des listes, à la proportionnelle (commissions, CCAS)",
}
MOST_PAPERS = 1000


class ElectionForm(forms.Form):
    """What the item elects, and by which ballot."""

    posts = words("Fonctions à pourvoir", required=True, longest=LONG, help_text="« Maire », « Adjoints ».")
    seats = whole("Nombre de postes", required=True, least=1, most=200)
    ballot = choose("On vote pour", BALLOTS, radio=True)
    basis = choose("Secret du vote", NOMINATION_BASES)
    is_unopposed = forms.BooleanField(
        label="Une seule candidature par poste, ou une seule liste : elle prend effet sans vote",
        required=False,
        help_text="Le président en donne lecture (CGCT art. L. 2121-21). Jamais pour le maire et les "
        "adjoints, ni pour les membres élus au conseil d'administration du CCAS (CASF art. R. 123-8).",
    )

    reason = words(
        "Pourquoi passer outre cette alerte",
        longest=LONG,
        help_text="Ce motif est conservé avec l'alerte.",
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self._lay_out(with_reason=bool(self.data.get("reason") or self.initial.get("reason")))

    def _lay_out(self, *, with_reason: bool) -> None:
        names = ("ballot", "basis", "is_unopposed", *(("reason",) if with_reason else ()))
        self.helper = form_helper(side_by_side("posts", "seats"), *names)

    @property
    def _kind(self) -> PostKind:
        body = BodyType(self.item.sitting.council.body_type)
        return kind_of_posts_on(body, self.cleaned_data.get("posts", ""), Subject(self.item.subject))

    @property
    def _skips_a_ballot(self) -> bool:
        """Whether a single candidacy would take effect without the secret ballot that a text imposes."""
        basis = NominationBasis(self.cleaned_data.get("basis") or NominationBasis.UNKNOWN)
        return bool(self.cleaned_data.get("is_unopposed")) and (
            basis_of(self._kind, basis) is NominationBasis.IMPOSED
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_unopposed") and self._kind in COMMUNAL_HEADS:
            self.add_error(
                "is_unopposed",
                "Le maire et les adjoints sont élus au scrutin secret, même s'il n'y a qu'une candidature (CGCT art. "
                "L. 2122-7) : décochez cette case et enregistrez le vote.",
            )
        elif self._skips_a_ballot and not cleaned.get("reason"):
            self._ask_why()
        return cleaned

    def _ask_why(self) -> None:
        article = " (CASF art. R. 123-8)" if self._kind is PostKind.SOCIAL_BOARD else ""
        self._lay_out(with_reason=True)
        self.add_error(
            "is_unopposed",
            f"Un texte impose ici le scrutin secret, même avec une seule candidature{article} : sans vote, la "
            "désignation peut être annulée. Décochez cette case et enregistrez le vote.",
        )
        self.add_error("reason", "Si vous enregistrez tout de même une élection sans vote, dites pourquoi.")

    @property
    def terms(self) -> ElectionTerms:
        """What was typed, once valid."""
        told = self.cleaned_data
        return ElectionTerms(
            posts=told["posts"],
            seats=told["seats"],
            basis=NominationBasis(told["basis"]),
            by_list=told["ballot"] == LIST,
            proportional=told["ballot"] == PROPORTIONAL,
            is_unopposed=told["is_unopposed"],
            reason=told["reason"] if self._skips_a_ballot else "",
        )

    @staticmethod
    def initial_of(row: Election) -> dict[str, Any]:
        """What is recorded, as the form shows it."""
        ballot = PROPORTIONAL if row.proportional else LIST if row.by_list else SINGLE
        told = {name: getattr(row, name) for name in ("posts", "seats", "basis", "is_unopposed")}
        skipped = Override.objects.filter(item=row.item, code=VOTE_NEEDED).order_by("pk").last()
        return {**told, "ballot": ballot, "reason": skipped.reason if skipped else ""}


class RoundForm(forms.Form):
    """What a round counts beside the candidates. ``number`` is the round that this page was opened for."""

    number = forms.IntegerField(min_value=1, max_value=100, widget=forms.HiddenInput)
    envelopes = whole("Enveloppes trouvées dans l'urne", most=MOST_PAPERS)
    blank = whole("Bulletins blancs", most=MOST_PAPERS)
    null = whole("Bulletins nuls", most=MOST_PAPERS)
    scattered = whole("Voix éparses", most=MOST_PAPERS, help_text="À des personnes non candidates.")
    not_voting = whole("N'ont pas pris part au vote", most=MOST_PAPERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "number",
            Fieldset(
                "Les autres bulletins",
                side_by_side("envelopes", "blank", "null"),
                side_by_side("scattered", "not_voting"),
            ),
        )


class CandidateRow(forms.Form):
    """One candidate: a member, or the name of somebody else. With ``places``, a list and its members in order."""

    name = words("Nom", longest=LONG)
    votes = whole("Voix", most=MOST_PAPERS)

    def __init__(self, *args: Any, members: Sequence[Mandate], places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {
            m.uid: full_name(m.person.given_name, m.person.family_name) for m in members if m.person
        }
        self.is_list = places > 0
        self.fields["name"].label = "Nom de la liste" if self.is_list else "Ou un autre nom"
        choices = [("", "—"), *self.names.items()]
        for place in range(1, (places or 1) + 1):
            label = f"{place}." if self.is_list else "Membre"
            self.fields[f"member_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        if not self.is_list:
            self.order_fields(["member_1", "name", "votes"])
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    @property
    def members(self) -> tuple[str, ...]:
        """The members chosen, in their order."""
        chosen = (self.cleaned_data.get(name) for name in self.fields if name.startswith("member_"))
        return tuple(uid for uid in chosen if uid)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was typed on this line."""
        return not any(value not in {None, ""} for value in self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or self.is_empty:
            return cleaned
        if self.is_list and not cleaned.get("name"):
            self.add_error("name", "Donnez un nom à cette liste : celui de sa tête de liste, par exemple.")
        elif not self.is_list and bool(cleaned.get("name")) == bool(self.members):
            self.add_error("name", "Choisissez un membre, ou écrivez un autre nom.")
        if len(set(self.members)) < len(self.members):
            self.add_error("name", "La même personne figure deux fois sur cette liste.")
        return cleaned

    def tally(self) -> CandidateTally:
        """The candidate and the votes, none typed being none cast."""
        name = self.cleaned_data["name"] or self.names[self.members[0]]
        return CandidateTally(name, self.cleaned_data["votes"] or 0, self.members)


class _Candidates(forms.BaseFormSet):
    """The candidates of a round: at least one, none twice."""

    def clean(self) -> None:
        if any(self.errors):
            return
        told = [form.tally() for form in self.forms if not form.is_empty]  # type: ignore[attr-defined]
        if not told:
            raise forms.ValidationError("Enregistrez au moins un candidat, avec ses voix.")
        names = [(candidate.name.casefold(), candidate.members) for candidate in told]
        if len(set(names)) < len(names):
            raise forms.ValidationError("Le même candidat figure deux fois.")


CandidateFormSet = forms.formset_factory(
    CandidateRow, formset=_Candidates, extra=0, max_num=80, absolute_max=80
)


def round_told(form: RoundForm, rows: Sequence[Any]) -> Round:
    """The round typed, once both are valid. A number left empty is none, save the envelopes, which are unknown."""
    told: Mapping[str, Any] = form.cleaned_data
    return Round(
        number=told["number"],
        candidates=tuple(row.tally() for row in rows if not row.is_empty),
        blank=told["blank"] or 0,
        null=told["null"] or 0,
        scattered=told["scattered"] or 0,
        not_voting=told["not_voting"] or 0,
        envelopes=told["envelopes"],
    )


class ConfirmForm(forms.Form):
    """A gesture confirmed by its button alone: the field says which, and nothing is asked."""

    gesture = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput, initial="confirmer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("gesture")
