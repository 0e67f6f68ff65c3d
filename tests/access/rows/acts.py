"""Sittings, acts and their files."""

from collections.abc import Mapping

from django.utils import timezone

from councils.models import Council
from deliberations.models import Deliberation, HandSignature
from tests.access import ROLES, Row, everyone, only


def signed_by_hand(council: Council) -> Mapping[str, object]:
    act = Deliberation.objects.get(council=council)
    signatory = council.mandates.order_by("pk")[0]
    HandSignature.objects.create(
        deliberation=act, signed_on=timezone.localdate(), signatory=signatory, capacity="Le Maire"
    )
    return {}


ROWS = {
    "council": Row(everyone(200)),
    "sitting": Row(everyone(200)),
    "act": Row(everyone(200)),
    "sign": Row((302, *(405 for _ in ROLES[1:])), post=only("deputy", "mayor", status=302)),
    "act_hand_signature": Row(only("secretary", "clerk"), post=only("secretary", "clerk", status=422)),
    "act_hand_signature_undo": Row(
        only("secretary", "clerk"), post=only("secretary", "clerk", status=422), prepare=signed_by_hand
    ),
    "act_hand_signature_scan": Row(everyone(404), prepare=signed_by_hand),
    "download": Row(everyone(200), more={"rendition": "extrait", "file_format": "txt"}),
    "download_signed": Row(everyone(404), more={"version": 2}),
}
