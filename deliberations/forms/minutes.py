"""Forms of the minutes: what is written in them, and the steps of their life."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from councils.forms.inputs import choose, day, hour, side_by_side
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.models.fields import validate_text
from deliberations.domain.minutes import CompletionKind, MinutesChannel, RemarkOutcome
from deliberations.forms.fields import MergingForm, RichTextField, Stored
from deliberations.forms.layout import Folded
from deliberations.forms.reasons import REASON_LENGTH, reason_field
from deliberations.forms.uploads import checked
from deliberations.models import DebateSummary, Minutes
from deliberations.models.choices import COMPLETION_KINDS, MINUTES_CHANNELS, REMARK_OUTCOMES
from deliberations.services.uploads import SCANS, CheckedFile

_CHANNELS = {key: label for key, label in MINUTES_CHANNELS.items() if key is not MinutesChannel.EMAIL} | {
    MinutesChannel.EMAIL: "Courriel, envoyé d'ailleurs"
}
_SMALL_HOURS = time(6)


def _people(members: Sequence[Mandate]) -> list[tuple[str, str]]:
    return [(member.uid, str(member)) for member in members]


class DebateForm(MergingForm):
    """The discussion of one item, and who asked there for a form of ballot. Cleaned: members are mandates.

    ``counted`` is how many asked, where the vote says it.
    """

    debate_html = RichTextField(
        label="Teneur des discussions",
        required=False,
        rows=12,
        help_text="Résumez les avis exprimés, sans recopier mot à mot. Une ligne vide sépare deux paragraphes.",
    )
    is_silent = forms.BooleanField(
        label="Aucune observation : personne n'a pris la parole sur ce point", required=False
    )
    public_ballot = forms.MultipleChoiceField(
        label="Ont demandé un scrutin public", required=False, widget=forms.CheckboxSelectMultiple
    )
    secret_ballot = forms.MultipleChoiceField(
        label="Ont demandé un scrutin secret", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], counted: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {member.uid: member for member in members}
        for name in ("public_ballot", "secret_ballot"):
            self.fields[name].choices = _people(members)  # type: ignore[attr-defined]
        asked = any(self.initial.get(name) for name in ("public_ballot", "secret_ballot"))
        self.helper = form_helper(
            "debate_html",
            "is_silent",
            Folded(
                "Demandes de scrutin public ou secret",
                "public_ballot",
                "secret_ballot",
                is_open=bool(asked or counted),
                hint=_asked_hint(counted),
                css_class="requests",
            ),
            "seen",
        )

    def clean_public_ballot(self) -> list[Mandate]:
        return [self.members[uid] for uid in self.cleaned_data["public_ballot"]]

    def clean_secret_ballot(self) -> list[Mandate]:
        return [self.members[uid] for uid in self.cleaned_data["secret_ballot"]]


def _asked_hint(counted: int) -> str:
    if counted:
        noted = f"Au vote, vous avez noté {counted} demande{'s' if counted > 1 else ''}"
        return f"{noted} : cochez les noms, parmi les membres présents."
    return "À remplir seulement si des membres ont demandé un scrutin particulier (CGCT art. L. 2121-21)."


def initial_of_debate(row: DebateSummary) -> dict[str, Any]:
    return {"debate_html": Stored(row.debate_html), "is_silent": row.is_silent}


class PassagesForm(MergingForm):
    """The free passages around the items."""

    introduction_html = RichTextField(
        label="Après l'appel",
        required=False,
        rows=4,
        help_text="Une minute de silence, un accueil, une information donnée avant le premier point…",
    )
    closing_html = RichTextField(
        label="Avant de lever la séance",
        required=False,
        rows=4,
        help_text="Questions diverses, informations, date de la prochaine séance…",
    )
    prints_names = forms.BooleanField(
        label="Inscrire le nom des votes contre et des abstentions, à la demande des membres",
        required=False,
        help_text="À main levée, la loi ne demande que les nombres. Un scrutin public nomme toujours chacun, un "
        "scrutin secret personne.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("introduction_html", "closing_html", "prints_names", "seen")


def initial_of_passages(row: Minutes) -> dict[str, Any]:
    return {
        "introduction_html": Stored(row.introduction_html),
        "closing_html": Stored(row.closing_html),
        "prints_names": row.prints_names,
    }


class IncidentForm(forms.Form):
    """Something that happened. ``at`` is the hour of the evening, read in the council's zone by the view."""

    incident_html = RichTextField(
        label="Ce qui s'est passé",
        rows=4,
        error_messages={"required": "Dites ce qui s'est passé."},
    )
    at = hour("Heure, si elle a été notée")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("incident_html", "at")

    def moment(self, held_on: date, zone: str) -> datetime | None:
        """The hour typed as an aware moment; the small hours are those of the next day."""
        at = self.cleaned_data["at"]
        if at is None:
            return None
        day_of = held_on + timedelta(days=1) if at < _SMALL_HOURS else held_on
        return datetime.combine(day_of, at, ZoneInfo(zone))


class DistributionForm(forms.Form):
    """How and when the draft was given to the members."""

    channel = choose("Remis par", _CHANNELS)
    sent_on = day("Le", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(side_by_side("channel", "sent_on"))


class _AnswerFields(forms.Form):
    outcome = choose("Suite donnée par l'assemblée", REMARK_OUTCOMES, radio=True)
    rectification_html = RichTextField(
        label="Rectification acceptée",
        required=False,
        rows=3,
        help_text="Le texte exact, s'il en a été adopté un. Le projet n'est pas modifié : la rectification est "
        "imprimée à sa suite.",
    )

    @property
    def told_outcome(self) -> RemarkOutcome:
        return RemarkOutcome(self.cleaned_data["outcome"])


class AnswerForm(_AnswerFields):
    """What the assembly made of a remark recorded before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("outcome", "rectification_html")


class RemarkForm(_AnswerFields):
    """A remark, whose, when, and what became of it. Cleaned: ``member`` is a mandate or ``None``."""

    member = forms.ChoiceField(label="Faite par", required=False)
    made_on = day(
        "Faite le", help_text="Le jour de la séance où la remarque a été présentée, le plus souvent."
    )
    remark_html = RichTextField(label="Remarque", rows=4, error_messages={"required": "Écrivez la remarque."})

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {member.uid: member for member in members}
        self.fields["member"].choices = [("", "Non précisé"), *_people(members)]  # type: ignore[attr-defined]
        self.helper = form_helper(
            side_by_side("member", "made_on"), "remark_html", "outcome", "rectification_html"
        )

    def clean_member(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["member"])


class SureForm(forms.Form):
    """Nothing to fill in: its page has shown what is undone."""

    is_shown = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("is_shown")


class SettleForm(forms.Form):
    """The item, or failing that the sitting, by which the minutes were settled.

    A choice is « point: » then the uids of the sitting and of the item, or « seance: » then that of the sitting.
    ``is_last``: no sitting followed yet; its own sitting is the answer, once it is said that the term ends.
    """

    by = forms.ChoiceField(
        label="Arrêté par",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la séance ou le point qui a arrêté ce procès-verbal."},
    )

    ends_term = forms.BooleanField(
        label="Le mandat s'achève : aucune séance ne suivra, le procès-verbal a été arrêté à cette séance même, la "
        "dernière du mandat",
        error_messages={
            "required": "Attendez la séance suivante, ou cochez la case si celle-ci est la dernière du mandat."
        },
    )
    is_sure = forms.BooleanField(
        label="L'assemblée a arrêté ce procès-verbal : son texte ne changera plus",
        error_messages={"required": "Cochez la case pour arrêter le procès-verbal."},
    )
    reason = forms.CharField(
        label="Motif, si une alerte vous est signalée",
        required=False,
        max_length=REASON_LENGTH,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pas de vote enregistré, par exemple : dites pourquoi le procès-verbal est pourtant arrêté. Le motif "
        "est conservé.",
    )

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], is_last: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = "ends_term" if is_last else "by"
        del self.fields["by" if is_last else "ends_term"]
        if not is_last:
            self.fields["by"].choices = choices  # type: ignore[attr-defined]
        self.helper = form_helper(asked, "reason", "is_sure")


class CompletionForm(forms.Form):
    """One fact that the record lacks. Cleaned: ``member`` is a mandate or ``None``, ``hour`` a time or ``None``."""

    member = forms.ChoiceField(label="Membre", error_messages={"required": "Choisissez le membre."})
    hour = hour("Heure de la séance")
    reason = reason_field(
        "Comment le savez-vous ?",
        "La feuille d'émargement, la convocation, le témoignage du maire… Imprimé au procès-verbal et conservé.",
        "Dites comment cette mention est connue : le motif est conservé.",
    )

    def __init__(self, *args: Any, kind: CompletionKind, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {member.uid: member for member in members}
        is_hour = kind is CompletionKind.HOUR
        del self.fields["member" if is_hour else "hour"]
        if is_hour:
            self.fields["hour"].required = True
            self.fields["hour"].error_messages["required"] = "Indiquez l'heure."
        else:
            self.fields["member"].label = COMPLETION_KINDS[kind]
            self.fields["member"].choices = [("", "Choisissez"), *_people(members)]  # type: ignore[attr-defined]
        self.helper = form_helper("hour" if is_hour else "member", "reason")

    def clean_member(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["member"])


class SignForm(forms.Form):
    """Who signed the paper, and when. Cleaned: ``member`` is a mandate."""

    member = forms.ChoiceField(label="Signataire", error_messages={"required": "Choisissez qui a signé."})
    signed_on = day("Signé le", required=True)
    scan = forms.FileField(
        label="Procès-verbal signé, numérisé",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].help_text = f"Facultatif. {SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.members = {member.uid: member for member in members}
        self.fields["member"].choices = _people(members)  # type: ignore[attr-defined]
        self.helper = form_helper(side_by_side("member", "signed_on"), "scan")

    def clean_member(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["member"])

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None
