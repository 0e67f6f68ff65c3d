"""The seal of the council: it certifies a copy, it is nobody's signature.

On the certified executory copies; on the closed volumes of the register, the lists of the sittings, and the scans of
acts signed by hand. One use of the key seals all that is asked at once.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.signing_order import MeansKind, SignedKind, SignerRole
from deliberations.domain.wording.agreement import counted
from deliberations.models import Deliberation, RegisterVolume, SigningMeans, Sitting
from deliberations.queries.sealed import acts_with_scan_to_seal, lists_to_seal, volumes_to_seal
from deliberations.queries.signatures import paper_in_force
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.register_files import Progress
from deliberations.services.seal_drafts import draft_list, draft_scan, draft_volume
from deliberations.services.seal_sources import LIST, AnyAct, source_now
from deliberations.services.signing_desk import Chosen, OpenKey, Outcome, sign_places
from deliberations.services.signing_drafts import PaperDraft, draft_certified
from deliberations.services.signing_means import open_means, seal_of
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.sitting_documents import issue_paper

logger = logging.getLogger(__name__)
ToSeal = tuple[str, Callable[[], PaperDraft]]
"""What is said of a document, and what makes it."""
AT_ONCE = 100
"""Documents of one kind that the daily duty seals in one council: the next day takes the others."""


def seal_copies(
    *, council: Council, acts: Sequence[Deliberation], by: User | None, at: datetime
) -> list[Outcome]:
    """Seal the certified copy of each executory act; see ``seal_documents``."""
    wanted = [
        (f"Délibération n° {act.number}", partial(draft_certified, act, by=by, at=at, is_sealed=True))
        for act in acts
    ]
    return seal_documents(council=council, wanted=wanted, by=by, at=at)


def seal_lists(
    *, council: Council, sittings: Sequence[Sitting], by: User | None, at: datetime
) -> list[Outcome]:
    """Seal the list of each closed sitting, issued first as anybody reads it; see ``seal_documents``."""
    wanted = [
        (f"Liste des délibérations du {row.held_on:%d/%m/%Y}", partial(_issued_list, row, by=by, at=at))
        for row in sittings
    ]
    return seal_documents(council=council, wanted=wanted, by=by, at=at)


def _issued_list(sitting: Sitting, *, by: User | None, at: datetime) -> PaperDraft:
    issue_paper(sitting=sitting, paper=LIST, by=by, at=at, edited_on=sitting.held_on)
    return draft_list(sitting)


def seal_scans(*, council: Council, acts: Sequence[AnyAct], by: User | None, at: datetime) -> list[Outcome]:
    """Seal a copy of the paper of each act signed by hand; the paper as received stays; see ``seal_documents``."""
    wanted = [(f"Copie numérisée, {act.number}", partial(draft_scan, act)) for act in acts]
    return seal_documents(council=council, wanted=wanted, by=by, at=at)


def seal_volume(
    *, volume: RegisterVolume, by: User | None, at: datetime, progress: Progress | None = None
) -> list[Outcome]:
    """Seal a closed volume, as another version where a mention was added to its sheets since; twice is once.

    See ``seal_documents``.
    """
    if is_sealed_volume_current(volume):
        return []
    draft = partial(draft_volume, volume, progress)
    wanted = [(f"Registre, volume {volume.number}", draft)]
    return seal_documents(council=volume.council, wanted=wanted, by=by, at=at)


def is_sealed_volume_current(volume: RegisterVolume) -> bool:
    """Whether the sealed file of ``volume`` says what its sheets say today; false without one."""
    paper = paper_in_force(volume.council, SignedKind.VOLUME, volume.uid)
    return paper is not None and paper.issued_at is not None and source_now(paper) == paper.made_from


def seal_documents(
    *, council: Council, wanted: Sequence[ToSeal], by: User | None, at: datetime
) -> list[Outcome]:
    """Put to signature what each of ``wanted`` makes, and seal it all in one use of the key.

    Never inside a transaction. ``at`` is aware. Raises ``Refusal`` when the council has no seal in service, or it does
    not open; what is refused of one document is told with it, and one that bears its seal already is left out.
    Side effects: those of ``put_to_signature`` and of ``sign_places``.
    """
    means = _seal_in_service(council, at)
    outcomes, chosen = [], []
    for said, make in wanted:
        try:
            paper = put_to_signature(draft=make(), by=by, at=at)
        except Refusal as refusal:
            outcomes.append(Outcome(said, refusal.message_fr, refusal.article, refusal))
            continue
        if paper.is_open:
            chosen.append(Chosen(paper.places.get(role=SignerRole.SEAL), paper.sha256))
    if not chosen:
        return outcomes
    with open_means(means) as key:
        return outcomes + sign_places(chosen=chosen, key=OpenKey(key, means=means, user=by), at=at)


def _seal_in_service(council: Council, at: datetime) -> SigningMeans:
    means = seal_of(council, council_day(council, at))
    if means is None:
        raise Refusal(
            "seal.none",
            "Le conseil n'a pas de cachet en service : ajoutez-le dans ses réglages, ou signez les copies.",
        )
    return means


# --- the daily duty


def seal_waiting(at: datetime) -> str:
    """The daily duty: what waits for the seal, in every council that has one in service. In French."""
    sealed = dict.fromkeys(_DUTIES, 0)
    for council in Council.objects.filter(
        signing_means__kind=MeansKind.SEAL, signing_means__secret__isnull=False
    ).distinct():
        if seal_of(council, council_day(council, at)) is None:
            continue
        for words, duty in _DUTIES.items():
            sealed[words] += _sealed_now(council, duty, at)
    said = [counted(count, *words) for words, count in sealed.items() if count]
    return f"Cachet apposé : {', '.join(said)}." if said else ""


def _sealed_now(council: Council, duty: Callable[[Council, datetime], list[Outcome]], at: datetime) -> int:
    try:
        outcomes = duty(council, at)
    except Refusal as refusal:
        logger.warning("The seal of council %s: %s", council.pk, refusal.message_fr)
        return 0
    for outcome in outcomes:
        if not outcome.is_signed:
            logger.warning("The seal of council %s, %s: %s", council.pk, outcome.title, outcome.message)
    return sum(outcome.is_signed for outcome in outcomes)


def _copies(council: Council, at: datetime) -> list[Outcome]:
    return seal_copies(council=council, acts=list(acts_to_sign(council)), by=None, at=at)


def _lists(council: Council, at: datetime) -> list[Outcome]:
    return seal_lists(council=council, sittings=list(lists_to_seal(council)[:AT_ONCE]), by=None, at=at)


def _scans(council: Council, at: datetime) -> list[Outcome]:
    return seal_scans(council=council, acts=list(acts_with_scan_to_seal(council))[:AT_ONCE], by=None, at=at)


def _volumes(council: Council, at: datetime) -> list[Outcome]:
    return [
        outcome
        for volume in volumes_to_seal(council)
        for outcome in seal_volume(volume=volume, by=None, at=at)
    ]


_DUTIES = {
    ("copie certifiée", "copies certifiées"): _copies,
    ("liste des délibérations", "listes des délibérations"): _lists,
    ("copie numérisée", "copies numérisées"): _scans,
    ("volume du registre", "volumes du registre"): _volumes,
}
"""What each is called, one and several → what seals those that wait."""
