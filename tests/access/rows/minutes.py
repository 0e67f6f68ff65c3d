"""The minutes of a sitting, and those that anybody may read."""

from datetime import date

from django.utils import timezone

from councils.models import Mandate
from deliberations.models import (
    AgendaItem,
    MinutesIncident,
    MinutesMail,
    MinutesRemark,
    MinutesSignature,
    Sitting,
    SittingDocument,
)
from deliberations.services.storage import receive_file
from tests.access import ROLES, STAFF, Row, only

_WRITER = ("secretary",)
_PUBLISHERS = ("secretary", "clerk")
_NOBODY = tuple(404 for _ in ROLES)
"""No minutes of this council were put online on our pages."""


def _with_item(council):
    return {"item": AgendaItem.objects.get(sitting__council=council).uid}


def _with_incident(council):
    sitting = Sitting.objects.get(council=council)
    return {"incident": MinutesIncident.objects.create(sitting=sitting, incident_html="<p>Un</p>").pk}


def _with_remark(council):
    sitting = Sitting.objects.get(council=council)
    return {"remark": MinutesRemark.objects.create(sitting=sitting, remark_html="<p>Un</p>").pk}


def _with_mail(council):
    document = SittingDocument.objects.create(
        sitting=Sitting.objects.get(council=council),
        kind="MINUTES",
        version=1,
        format="PDF",
        sha256="0" * 64,
        size=1,
        path="rien",
        issued_at=timezone.now(),
    )
    member = Mandate.objects.filter(council=council).first()
    return {"mail": MinutesMail.objects.create(document=document, member=member).pk}


def _with_scan(council):
    file = receive_file(council=council, content=b"x", name="pv.png", media_type="image/png", by=None)
    row = MinutesSignature.objects.create(
        sitting=Sitting.objects.get(council=council),
        member=Mandate.objects.filter(council=council).first(),
        signed_on=date(2024, 1, 10),
        file=file,
    )
    return {"signature": row.pk}


def _gesture(roles, prepare=None):
    more = {"prepare": prepare} if prepare else {}
    return Row((302, *[405] * 8), post=only(*roles, status=302), **more)


ROWS = {
    "sitting_minutes": Row(only(*STAFF), post=only(*_WRITER, status=302)),
    "minutes_debate": Row(only(*_WRITER), post=only(*_WRITER, status=302), prepare=_with_item),
    "minutes_silence": _gesture(_WRITER),
    "minutes_incident": Row(only(*_WRITER), post=only(*_WRITER, status=422)),
    "minutes_incident_remove": Row(only(*_WRITER), post=only(*_WRITER, status=302), prepare=_with_incident),
    "minutes_resend": _gesture(_PUBLISHERS, _with_mail),
    "minutes_complete": Row(
        only(*_WRITER, status=302), post=only(*_WRITER, status=302), prepare=lambda council: {"kind": "heure"}
    ),
    "minutes_send": Row(only(*_PUBLISHERS), post=only(*_PUBLISHERS, status=422)),
    "minutes_remark": Row(only(*_WRITER), post=only(*_WRITER, status=422)),
    "minutes_answer": Row(only(*_WRITER), post=only(*_WRITER, status=422), prepare=_with_remark),
    "minutes_settle": Row(only(*_WRITER), post=only(*_WRITER, status=422)),
    "minutes_plan": _gesture(_WRITER),
    "minutes_sign": Row(only(*_PUBLISHERS), post=only(*_PUBLISHERS, status=422)),
    "minutes_scan": Row((302, 404, 200, 200, 200, 200, 200, 200, 200), prepare=_with_scan),
    "minutes_issued": Row(only(*STAFF, status=404)),
    "minutes_online": Row(only(*_PUBLISHERS, status=302), post=only(*_PUBLISHERS, status=302)),
    "public_minutes": Row(_NOBODY),
    "public_minutes_file": Row(_NOBODY),
}
