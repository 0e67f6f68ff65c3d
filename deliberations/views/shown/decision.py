"""A decision of the mayor as its page shows it: where it stands, what comes next, its documents, its remarks."""

from dataclasses import dataclass

from django.urls import reverse

from deliberations.documents.view import Rendition
from deliberations.domain.delegated import (
    DecisionFacts,
    DecisionStage,
    decision_executory_since,
    obstacle_of_decision,
    stage_of,
)
from deliberations.domain.delegated_powers import shown_power
from deliberations.domain.wording.decisions import OBSTACLES, STAGES
from deliberations.domain.wording.money import euros
from deliberations.models import MayorDecision
from deliberations.services.rendering import FileFormat
from deliberations.views.shown.found import Badge
from deliberations.views.shown.renditions import (
    BY_RENDITION,
    FORMAT_NAMES,
    TO_TRANSMIT,
    WITH_DATES,
    purpose_of,
)

TONES = {
    DecisionStage.DRAFT: "warning",
    DecisionStage.TO_SIGN: "warning",
    DecisionStage.GIVEN_UP: "secondary",
    DecisionStage.EXECUTORY: "success",
    DecisionStage.SUSPENDED: "danger",
    DecisionStage.ANNULLED: "danger",
}
NAMES = {
    Rendition.REGISTER: ("Décision", "Pour le registre."),
    Rendition.EXTRACT: ("Copie certifiée conforme", TO_TRANSMIT),
    Rendition.CERTIFIED: ("Copie certifiée exécutoire", WITH_DATES),
}

TO_READ_AGAIN = ("Projet", "À relire. L'exemplaire à signer portera le numéro et la date.")
TO_SIGN = ("Exemplaire à signer", "À imprimer et à faire signer, puis à classer dans le registre.")
NOT_YET = (
    "Ce document n'existe pas encore : une copie certifie une décision signée, et la copie exécutoire une décision "
    "publiée ou notifiée et, si elle y est soumise, reçue en préfecture."
)


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """What to do now; ``page`` is the name of the address where it is done."""

    text: str
    label: str
    page: str


TO_BE_NUMBERED = DecisionStep(
    "Notez la date et le signataire : elle prend son numéro, puis vous imprimez l'exemplaire à signer.",
    "Numéroter et faire signer",
    "sign",
)
TO_BE_SIGNED = DecisionStep(
    "Imprimez l'exemplaire à signer ; une fois le papier signé, notez-le ici.", "Faire signer", "sign"
)


@dataclass(frozen=True, slots=True)
class Download:
    """One document and its formats: label and address of each."""

    label: str
    purpose: str
    files: tuple[tuple[str, str], ...]


def badge_of(facts: DecisionFacts) -> Badge:
    """Where the decision stands, in a word."""
    return badge_of_stage(stage_of(facts.council, facts.decision))


def badge_of_stage(stage: DecisionStage) -> Badge:
    """A stage, in a word."""
    return Badge(TONES.get(stage, "info"), STAGES[stage])


def facts_shown(facts: DecisionFacts) -> list[tuple[str, str]]:
    """What is known of a decision beside its text: label and value."""
    decision = facts.decision
    since = decision_executory_since(facts.council, decision)
    told = [
        ("Matière déléguée", shown_power(decision.paragraph) if decision.paragraph else ""),
        ("Thème", decision.theme),
        ("Matière", decision.matter_code),
        ("Montant", euros(decision.amount_cents) if decision.amount_cents is not None else ""),
        ("Cocontractant ou bénéficiaire", decision.contractor),
        ("Exécutoire depuis le", f"{since:%d/%m/%Y}" if since else ""),
    ]
    return [(label, value) for label, value in told if value]


def obstacle_shown(facts: DecisionFacts) -> str:
    """What keeps it from being executory, in a sentence; empty when nothing does."""
    obstacle = obstacle_of_decision(facts.council, facts.decision)
    return OBSTACLES[obstacle] if obstacle else ""


def next_step(facts: DecisionFacts, *, can_sign: bool, can_publish: bool) -> DecisionStep | None:
    """The gesture that the decision waits for, for who may make it."""
    decision = facts.decision
    if decision.given_up:
        return None
    if not decision.is_signed:
        return (TO_BE_SIGNED if decision.is_to_sign else TO_BE_NUMBERED) if can_sign else None
    if not can_publish:
        return None
    if decision.is_transmissible and decision.transmission is None:
        return DecisionStep("Elle reste à transmettre à la préfecture.", "Transmettre", "transmission")
    if not decision.publications:
        label = "Notifier" if decision.is_individual else "Publier"
        return DecisionStep("Elle reste à rendre publique ou à notifier.", label, "publication")
    return None


def renditions_of(facts: DecisionFacts) -> tuple[Rendition, ...]:
    """What may be downloaded, as far as the decision is: a copy certifies what was signed, and says executory what is.

    Before, its text alone, to be read again or to be signed; nothing of a decision whose number was given up.
    """
    decision = facts.decision
    if decision.given_up:
        return ()
    if not decision.is_signed:
        return (Rendition.REGISTER,)
    is_executory = decision_executory_since(facts.council, decision) is not None
    return (Rendition.REGISTER, Rendition.EXTRACT, *([Rendition.CERTIFIED] if is_executory else []))


def downloads_of(row: MayorDecision, facts: DecisionFacts) -> tuple[Download, ...]:
    """The documents of a decision in every format, as far as it is."""
    place = {"council": row.council.uid, "decision": row.uid}
    return tuple(
        Download(
            label,
            purpose_of(purpose, is_individual=row.is_individual),
            tuple(
                (
                    FORMAT_NAMES[each],
                    reverse(
                        "decision_download",
                        kwargs={
                            **place,
                            "rendition": BY_RENDITION[rendition].slug,
                            "file_format": each.value,
                        },
                    ),
                )
                for each in FileFormat
            ),
        )
        for rendition in renditions_of(facts)
        for label, purpose in (_named(rendition, facts),)
    )


def _named(rendition: Rendition, facts: DecisionFacts) -> tuple[str, str]:
    if facts.decision.is_signed:
        return NAMES[rendition]
    return TO_SIGN if facts.decision.is_to_sign else TO_READ_AGAIN
