"""The convocation, and the personal pages that a token opens to anybody."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from councils.models import Council
from deliberations.models import PersonalLink, ProxyGrant, Sitting
from deliberations.services.links import make_link
from tests.access import STAFF, Row, anybody, only


def grant(council: Council, *, confirmed: bool) -> Mapping[str, object]:
    sitting = Sitting.objects.get(council=council)
    first = 2 * ProxyGrant.objects.filter(sitting=sitting).count()
    grantor, holder = council.mandates.order_by("pk")[first : first + 2]
    now = timezone.now()
    row = ProxyGrant.objects.create(
        sitting=sitting, grantor=grantor, holder=holder, given_at=now, confirmed_at=now if confirmed else None
    )
    return {"grant": row.uid, "member": grantor.uid, "item": sitting.agenda.get().uid, "file": "rien"}


def token(council: Council, *, confirmed: bool = True) -> Mapping[str, object]:
    """A member's link, still open although the sitting is past, and his proxy."""
    given = grant(council, confirmed=confirmed)
    sitting = Sitting.objects.select_related("council").get(council=council)
    link, secret = make_link(sitting, council.mandates.get(uid=given["member"]), timezone.now())
    PersonalLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    return {**given, "token": secret}


def given_proxy(council: Council) -> Mapping[str, object]:
    return grant(council, confirmed=True)


def unconfirmed(council: Council) -> Mapping[str, object]:
    return token(council, confirmed=False)


SECRETARY = only("secretary")
REFUSED = only("secretary", status=422)

ROWS = {
    "sitting_convocation": Row(only(*STAFF)),
    "convocation_preview": Row(only(*STAFF)),
    "convocation_print": Row(SECRETARY),
    "convocation_send": Row(SECRETARY, post=REFUSED),
    "convocation_remind": Row((302, *[405] * 8), post=only("secretary", status=302)),
    "convocation_postpone": Row((302, *[405] * 8), post=only("secretary", status=302)),
    "convocation_urgency": Row(SECRETARY, post=REFUSED),
    "convocation_paper": Row(SECRETARY, post=REFUSED),
    "convocation_amend": Row(SECRETARY, post=REFUSED),
    "convocation_answer": Row(SECRETARY, post=REFUSED, prepare=given_proxy),
    "convocation_renew": Row((302, *[405] * 8), post=only("secretary", status=302), prepare=given_proxy),
    "convocation_proxy_pdf": Row(only(*STAFF, status=404), prepare=given_proxy),
    "convocation_proxy_scan": Row(only(*STAFF, status=404), prepare=given_proxy),
    "convocation_proxy_revoke": Row(SECRETARY, post=REFUSED, prepare=given_proxy),
    "member_link": Row(anybody(200), post=anybody(405), prepare=token),
    "member_answer": Row(anybody(405), post=anybody(422), prepare=token),
    "member_letter": Row(anybody(200), post=anybody(405), prepare=token),
    "member_paper": Row(anybody(404), post=anybody(405), prepare=token),
    "link_interest": Row(anybody(200), post=anybody(422), prepare=token),
    "member_proxy": Row(anybody(200), post=anybody(422), prepare=token),
    "member_proxy_code": Row(anybody(200), post=anybody(422), prepare=unconfirmed),
    "member_proxy_revoke": Row(anybody(200), post=anybody(422), prepare=token),
    "member_proxy_pdf": Row(anybody(404), post=anybody(405), prepare=token),
}
