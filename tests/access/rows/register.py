"""The register and what is printed to be signed by hand."""

from collections.abc import Mapping
from datetime import date

from councils.models import Council
from deliberations.models import PackWork, RegisterVolume, RegisterWork
from tests.access import ROLES, STAFF, Row, only

WRITER = ("secretary",)
PUBLISHERS = ("secretary", "clerk")
POST_ONLY = (302, *(405 for _ in ROLES[1:]))


def volume(council: Council) -> Mapping[str, object]:
    """An open volume, with a work that waits."""
    row = RegisterVolume.objects.create(
        council=council,
        uid="volume-1",
        number=1,
        since=date(2023, 1, 1),
        until=date(2023, 12, 31),
        opened_on=date(2023, 1, 2),
    )
    RegisterWork.objects.create(volume=row, uid="travail-1")
    return {"volume": row.uid, "work": "travail-1"}


def pack(council: Council) -> Mapping[str, object]:
    """The pack of a sitting, asked for and not yet laid out."""
    return {"work": PackWork.objects.create(sitting=council.sittings.get()).uid}


ROWS = {
    "register": Row(only(*STAFF), prepare=volume),
    "register_open": Row(only(*WRITER), post=only(*WRITER, status=422)),
    "register_volume": Row(only(*STAFF), prepare=volume),
    "register_enter": Row(only(*WRITER, status=302), post=only(*WRITER, status=302), prepare=volume),
    "register_work": Row(only(*STAFF), prepare=volume),
    "register_pdf": Row(only(*STAFF), prepare=volume),
    "register_print": Row(only(*STAFF), prepare=volume),
    "register_close": Row(only(*WRITER), post=only(*WRITER, status=422), prepare=volume),
    "register_seal": Row(POST_ONLY, post=only(*PUBLISHERS, status=302), prepare=volume),
    "sitting_print_pack": Row(only(*STAFF, status=302), post=only(*STAFF, status=302)),
    "sitting_pack_work": Row(only(*STAFF), prepare=pack),
    "sitting_pack_file": Row(only(*STAFF, status=302), prepare=pack),
}
