"""The signing desk: what waits for a signatory, what a sitting put to signature, the means of signature."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, Mandate
from deliberations.domain.signing_order import (
    MeansKind,
    MeansProvider,
    PaperState,
    PlaceEventKind,
    SignedKind,
    SignerRole,
)
from deliberations.models import (
    SigningEvent,
    SigningMeans,
    SigningPaper,
    SigningPlace,
    SigningTicket,
    Sitting,
)
from deliberations.services.signing_desk import Chosen
from deliberations.services.signing_tickets import open_ticket
from deliberations.services.storage import receive_file, store_pdf
from tests.access import ROLES, STAFF, Row, anybody, everyone, only

PUBLISHERS = ("secretary", "clerk")
MANAGERS = ("secretary", "administrator")
FORGOTTEN = {"choice": "0123456789abcdef"}
"""A choice that no session holds: the list is shown again."""
POST_ONLY = (302, *(405 for _ in ROLES[1:]))


def _paper(council: Council) -> dict[str, object]:
    """A document that waits, with one signatory who signed on paper."""
    sitting = Sitting.objects.get(council=council)
    stored = store_pdf(_one_page())
    paper = SigningPaper.objects.create(
        council=council,
        kind=SignedKind.MINUTES,
        subject=f"{sitting.uid}-{SigningPaper.objects.count()}",
        number=1,
        sitting=sitting,
        title="Procès-verbal",
        master_sha256=stored.sha256,
        master_size=stored.size,
        sha256=stored.sha256,
        size=stored.size,
        pages=1,
        path=stored.path,
        state=PaperState.TO_HEAD,
    )
    member = Mandate.objects.filter(council=council).last()
    place = SigningPlace.objects.create(
        paper=paper,
        order=1,
        role=SignerRole.SECRETARY,
        member=member,
        name="Secrétaire",
        field="sig_secretaire",
    )
    SigningPlace.objects.create(
        paper=paper, order=2, role=SignerRole.HEAD, member=member, name="Maire", field="sig_maire"
    )
    file = receive_file(council=council, content=b"x", name="pv.png", media_type="image/png", by=None)
    SigningEvent.objects.create(place=place, kind=PlaceEventKind.HAND, on=date(2024, 1, 10), file=file)
    return {"paper": paper.uid, "order": 1}


def _one_page() -> bytes:
    target = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _means(council: Council) -> dict[str, object]:
    row = SigningMeans.objects.create(
        council=council,
        kind=MeansKind.SEAL,
        provider=MeansProvider.PKCS12,
        label="Cachet",
        since=date(2024, 1, 1),
        added_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    return {"means": row.uid}


def _asked(council: Council) -> tuple[SigningTicket, str]:
    """A ticket of the mayor, for the document that waits."""
    told = _paper(council)
    place = SigningPlace.objects.select_related("paper").get(paper__uid=told["paper"], order=2)
    user = CouncilRole.objects.get(council=council, kind=RoleKind.MAYOR).user
    now = timezone.now()
    chosen = [Chosen(place, place.paper.sha256)]
    return open_ticket(council=council, user=user, chosen=chosen, reauthenticated_at=now, at=now)


def _ticket(council: Council) -> dict[str, object]:
    return {"ticket": _asked(council)[0].uid}


def _token(council: Council) -> dict[str, object]:
    return {"token": _asked(council)[1], "number": 1}


ROWS = {
    "council_to_sign": Row(everyone(200)),
    "signing_choose": Row(POST_ONLY, post=everyone(302)),
    "signing_confirm": Row(everyone(302), post=everyone(302), more=FORGOTTEN),
    "signing_code": Row(POST_ONLY, post=everyone(302), more=FORGOTTEN),
    "signing_ticket_ask": Row(POST_ONLY, post=everyone(302), more=FORGOTTEN),
    "signing_ticket": Row((302, *(200 if role == "mayor" else 404 for role in ROLES[1:])), prepare=_ticket),
    "signing_return": Row(everyone(302), post=everyone(302), prepare=_paper),
    "token_program": Row(anybody(200), post=anybody(405)),
    "token_task": Row(anybody(200), post=anybody(405), prepare=_token),
    "token_certificate": Row(anybody(405), post=anybody(422), prepare=_token),
    "token_file": Row(anybody(404), post=anybody(405), prepare=_token),
    "token_signatures": Row(anybody(405), post=anybody(422), prepare=_token),
    "signing_outcome": Row(everyone(302), more=FORGOTTEN),
    "signing_file": Row(only(*STAFF), prepare=_paper),
    "signing_place": Row(only(*STAFF), post=only(*STAFF, status=422), prepare=_paper),
    "signing_scan": Row(only(*STAFF), prepare=_paper),
    "sitting_signatures": Row(only(*STAFF), post=only(*PUBLISHERS, status=422)),
    "sitting_seal": Row(POST_ONLY, post=only(*PUBLISHERS, status=302)),
    "settings_signing": Row(only(*MANAGERS)),
    "settings_seal": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
    "settings_remote": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
    "settings_means_stop": Row(POST_ONLY, post=only(*MANAGERS, status=302), prepare=_means),
}
