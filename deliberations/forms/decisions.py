"""Forms of the mayor's decisions: the draft, the signature, the delegation of the council."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict

from councils.forms.inputs import choose, day, whole, words
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.models.fields import validate_number_pattern, validate_text
from deliberations.domain.actes import NATURES
from deliberations.domain.acts import ActState, Clause, ClauseKind, OperativeLayout
from deliberations.domain.clause_reading import ended, typed_clause
from deliberations.domain.delegated import Power
from deliberations.domain.delegated_powers import POWERS, shown_power
from deliberations.domain.texts import text_of
from deliberations.domain.wording.money import euros, read_euros
from deliberations.forms.fields import MatterField, RichLineField, RichTextField, Stored
from deliberations.forms.filters import Choices, CouncilFilter, labelled, same
from deliberations.forms.finish import DepositForm
from deliberations.forms.layout import Folded, Group, Row
from deliberations.forms.uploads import checked
from deliberations.models import MayorDecision, MayorDelegation, Sitting
from deliberations.models.choices import ACT_LINKS, ACT_STATES, OPERATIVE_LAYOUTS
from deliberations.queries.lists import slug_of
from deliberations.richtext import from_typed_line, to_type_line
from deliberations.services.decision_delegations import DelegationTold
from deliberations.services.decisions import DecisionDraft, LinkTold, SignatureTold
from deliberations.services.uploads import DOCUMENTS, SCANS, CheckedFile

MOST_LINES, LONGEST_LINES = 200, 200_000
CLAUSE_OPENERS = {
    ClauseKind.VU: "Vu ",
    ClauseKind.CONSIDERANT: "Considérant ",
    ClauseKind.ENTENDU: "Entendu ",
    ClauseKind.SUR_PROPOSITION: "Sur proposition ",
    ClauseKind.SUR_RAPPORT: "Sur rapport ",
    ClauseKind.OTHER: "",
}


class EurosField(forms.CharField):
    """An amount. Cleaned: whole cents, or ``None``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options
        )

    def prepare_value(self, value: Any) -> Any:
        return euros(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        try:
            return read_euros(super().clean(value) or "")
        except ValueError:
            raise forms.ValidationError(
                "Écrivez le montant ainsi : 1 500 ou 1 500,50.", code="amount"
            ) from None


class LinesField(forms.CharField):
    """Texts of one line each. Cleaned: their restricted inline HTML, blank lines left out."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_LINES, widget=forms.Textarea(attrs={"rows": rows}), strip=True, **options
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"{MOST_LINES} lignes au plus.", code="most")
        return tuple(html for html in map(from_typed_line, lines) if html)


def member_choice(label: str, *, required: bool, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        error_messages={
            "required": "Choisissez qui signe.",
            "invalid_choice": "Choisissez un membre de la liste.",
        },
        **options,
    )


class DecisionForm(forms.Form):
    """A decision before its signature. ``mark`` tells what the page showed. Cleaned: ``draft``."""

    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    title_html = RichLineField(
        label="Objet de la décision", error_messages={"required": "Écrivez l'objet de la décision."}
    )
    delegation = forms.ChoiceField(
        label="Délégation du conseil",
        required=False,
        help_text="La délibération par laquelle le conseil a délégué.",
        error_messages={"invalid_choice": "Choisissez une délégation de la liste."},
    )
    paragraph = forms.TypedChoiceField(
        label="Matière déléguée",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Non précisée"), *((number, shown_power(number)) for number in POWERS)],
        help_text="Numéro de l'article L. 2122-22 ; les intitulés abrégés sont à vérifier dans le texte en vigueur.",
        error_messages={"invalid_choice": "Choisissez une matière de la liste."},
    )
    statement_html = RichTextField(label="Exposé", required=False, rows=4, help_text="Facultatif.")
    clauses = LinesField(
        label="Visas et considérants",
        required=False,
        rows=6,
        help_text="Un par ligne, en commençant par « Vu » ou « Considérant ».",
    )
    verb = words("Verbe", longest=200, help_text="Vide : « décide ».")
    layout = choose("Présentation", OPERATIVE_LAYOUTS)
    articles = LinesField(
        label="Ce qui est décidé",
        required=False,
        rows=6,
        help_text="Une ligne par article : « Article 1er : » est écrit pour vous.",
    )
    decided_on = day("Date de la décision", help_text="Elle sera confirmée à la signature.")
    signatory = member_choice("Signataire", required=False)
    capacity = words(
        "Qualité du signataire",
        longest=300,
        help_text="À remplir s'il ne signe pas avec son titre : « pour le maire empêché, le premier adjoint ».",
    )
    theme = words("Thème", longest=200)
    matter_code = MatterField(
        label="Matière (nomenclature de l'État)",
        required=False,
        help_text="Tapez un code ou un mot (« 3.3 », « location »).",
    )
    amount_cents = EurosField(
        label="Montant", help_text="En euros ; comparé à la limite fixée par le conseil."
    )
    contractor = words(
        "Cocontractant ou bénéficiaire", longest=300, help_text="Seulement ce qui peut être public."
    )
    is_transmissible = forms.BooleanField(label="À transmettre au contrôle de légalité", required=False)
    is_individual = forms.BooleanField(
        label="Décision individuelle",
        required=False,
        help_text="Elle est alors notifiée à l'intéressé, et n'est pas mise en ligne.",
    )
    link_kind = choose("Cette décision", ACT_LINKS, blank="Ne touche aucune autre décision")
    link_number = words("la décision n°", longest=100)
    link_adopted_on = day("du")

    def __init__(
        self,
        *args: Any,
        members: Sequence[Mandate],
        delegations: Sequence[MayorDelegation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {row.uid: row for row in members}
        self.delegations = {row.uid: row for row in delegations}
        people = [(uid, str(row)) for uid, row in self.members.items()]
        given = [(uid, str(row)) for uid, row in self.delegations.items()]
        self.fields["signatory"].choices = [("", "À préciser"), *people]  # type: ignore[attr-defined]
        self.fields["delegation"].choices = [("", "Non précisée"), *given]  # type: ignore[attr-defined]
        self.fields["matter_code"].initial = self.initial.get("matter_code")
        has_link = bool(self.initial.get("link_number")) or "link_number" in self.errors
        self.helper = form_helper(
            "mark",
            Group("Objet", "title_html", Row("delegation", "paragraph")),
            Group("Texte", "statement_html", "clauses", Row("verb", "layout"), "articles"),
            Group("Signature", Row("decided_on", "signatory"), "capacity"),
            Group("Classement", Row("theme", "matter_code"), Row("amount_cents", "contractor")),
            Group("Publicité", "is_transmissible", "is_individual"),
            Folded(
                "Modifier, remplacer ou retirer une autre décision",
                Row("link_kind", "link_number", "link_adopted_on"),
                is_open=has_link,
            ),
        )

    def show_as_seen(self, mark: str) -> None:
        """What somebody else wrote has been told: sent again, the form replaces it."""
        told = cast("QueryDict", self.data).copy()
        told["mark"] = mark
        self.data = told

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("link_kind")) != bool(cleaned.get("link_number")):
            self.add_error("link_number", "Dites ce que fait cette décision, et le numéro de l'autre.")
        return cleaned

    @property
    def draft(self) -> DecisionDraft:
        """What was typed, once the form is valid."""
        told = self.cleaned_data
        return DecisionDraft(
            title_html=told["title_html"],
            statement_html=told["statement_html"],
            clauses=tuple(_clause(html) for html in told["clauses"]),
            verb=told["verb"].strip().rstrip(" :"),
            layout=OperativeLayout(told["layout"]),
            articles_html=tuple(ended(html) for html in told["articles"]),
            decided_on=told["decided_on"],
            signatory=self.members.get(told["signatory"]),
            capacity=told["capacity"],
            delegation=self.delegations.get(told["delegation"]),
            paragraph=told["paragraph"],
            theme=told["theme"],
            matter_code=told["matter_code"],
            amount_cents=told["amount_cents"],
            contractor=told["contractor"],
            is_transmissible=told["is_transmissible"],
            is_individual=told["is_individual"],
            link=LinkTold(told["link_kind"], told["link_number"], told["link_adopted_on"]),
        )


def _clause(html: str) -> Clause:
    """« Vu … » and the like are told from their first word; anything else is printed as it is."""
    found = typed_clause(ClauseKind.VU, html)
    is_opened = text_of(found.text_html) != text_of(ended(html))
    return found if is_opened else typed_clause(ClauseKind.OTHER, html)


def initial_of_decision(row: MayorDecision) -> dict[str, Any]:
    """What the form shows of a draft."""
    link = row.links.order_by("pk").first()
    clauses = (f"{CLAUSE_OPENERS[ClauseKind(c.kind)]}{to_type_line(c.text_html)}" for c in row.clauses.all())
    return {
        "title_html": Stored(row.title_html),
        "delegation": row.delegation.uid if row.delegation else "",
        "paragraph": row.paragraph,
        "statement_html": Stored(row.statement_html),
        "clauses": "\n".join(clauses),
        "verb": row.verb,
        "layout": row.layout,
        "articles": "\n".join(to_type_line(article.text_html) for article in row.articles.all()),
        "decided_on": row.decided_on,
        "signatory": row.signatory_member.uid if row.signatory_member else "",
        "capacity": row.signatory_capacity,
        "theme": row.theme,
        "matter_code": row.matter_code,
        "amount_cents": row.amount_cents,
        "contractor": row.contractor,
        "is_transmissible": row.is_transmissible,
        "is_individual": row.is_individual,
        "link_kind": link.kind if link else "",
        "link_number": link.number if link else "",
        "link_adopted_on": link.adopted_on if link else None,
    }


def initial_of_new(
    delegation: MayorDelegation | None, signatory: Mandate | None, body_is_commune: bool
) -> dict[str, Any]:
    """What a new form proposes: the delegation in force, the mayor, and the visas that every decision has."""
    clauses = []
    if body_is_commune:
        clauses.append("Vu le Code général des collectivités territoriales, notamment l'article L. 2122-22")
    if delegation is not None and delegation.number:
        on = f" du {delegation.decided_on:%d/%m/%Y}" if delegation.decided_on else ""
        clauses.append(f"Vu la délibération n° {delegation.number}{on} donnant délégation au maire")
    return {
        "delegation": delegation.uid if delegation else "",
        "signatory": signatory.uid if signatory else "",
        "clauses": "\n".join(escape(clause, quote=False) for clause in clauses),
        "layout": OperativeLayout.ARTICLES.value,
        "is_transmissible": True,
    }


class SignDecisionForm(forms.Form):
    """The decision signed on paper. ``first`` is asked when no number of the year is known yet. Cleaned: ``told``."""

    signed_on = day("Signée le", required=True)
    signatory = member_choice("Par", required=True)
    capacity = words(
        "Qualité du signataire", longest=300, help_text="À remplir s'il ne signe pas avec son titre."
    )
    scan = forms.FileField(
        label="Décision signée, numérisée",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )
    printed_number = words(
        "Numéro déjà donné sur papier",
        longest=100,
        help_text="À remplir seulement si la décision a déjà été numérotée ailleurs : il est gardé tel quel.",
    )
    first = whole(
        "Premier numéro à donner",
        least=1,
        most=9_999,
        help_text="À remplir seulement si des décisions de cette année ont déjà été numérotées ailleurs.",
    )
    consent = forms.BooleanField(
        label="J'ai vérifié la décision : je lui donne son numéro et je fige son texte.",
        error_messages={"required": "Cochez la case pour confirmer."},
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], can_choose_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {row.uid: row for row in members}
        people = [(uid, str(row)) for uid, row in self.members.items()]
        self.fields["signatory"].choices = [("", "Choisir un membre"), *people]  # type: ignore[attr-defined]
        self.fields["scan"].help_text = f"Facultatif. {SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        if not can_choose_first:
            del self.fields["first"]
        folded = [name for name in ("printed_number", "first") if name in self.fields]
        self.helper = form_helper(
            Row("signed_on", "signatory"),
            "capacity",
            "scan",
            Folded("Numéro donné ailleurs", *folded),
            "consent",
        )

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None

    @property
    def told(self) -> SignatureTold:
        """What was typed, once the form is valid."""
        cleaned = self.cleaned_data
        return SignatureTold(
            signed_on=cleaned["signed_on"],
            signatory=self.members[cleaned["signatory"]],
            capacity=cleaned["capacity"],
            printed_number=cleaned["printed_number"],
            first=cleaned.get("first"),
            scan=cleaned["scan"],
        )


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One line of the table of the powers."""

    label: str
    chosen: forms.BoundField
    limit: forms.BoundField
    amount: forms.BoundField


class MayorDelegationForm(forms.Form):
    """What the council delegated: the deliberation, its dates, the paragraphs with their limits. Cleaned: ``told``."""

    number = words("Numéro de la délibération", longest=100)
    decided_on = day("Délibération du")
    since = day("Vaut depuis le", help_text="Vide : le jour de la délibération.")
    until = day("Jusqu'au", help_text="Vide : jusqu'à la fin du mandat du maire.")
    allows_signature = forms.BooleanField(
        label="Le maire peut faire signer un adjoint ou un conseiller délégué",
        required=False,
        help_text="Décochez si la délibération s'y oppose (art. L. 2122-23).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in POWERS.items():
            self.fields[f"power_{number}"] = forms.BooleanField(label=shown_power(number), required=False)
            self.fields[f"limit_{number}"] = forms.CharField(
                label=f"Limite, {label}", required=False, max_length=400, validators=[validate_text]
            )
            self.fields[f"amount_{number}"] = EurosField(label=f"Montant maximal, {label}")
        self.helper = form_helper(Row("number", "decided_on"), Row("since", "until"), "allows_signature")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since") or cleaned.get("decided_on"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Cette fin est antérieure au début : vérifiez les deux dates.")
        return cleaned

    @property
    def rows(self) -> Iterator[PowerRow]:
        """The lines of the table, in the order of the article."""
        for number in POWERS:
            yield PowerRow(
                shown_power(number),
                self[f"power_{number}"],
                self[f"limit_{number}"],
                self[f"amount_{number}"],
            )

    @property
    def told(self) -> DelegationTold:
        """What was typed, once the form is valid. A limit told without its box counts."""
        cleaned = self.cleaned_data
        powers = tuple(
            Power(number, cleaned[f"limit_{number}"].strip(), cleaned[f"amount_{number}"])
            for number in POWERS
            if cleaned[f"power_{number}"]
            or cleaned[f"limit_{number}"].strip()
            or cleaned[f"amount_{number}"] is not None
        )
        return DelegationTold(
            number=cleaned["number"].strip(),
            decided_on=cleaned["decided_on"],
            since=cleaned["since"],
            until=cleaned["until"],
            allows_signature=cleaned["allows_signature"],
            powers=powers,
        )


def initial_of_delegation(row: MayorDelegation | None) -> dict[str, Any]:
    """What the form shows of a delegation; a new one allows the mayor to pass on his signature."""
    if row is None:
        return {"allows_signature": True}
    told: dict[str, Any] = {
        "number": row.number,
        "decided_on": row.decided_on,
        "since": row.since,
        "until": row.until,
        "allows_signature": row.allows_signature,
    }
    for power in row.powers.all():
        told |= {
            f"power_{power.paragraph}": True,
            f"limit_{power.paragraph}": power.limit,
            f"amount_{power.paragraph}": power.limit_cents,
        }
    return told


class NumberingForm(forms.Form):
    """How the numbers of decisions are written."""

    pattern = words(
        "Motif des numéros",
        required=True,
        longest=60,
        help_text="{year} est l'année, {sequence} le numéro d'ordre, {sequence:02d} sur deux chiffres.",
        validators=[validate_number_pattern],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("pattern")


class AnnexForm(forms.Form):
    """A document annexed to a decision."""

    title = words("Titre de l'annexe", required=True, longest=400)
    file = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )
    is_hidden = forms.BooleanField(label="Ne pas montrer ce titre au public", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Facultatif. {DOCUMENTS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.helper = form_helper("title", "file", "is_hidden")

    def clean_file(self) -> CheckedFile | None:
        upload = self.cleaned_data["file"]
        return checked(upload) if upload else None


class StateForm(forms.Form):
    """What the prefect or a judge made of a decision."""

    state = choose("État", ACT_STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("state")

    @property
    def chosen(self) -> ActState:
        return ActState(self.cleaned_data["state"])


class ReportForm(forms.Form):
    """The sitting that heard of a decision, where its closing could not note it."""

    sitting = forms.ChoiceField(
        label="Séance",
        error_messages={
            "required": "Choisissez la séance.",
            "invalid_choice": "Choisissez une séance de la liste.",
        },
    )

    def __init__(self, *args: Any, sittings: Sequence[Sitting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings = {row.uid: row for row in sittings}
        self.fields["sitting"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir une séance"),
            *((uid, f"Séance du {row.held_on:%d/%m/%Y}") for uid, row in self.sittings.items()),
        ]
        self.helper = form_helper("sitting")

    @property
    def chosen(self) -> Sitting:
        return self.sittings[self.cleaned_data["sitting"]]


class DecisionDepositForm(DepositForm):
    """What is typed in the transmission service. The nature of a decision is asked: none is proposed."""

    nature = forms.TypedChoiceField(
        label="Nature",
        coerce=int,
        choices=[("", "À choisir"), *((code, f"{code} – {label}") for code, (_, label) in NATURES.items())],
        help_text="La nature d'une décision du maire n'est pas établie ici : suivez l'usage de votre préfecture.",
        error_messages={"required": "Choisissez la nature."},
    )


class DecisionFilter(CouncilFilter):
    """Filters of the list of decisions."""

    numero = django_filters.CharFilter(label="Numéro ou mots", method="of_words", max_length=80)
    annee = django_filters.ChoiceFilter(label="Année", empty_label="Toutes", method="of_decided", choices=[])
    matiere = django_filters.ChoiceFilter(
        label="Matière déléguée", empty_label="Toutes", field_name="paragraph", choices=[]
    )
    compte_rendu = django_filters.ChoiceFilter(
        label="Compte rendu",
        empty_label="Tous",
        method="of_report",
        choices=[("fait", "Fait au conseil"), ("attend", "À faire")],
    )
    etat = django_filters.ChoiceFilter(
        label="État", empty_label="Tous", field_name="state", choices=labelled(ACT_STATES)
    )

    class Meta:
        model = MayorDecision
        fields: list[str] = []

    def offer(self) -> dict[str, Choices]:
        rows = MayorDecision.objects.filter(council=self.council)
        days = rows.filter(decided_on__isnull=False).order_by().dates("decided_on", "year", order="DESC")
        used = rows.filter(paragraph__isnull=False).order_by("paragraph").values_list("paragraph", flat=True)
        return {
            "annee": same(moment.year for moment in days),
            "matiere": [(str(number), shown_power(number)) for number in used.distinct() if number],
        }

    def of_decided(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(decided_on__range=(f"{value}-01-01", f"{value}-12-31"))

    def of_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The start of a number, whatever its punctuation, or words of the object."""
        slug = slug_of(value)
        found = Q(title_html__icontains=value)
        return rows.filter(found | Q(slug__startswith=slug) if slug else found)

    def of_report(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(report__isnull=value != "fait", signed_at__isnull=False)
