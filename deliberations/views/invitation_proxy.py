"""A member gives a proxy by his link, confirms it by a code, revokes it, downloads its paper."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.errors import Refusal
from councils.models import Mandate
from councils.views.access import GET_OR_POST, posted
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from deliberations.domain.convening import HolderDoubt, holder_doubt, possible_holders
from deliberations.domain.record import Record
from deliberations.forms.invitation import CodeForm, ProxyForm
from deliberations.models import AgendaItem, PersonalLink, ProxyGrant
from deliberations.queries import record_of
from deliberations.queries.convening import excused_members, given_proxies
from deliberations.services.answers import are_answers_open
from deliberations.services.links import note_paper_read
from deliberations.services.notices import PROXY_PDF
from deliberations.services.proxies import confirm_proxy, revoke_proxy, send_code, start_proxy
from deliberations.views.invitation import done
from deliberations.views.member_answers import file_answer
from deliberations.views.personal import personal_context, personal_page

HOLDER_DOUBTS = {
    HolderDoubt.EXCUSED: "a prévenu de son absence",
    HolderDoubt.GAVE_HIS_OWN: "a déjà donné pouvoir à quelqu'un",
}


@personal_page
@require_http_methods(GET_OR_POST)
def give(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Choose a holder and what the proxy covers; a code is then sent."""
    record = record_of(link.sitting)
    form = ProxyForm(
        posted(request),
        holders=_holders(record, link),
        doubts=_doubts(link),
        agenda=list(
            AgendaItem.objects.filter(sitting=link.sitting, added_in_sitting=False).order_by("order")
        ),
    )
    started: list[ProxyGrant] = []

    def save() -> None:
        told = {name: form.cleaned_data[name] for name in ("holder", "items", "covers_second_call")}
        started.append(start_proxy(link.sitting, grantor=link.member, at=timezone.now(), **told))

    if accepted(form, save):
        return redirect("member_proxy_code", token=token, grant=started[0].uid)
    held = ProxyGrant.objects.in_force().filter(sitting=link.sitting, holder=link.member)
    context = personal_context(link, token) | {
        "form": form,
        "is_open": are_answers_open(record, timezone.now()),
        "grantors": [str(proxy.grantor) for proxy in held.select_related("grantor__person")],
    }
    return render(request, "invitation/proxy.html", context, status=status_of(form))


def _holders(record: Record, link: PersonalLink) -> list[Mandate]:
    """Members who could receive it, in the order of the table."""
    uids = possible_holders(record, link.member.uid, given_proxies(link.sitting))
    rows = Mandate.objects.filter(council=link.sitting.council, uid__in=uids).select_related("person")
    by_uid = {row.uid: row for row in rows}
    return [by_uid[uid] for uid in uids]


def _doubts(link: PersonalLink) -> dict[str, str]:
    """Member → what happens if the proxy is given to him, for who is not expected."""
    given, excused = given_proxies(link.sitting), excused_members(link.sitting)
    members = {*excused, *(proxy.grantor for proxy in given)}
    found = {member: holder_doubt(member, given, excused) for member in members}
    return {member: HOLDER_DOUBTS[doubt] for member, doubt in found.items() if doubt is not None}


def _own_grant(link: PersonalLink, uid: str) -> ProxyGrant:
    rows = ProxyGrant.objects.select_related("sitting__council", "grantor__person", "holder__person")
    return get_object_or_404(rows, sitting=link.sitting, grantor=link.member, uid=uid)


@sensitive_post_parameters("code")
@personal_page
@require_http_methods(GET_OR_POST)
def confirm(request: HttpRequest, link: PersonalLink, token: str, grant: str) -> HttpResponse:
    """The code received by e-mail; « renvoyer » asks for another one. A proxy confirmed twice is one proxy."""
    proxy = _own_grant(link, grant)
    if proxy.revoked_at is not None:
        raise Http404
    if proxy.is_in_force:
        return done(token, "pouvoir")
    is_again = "renvoyer" in request.POST
    form = CodeForm(None if is_again else posted(request))
    sent, error = False, ""
    if is_again:
        try:
            send_code(proxy, timezone.now())
            sent = True
        except Refusal as refusal:
            error = refusal.message_fr
    elif accepted(
        form,
        lambda: confirm_proxy(proxy, code=form.cleaned_data["code"], at=timezone.now()),
        beside="code",
    ):
        return done(token, "pouvoir")
    context = personal_context(link, token) | {
        "form": form,
        "proxy": proxy,
        "doubt": _doubts(link).get(proxy.holder.uid, ""),
        "sent": sent,
        "error": error,
    }
    status = UNPROCESSABLE if error else status_of(form)
    return render(request, "invitation/code.html", context, status=status)


@personal_page
@require_http_methods(GET_OR_POST)
def revoke(request: HttpRequest, link: PersonalLink, token: str, grant: str) -> HttpResponse:
    """Ask before revoking: the holder is told at once."""
    proxy = _own_grant(link, grant)
    error = ""
    if request.method == "POST":
        try:
            revoke_proxy(proxy, at=timezone.now())
        except Refusal as refusal:
            error = refusal.message_fr
        else:
            return done(token, "revocation")
    context = personal_context(link, token) | {"proxy": proxy, "error": error}
    status = UNPROCESSABLE if error else 200
    return render(request, "invitation/revoke.html", context, status=status)


@personal_page
@require_safe
def pdf(_request: HttpRequest, link: PersonalLink, _token: str, grant: str) -> HttpResponse:
    """The paper of a proxy, for its giver and its holder alone."""
    mine = Q(grantor=link.member) | Q(holder=link.member)
    rows = ProxyGrant.objects.in_force().select_related("pdf", "paper")
    proxy = get_object_or_404(rows.filter(mine), sitting=link.sitting, uid=grant)
    note_paper_read(link, PROXY_PDF, timezone.now())
    return file_answer(proxy.pdf or proxy.paper)
