"""What the council's seal certifies, ready to be put to signature with its one place: that of the seal."""

from dataclasses import replace

from councils.domain.errors import Refusal
from councils.models import Council
from councils.queries import council_facts
from deliberations.annexes import AnnexRefused
from deliberations.assembly import AssemblyFailed
from deliberations.domain.signing_order import SEAL_FIELD, SignedKind, SignerRole
from deliberations.domain.wording import seals as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation, RegisterVolume, Sitting
from deliberations.services.register_files import Progress, sealed_file
from deliberations.services.seal_sources import AnyAct, list_source, list_to_seal, scan_of
from deliberations.services.signing_drafts import PaperDraft
from deliberations.services.signing_heads import DraftPlace
from deliberations.services.storage import DamagedDocument

DAMAGED = (
    "Le fichier n'a pas pu être fait : un document conservé est manquant ou altéré. Prévenez l'assistance, qui le "
    "rétablira depuis une sauvegarde."
)


def draft_volume(volume: RegisterVolume, progress: Progress | None = None) -> PaperDraft:
    """A closed volume with the page of the seal. Slow when it is long. Raises ``Refusal``."""
    if volume.is_open:
        raise Refusal(
            "seal.open_volume",
            "Le cachet s'appose sur un volume clos : tant que des actes s'y inscrivent, il n'y a rien à certifier.",
        )
    file = sealed_file(volume)
    try:
        content = file.make(progress)
    except (AssemblyFailed, DamagedDocument) as failure:
        raise Refusal("document.damaged", DAMAGED) from failure
    draft = _sealed(
        SignedKind.VOLUME, volume.uid, volume.council, f"Registre, volume {volume.number}", content
    )
    return replace(draft, volume=volume, made_from=file.key)


def draft_list(sitting: Sitting) -> PaperDraft:
    """The list of a closed sitting. Raises ``Refusal``."""
    if sitting.finished_at is None:
        raise Refusal("sitting.open", "Clôturez d'abord la séance : la liste relate ce qui y est figé.")
    title = f"Liste des délibérations du {long_date(sitting.held_on)}"
    draft = _sealed(SignedKind.LIST, sitting.uid, sitting.council, title, list_to_seal(sitting))
    return replace(draft, sitting=sitting, made_from=list_source(sitting))


def draft_scan(act: AnyAct) -> PaperDraft:
    """The copy of the paper of an act signed by hand. Slow (its pages are drawn, once). Raises ``Refusal``."""
    source = scan_of(act)
    if source is None:
        raise Refusal(
            "seal.no_scan",
            "Aucun papier numérisé n'est gardé pour cet acte : il n'y a pas de copie à certifier.",
        )
    try:
        content = source.made()
    except AnnexRefused as refusal:
        raise Refusal("seal.scan", refusal.message_fr) from refusal
    except DamagedDocument as failure:
        raise Refusal("document.damaged", DAMAGED) from failure
    draft = _sealed(SignedKind.SCAN, act.uid, act.council, f"Copie numérisée, {source.about}", content)
    if isinstance(act, Deliberation):
        return replace(draft, sitting=act.sitting, deliberation=act, made_from=source.key)
    return replace(draft, decision=act, made_from=source.key)


def _sealed(kind: SignedKind, subject: str, council: Council, title: str, content: bytes) -> PaperDraft:
    name = capitalised(BodyWords(council_facts(council)).authority)
    place = DraftPlace(SignerRole.SEAL, SEAL_FIELD, name, words.CAPACITY)
    return PaperDraft(kind, subject, council, None, title, content, (place,))
