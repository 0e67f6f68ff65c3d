"""Form of the draft of a mayor's decision."""

from collections.abc import Sequence
from html import escape
from typing import Any, cast

from django import forms
from django.http import QueryDict

from councils.forms.inputs import choose, day, words
from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout
from deliberations.domain.clause_reading import ended, typed_clause
from deliberations.domain.delegated_powers import POWERS, shown_power
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date
from deliberations.forms.fields import EurosField, MatterField, RichBox, RichLineField, RichTextField, Stored
from deliberations.forms.layout import Folded, Group, Row
from deliberations.models import MayorDecision, MayorDelegation
from deliberations.models.choices import ACT_LINKS, OPERATIVE_LAYOUTS
from deliberations.richtext import from_typed_line, to_type_line
from deliberations.services.decisions import DecisionDraft, LinkTold

MOST_LINES, LONGEST_LINES = 200, 200_000
CLAUSE_OPENERS = {
    ClauseKind.VU: "Vu ",
    ClauseKind.CONSIDERANT: "Considérant ",
    ClauseKind.ENTENDU: "Entendu ",
    ClauseKind.SUR_PROPOSITION: "Sur proposition ",
    ClauseKind.SUR_RAPPORT: "Sur rapport ",
    ClauseKind.OTHER: "",
}


class RichLines(RichBox):
    """A box of one text a line; each line is a paragraph of the script's editor."""

    @staticmethod
    def read(typed: str) -> str:
        return "".join(f"<p>{from_typed_line(line)}</p>" for line in typed.splitlines() if line.strip())


class LinesField(forms.CharField):
    """Texts of one line each. Cleaned: their restricted inline HTML, blank lines left out."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        widget = RichLines(attrs={"rows": rows, "data-rich": "lines"})
        super().__init__(max_length=LONGEST_LINES, widget=widget, strip=True, **options)

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
    decided_on = day("Date de la décision", help_text="Elle sera confirmée en numérotant la décision.")
    signatory = member_choice(
        "Signataire",
        required=False,
        help_text="Le maire, ou celui qui peut signer pour lui : sa qualité est écrite pour vous.",
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
    mentions_report = forms.BooleanField(
        label="Imprimer « Il sera rendu compte de la présente décision au conseil municipal »",
        required=False,
        help_text="La loi demande ce compte rendu (art. L. 2122-23 du CGCT), non cette phrase : décochez si un article "
        "la dit déjà.",
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
        for name in ("title_html", "statement_html", "clauses", "articles"):
            self.fields[name].widget.attrs["data-private"] = ""
        has_link = bool(self.initial.get("link_number")) or "link_number" in self.errors
        self.helper = form_helper(
            "mark",
            Group("Objet", "title_html", "delegation", "paragraph"),
            Group("Texte", "statement_html", "clauses", Row("verb", "layout"), "articles", "mentions_report"),
            Group("Signature", Row("decided_on", "signatory")),
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
            delegation=self.delegations.get(told["delegation"]),
            paragraph=told["paragraph"],
            theme=told["theme"],
            matter_code=told["matter_code"],
            amount_cents=told["amount_cents"],
            contractor=told["contractor"],
            mentions_report=told["mentions_report"],
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
        "theme": row.theme,
        "matter_code": row.matter_code,
        "amount_cents": row.amount_cents,
        "contractor": row.contractor,
        "mentions_report": row.mentions_report,
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
        clauses.append(
            "Vu le Code général des collectivités territoriales, notamment les articles L. 2122-22 et L. 2122-23"
        )
    if delegation is not None and (delegation.number or delegation.decided_on):
        number = f" n° {delegation.number}" if delegation.number else ""
        on = f" du {long_date(delegation.decided_on)}" if delegation.decided_on else ""
        clauses.append(f"Vu la délibération{number}{on} donnant délégation au maire")
    return {
        "delegation": delegation.uid if delegation else "",
        "signatory": signatory.uid if signatory else "",
        "clauses": "\n".join(escape(clause, quote=False) for clause in clauses),
        "layout": OperativeLayout.ARTICLES.value,
        "mentions_report": body_is_commune,
        "is_transmissible": True,
    }
