"""The seal of the council on the certified executory copies: it certifies the copy, it is nobody's signature."""

import logging
from datetime import datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.signing_order import MeansKind, SignerRole
from deliberations.domain.wording.agreement import counted
from deliberations.models import Deliberation
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.signing_desk import Chosen, OpenKey, Outcome, sign_places
from deliberations.services.signing_drafts import draft_certified
from deliberations.services.signing_means import open_means, seal_of
from deliberations.services.signing_papers import put_to_signature

logger = logging.getLogger(__name__)


def seal_copies(
    *, council: Council, acts: list[Deliberation], by: User | None, at: datetime
) -> list[Outcome]:
    """Seal the certified copy of each executory act, in one use of the key. Never inside a transaction.

    ``at`` is aware. Raises ``Refusal`` when the council has no seal in service, or it does not open; what is refused of
    one act is told with it. Side effects: those of ``put_to_signature`` and of ``sign_places``.
    """
    means = seal_of(council, council_day(council, at))
    if means is None:
        raise Refusal(
            "seal.none",
            "Le conseil n'a pas de cachet en service : ajoutez-le dans ses réglages, ou signez les copies.",
        )
    outcomes, chosen = [], []
    for act in acts:
        try:
            draft = draft_certified(act, by=by, at=at, is_sealed=True)
            paper = put_to_signature(draft=draft, by=by, at=at)
        except Refusal as refusal:
            outcomes.append(
                Outcome(f"Délibération n° {act.number}", refusal.message_fr, refusal.article, refusal)
            )
            continue
        place = paper.places.get(role=SignerRole.SEAL)
        if paper.is_open:
            chosen.append(Chosen(place, paper.sha256))
    if not chosen:
        return outcomes
    with open_means(means) as key:
        return outcomes + sign_places(chosen=chosen, key=OpenKey(key, means=means, user=by), at=at)


def seal_waiting(at: datetime) -> str:
    """The daily duty: what waits for the seal, in every council that has one in service. In French."""
    sealed = 0
    for council in Council.objects.filter(
        signing_means__kind=MeansKind.SEAL, signing_means__secret__isnull=False
    ).distinct():
        acts = list(acts_to_sign(council))
        if not acts or seal_of(council, council_day(council, at)) is None:
            continue
        try:
            outcomes = seal_copies(council=council, acts=acts, by=None, at=at)
        except Refusal as refusal:
            logger.warning("The seal of council %s: %s", council.pk, refusal.message_fr)
            continue
        sealed += sum(outcome.is_signed for outcome in outcomes)
    return f"Cachet apposé : {counted(sealed, 'copie certifiée', 'copies certifiées')}." if sealed else ""
