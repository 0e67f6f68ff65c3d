"""The renditions of an act as the site names them: address, label, what each is for."""

from dataclasses import dataclass

from django.utils.text import slugify

from deliberations.documents.view import Rendition
from deliberations.domain.acts import Deliberation
from deliberations.domain.enforceability import is_enforceable
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.services.rendering import FileFormat

FORMAT_NAMES = {
    FileFormat.PDF: "PDF",
    FileFormat.DOCX: "Word",
    FileFormat.HTML: "HTML",
    FileFormat.TEXT: "Texte",
}


TO_TRANSMIT = "À transmettre au contrôle de légalité."
TO_TRANSMIT_AND_NOTIFY = "À transmettre au contrôle de légalité ; à notifier à l'intéressé."
WITH_DATES = "Avec les dates de transmission et de publication ou de notification."


@dataclass(frozen=True, slots=True)
class RenditionName:
    """``slug`` stands in addresses and file names."""

    rendition: Rendition
    slug: str
    label: str
    purpose: str


RENDITIONS = (
    RenditionName(Rendition.EXTRACT, "extrait", "Extrait du registre", TO_TRANSMIT),
    RenditionName(
        Rendition.REGISTER, "registre", "Acte du registre", "À signer par le maire et le secrétaire."
    ),
    RenditionName(
        Rendition.CERTIFIED,
        "copie-certifiee",
        "Copie certifiée exécutoire",
        WITH_DATES,
    ),
)
TO_READ_AGAIN = RenditionName(Rendition.EXTRACT, "extrait", "Projet de délibération", "À relire.")
BY_SLUG = {name.slug: name for name in RENDITIONS}
BY_RENDITION = {name.rendition: name for name in RENDITIONS}


def purpose_of(purpose: str, *, is_individual: bool) -> str:
    """What a rendition is for: that which is transmitted is notified too, where the act names its addressee."""
    return TO_TRANSMIT_AND_NOTIFY if is_individual and purpose == TO_TRANSMIT else purpose


def is_draft(record: Record, act: Deliberation, rendition: Rendition) -> bool:
    """Whether the file carries « PROJET »: an act without number, or a certified copy not yet executory."""
    if not number_of(act, record.council.number_pattern):
        return True
    return rendition is Rendition.CERTIFIED and not is_enforceable(record, act)


def offered(record: Record, act: Deliberation) -> tuple[RenditionName, ...]:
    """What the page of an act offers, as far as the act is: its text to read again, marked « PROJET », until it has a
    number; the certified executory copy once it is executory.
    """
    ready = tuple(name for name in RENDITIONS if not is_draft(record, act, name.rendition))
    return ready or (TO_READ_AGAIN,)


def file_name(number: str, uid: str, what: str, extension: str) -> str:
    """« deliberation-2023-57-extrait.pdf », in plain ASCII whatever the number holds."""
    name = slugify(number.replace("/", "-")) or uid
    return f"deliberation-{name.removeprefix('deliberation-')}-{what}.{extension}"
