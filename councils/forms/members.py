"""One member: who they are, the seat, the offices, how to reach them, what they told, what is delegated."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.db.models import QuerySet

from councils.domain.entries import MemberEntry
from councils.domain.people import Civility, College, Gender, Office, OfficeKind, SeatKind
from councils.forms.inputs import LONG, choose, day, side_by_side, whole, words
from councils.forms.layout import form_helper
from councils.models import Contact, Delegation, Interest, Mandate, Person
from councils.models import Office as OfficeRow
from councils.models.choices import CIVILITIES, COLLEGES, GENDERS, OFFICE_KINDS, SEAT_KINDS
from councils.services.members import ContactDetails

UNKNOWN = "Non précisé"
_ENUMS = {"civility": Civility, "gender": Gender, "college": College}


class MemberForm(forms.Form):
    """A person and their seat. With ``known``, a new seat may be given to somebody already in the books."""

    person = forms.ModelChoiceField(
        label="Cette personne a déjà siégé",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Non, ou je ne sais pas",
        help_text="Choisissez-la ici plutôt que de retaper son nom.",
    )
    civility = choose("Civilité", CIVILITIES, blank=UNKNOWN)
    given_name = words("Prénom")
    family_name = words("Nom")
    gender = choose(
        "Accord des mots",
        GENDERS,
        blank=UNKNOWN,
        help_text="« l'adjointe », « le conseiller » : accord choisi.",
    )
    birth_date = day("Date de naissance", help_text="Départage les membres ; n'est jamais imprimée.")
    label = words(
        "Désignation, si la personne n'est pas connue",
        longest=LONG,
        help_text="« Le représentant de l'association des familles ».",
    )

    elected_on = day("Date d'élection", help_text="Celle du tour de scrutin qui l'a élu.")
    since = day("Mandat depuis le")
    votes_obtained = whole("Suffrages obtenus", help_text="Au scrutin de liste : ceux de la liste.")
    electoral_list = words("Liste", longest=LONG)
    group = words("Groupe politique", longest=LONG)
    recorded_rank = whole(
        "Rang au tableau",
        least=1,
        most=1000,
        help_text="Lu sur un tableau ou un acte. Sert seulement si l'ordre légal ne peut pas être calculé.",
    )
    seat = choose("Siège", SEAT_KINDS)
    substitute_for = forms.ModelChoiceField(
        label="Suppléant de", queryset=Mandate.objects.none(), required=False, empty_label="Personne"
    )
    college = choose(
        "Collège", COLLEGES, blank=UNKNOWN, help_text="Pour un CCAS : élu par le conseil, ou nommé."
    )
    represents = words("Représente", longest=LONG, help_text="Une commune, une association.")

    def __init__(
        self,
        *args: Any,
        known: QuerySet[Person] | None = None,
        titulars: QuerySet[Mandate] | None = None,
        is_commune: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"seat": SeatKind.TITULAR.value, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._set_rows("person", known)
        self._set_rows("substitute_for", titulars)
        first = ["person"] if "person" in self.fields else []
        other = [
            "seat",
            *(n for n in ("substitute_for",) if n in self.fields),
            "college",
            "represents",
            "label",
        ]
        title = "Cas particuliers" if is_commune else "Siège et représentation"
        self.helper = form_helper(
            Fieldset(
                "La personne",
                *first,
                side_by_side("civility", "given_name", "family_name"),
                side_by_side("gender", "birth_date"),
            ),
            Fieldset(
                "Le mandat",
                side_by_side("elected_on", "since"),
                side_by_side("votes_obtained", "recorded_rank"),
                side_by_side("electoral_list", "group"),
            ),
            Fieldset(title, *other),
        )

    def _set_rows(self, name: str, rows: QuerySet[Any] | None) -> None:
        if rows is None or not rows.exists():
            del self.fields[name]
        else:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = any(cleaned.get(name) for name in ("given_name", "family_name", "label", "person"))
        if not named:
            self.add_error(
                "family_name", "Écrivez le nom, ou la désignation si la personne n'est pas connue."
            )
        substitute, titular = cleaned.get("seat") == SeatKind.SUBSTITUTE, cleaned.get("substitute_for")
        if titular is not None and not substitute:
            self.add_error("seat", "Seul un suppléant remplace quelqu'un : choisissez « Suppléant ».")
        return cleaned

    @property
    def entry(self) -> MemberEntry:
        """What was typed, once valid."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"person", "substitute_for"}
        }
        enums = {name: kind(told[name]) if told[name] else None for name, kind in _ENUMS.items()}
        titular = self.cleaned_data.get("substitute_for")
        seat = SeatKind(told["seat"])
        return MemberEntry(
            **{**told, **enums, "seat": seat, "substitute_for": titular.uid if titular else None}
        )

    @property
    def chosen_person(self) -> Person | None:
        """Who was chosen among those already known."""
        return self.cleaned_data.get("person")

    @staticmethod
    def initial_of(entry: MemberEntry, mandate: Mandate | None = None) -> dict[str, Any]:
        """What is recorded, as the form shows it."""
        told = {name: getattr(entry, name) for name in MemberForm.base_fields if hasattr(entry, name)}
        enums = {name: told[name].value if told[name] else "" for name in _ENUMS}
        titular = mandate.substitute_for_id if mandate else None
        return {**told, **enums, "seat": entry.seat.value, "substitute_for": titular}


QUICK_OFFICES = {
    "": "—",
    OfficeKind.MAYOR: "Maire",
    OfficeKind.DEPUTY: "Adjoint(e)",
    OfficeKind.DELEGATED_COUNCILLOR: "Conseiller(e) délégué(e)",
    OfficeKind.PRESIDENT: "Président(e)",
    OfficeKind.VICE_PRESIDENT: "Vice-président(e)",
}
_COMMUNAL = (OfficeKind.MAYOR, OfficeKind.DEPUTY, OfficeKind.DELEGATED_COUNCILLOR)
_GROUPED = (OfficeKind.PRESIDENT, OfficeKind.VICE_PRESIDENT)


class QuickRow(forms.Form):
    """One line of the quick entry. A line without a name says nothing."""

    civility = choose("Civilité", CIVILITIES, blank="—")
    given_name = words("Prénom")
    family_name = words("Nom")
    office = forms.ChoiceField(label="Fonction", required=False)
    votes_obtained = whole("Voix")
    birth_date = day("Naissance")
    email = forms.EmailField(label="Courriel", required=False, max_length=254)

    def __init__(self, *args: Any, is_commune: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = _COMMUNAL if is_commune else _GROUPED
        self.fields["office"].choices = [("", "—"), *((k.value, QUICK_OFFICES[k]) for k in kinds)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            small = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = small

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_named = cleaned.get("given_name") or cleaned.get("family_name")
        if not is_named and any(cleaned.get(name) for name in self.fields):
            self.add_error("family_name", "Écrivez le nom de cette personne.")
        return cleaned


QuickFormSet = forms.formset_factory(QuickRow, extra=0, max_num=200, absolute_max=200)


class QuickCommon(forms.Form):
    """What all the members typed have in common, so that it is typed once."""

    elected_on = day("Date d'élection", help_text="Si elle est la même pour tous.")
    electoral_list = words("Liste", longest=LONG, help_text="Si tous sont de la même liste.")
    in_order = forms.BooleanField(
        label="Je recopie un tableau existant, dans son ordre",
        required=False,
        help_text="L'ordre des lignes sert de rang, tant que l'ordre légal ne peut pas être calculé.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(side_by_side("elected_on", "electoral_list"), "in_order")


def quick_entries(
    common: QuickCommon, rows: Sequence[forms.Form], *, first_rank: int
) -> tuple[MemberEntry, ...]:
    """The members typed, in their order: deputies are numbered as they come."""
    told = [
        row.cleaned_data
        for row in rows
        if row.cleaned_data.get("family_name") or row.cleaned_data.get("given_name")
    ]
    orders: dict[str, int] = {}
    entries = []
    for place, row in enumerate(told):
        kind = row["office"]
        orders[kind] = orders.get(kind, 0) + 1
        civility = Civility(row["civility"]) if row["civility"] else None
        entries.append(
            MemberEntry(
                given_name=row["given_name"],
                family_name=row["family_name"],
                civility=civility,
                birth_date=row["birth_date"],
                votes_obtained=row["votes_obtained"],
                elected_on=common.cleaned_data["elected_on"],
                electoral_list=common.cleaned_data["electoral_list"],
                recorded_rank=first_rank + place if common.cleaned_data["in_order"] else None,
                offices=(_quick_office(kind, orders[kind], civility),) if kind else (),
                email=row["email"],
            )
        )
    return tuple(entries)


_ADDRESSES = {OfficeKind.MAYOR: "Monsieur le Maire", OfficeKind.PRESIDENT: "Monsieur le Président"}
"""A man's form of address has one spelling; a woman chooses hers (« Madame la Maire », « Madame le Maire »)."""


def _quick_office(kind: str, order: int, civility: Civility | None) -> Office:
    office = OfficeKind(kind)
    is_ordered = office in {OfficeKind.DEPUTY, OfficeKind.VICE_PRESIDENT}
    address = _ADDRESSES.get(office, "") if civility is Civility.MONSIEUR else ""
    return Office(office, address=address, order=order if is_ordered else None)


class OfficeForm(forms.Form):
    """An office held during a mandate; the title and the form of address are the holder's own choice."""

    kind = choose("Fonction", OFFICE_KINDS)
    order = whole("Ordre d'élection", least=1, most=100, help_text="1 pour le premier adjoint.")
    title = words(
        "Titre imprimé",
        longest=LONG,
        help_text="« Maire », « 1re adjointe », « conseiller délégué aux finances ».",
    )
    address = words(
        "Forme d'adresse", longest=LONG, help_text="Choisie par la personne : « Madame la Maire »."
    )
    since = day("Depuis le")
    until = day("Jusqu'au", help_text="Vide tant que la fonction dure.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            side_by_side("kind", "order"), side_by_side("title", "address"), side_by_side("since", "until")
        )

    def clean(self) -> dict[str, Any]:
        return require_period(self, super().clean() or self.cleaned_data)

    @property
    def office(self) -> Office:
        """What was typed, once valid."""
        return Office(**{**self.cleaned_data, "kind": OfficeKind(self.cleaned_data["kind"])})

    @staticmethod
    def initial_of(row: OfficeRow) -> dict[str, Any]:
        return {name: getattr(row, name) for name in OfficeForm.base_fields}


def require_period(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Add an error when the end comes before the start."""
    since, until = cleaned.get("since"), cleaned.get("until")
    if since and until and until < since:
        form.add_error("until", "La fin ne peut pas précéder le début.")
    return cleaned


class ContactForm(forms.Form):
    """How a member is reached and called."""

    email = forms.EmailField(label="Courriel", required=False, max_length=254)
    phone = words("Téléphone", longest=40)
    postal_address = forms.CharField(
        label="Adresse postale", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    wants_paper = forms.BooleanField(
        label="Demande à être convoqué par écrit, à domicile ou à une autre adresse",
        required=False,
        help_text="Sans cette demande, la convocation part par voie électronique (CGCT art. L. 2121-10).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(side_by_side("email", "phone"), "postal_address", "wants_paper")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("wants_paper") and not cleaned.get("postal_address"):
            self.add_error("postal_address", "Écrivez l'adresse où la convocation sera envoyée.")
        return cleaned

    @property
    def details(self) -> ContactDetails:
        return ContactDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(row: Contact | None) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ContactForm.base_fields} if row else {}


class InterestForm(forms.Form):
    """An interest that a member has told."""

    topic = words(
        "Sujet",
        required=True,
        longest=LONG,
        help_text="Tel qu'il peut figurer à l'ordre du jour : « Club de judo ».",
    )
    is_representation = forms.BooleanField(label="Y siège pour le conseil", required=False)
    since = day("Depuis le")
    until = day("Jusqu'au")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("topic", "is_representation", side_by_side("since", "until"))

    def clean(self) -> dict[str, Any]:
        return require_period(self, super().clean() or self.cleaned_data)

    def fill(self, row: Interest) -> Interest:
        """``row`` with what was typed."""
        return _filled(row, self.cleaned_data)


class DelegationForm(forms.Form):
    """What the mayor or president delegates, by an order."""

    scope = words("Domaine délégué", required=True, longest=LONG)
    order_number = words("Numéro de l'arrêté", longest=LONG)
    includes_signature = forms.BooleanField(
        label="Comprend la signature des délibérations",
        required=False,
        help_text="Cette personne pourra signer à la place du maire ou du président.",
    )
    since = day("Depuis le", required=True)
    until = day("Jusqu'au")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            side_by_side("scope", "order_number"), "includes_signature", side_by_side("since", "until")
        )

    def clean(self) -> dict[str, Any]:
        return require_period(self, super().clean() or self.cleaned_data)

    def fill(self, row: Delegation) -> Delegation:
        """``row`` with what was typed."""
        return _filled(row, self.cleaned_data)


def _filled(row: Any, cleaned: dict[str, Any]) -> Any:
    for name, value in cleaned.items():
        setattr(row, name, value)
    return row


REASONS = {
    "resignation": "Démission",
    "death": "Décès",
    "term": "Fin du mandat du conseil",
    "other": "Autre cause",
}


class EndForm(forms.Form):
    """The end of a mandate, confirmed."""

    cause = choose("Cause", REASONS, radio=True)
    until = day("Dernier jour du mandat", required=True)
    confirmed = forms.BooleanField(
        label="Je confirme : les fonctions et délégations de cette personne prennent fin le même jour",
        error_messages={"required": "Cochez la case pour confirmer."},
    )

    def __init__(self, *args: Any, since: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = since
        self.fields["until"].help_text = "Démission : le jour où le maire l'a reçue (CGCT art. L. 2121-4)."
        self.helper = form_helper("cause", "until", "confirmed")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if self.since is not None and until < self.since:
            raise forms.ValidationError("La fin du mandat ne peut pas précéder son début.")
        return until
