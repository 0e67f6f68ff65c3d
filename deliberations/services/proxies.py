"""Proxies given before the sitting (CGCT art. L. 2121-20): by the personal link and a one-time code, or on paper."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from councils.services.locking import lock
from deliberations.documents.convocation import render_proxy_pdf, view_proxy
from deliberations.domain.acts import Source
from deliberations.domain.convening import (
    AnswerKind,
    EventKind,
    GivenProxy,
    ProxyChannel,
    check_proxy,
)
from deliberations.domain.wording.convening import points_named
from deliberations.domain.wording.dates import long_date
from deliberations.models import AgendaItem, Answer, OneTimeCode, ProxyGrant, Sitting, StoredFile
from deliberations.queries import record_of
from deliberations.queries.convening import given_proxies
from deliberations.services.answers import require_open, write_answer
from deliberations.services.changes import SittingChange, changing
from deliberations.services.links import note
from deliberations.services.notices import (
    PROXY_PDF,
    tell,
    tell_grantors_of_absence,
    tell_proxy_given,
    tell_proxy_revoked,
)
from deliberations.services.storage import receive_file
from deliberations.services.uploads import CheckedFile

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
CODES_AN_HOUR = 5
"""Whoever holds the link cannot fill the mailbox of its member, nor try more than a few codes an hour."""

RECEIVED_BY_LINK = "lien personnel, code confirmé"
_SALT = "deliberations.proxies.code"


class CodeRefused(Refusal):
    """The proxy is not confirmed; the message says what to do."""


def start_proxy(
    sitting: Sitting,
    *,
    grantor: Mandate,
    holder: Mandate,
    items: Sequence[AgendaItem],
    covers_second_call: bool,
    at: datetime,
) -> ProxyGrant:
    """Write a proxy that waits for its code, and send the code to its giver.

    Raises ``Refusal`` when the answers are closed, the holder cannot receive it, the giver has another proxy in force
    or no address, or too many codes were asked. Side effect: one e-mail after the commit. Not to be called inside a
    transaction.
    """
    with changing(sitting, by=None, reason="proxy.asked") as change:
        _require_possible(change.sitting, grantor, holder, items, at)
        _require_code_left(change.sitting, grantor, at)
        grant = ProxyGrant(
            sitting=change.sitting,
            grantor=grantor,
            holder=holder,
            channel=ProxyChannel.LINK,
            covers_second_call=covers_second_call or None,
            given_at=at,
        )
        change.writer.write(grant, "proxy")
        grant.items.set(items)
        code = _new_code(grant, at)
    _mail_code(grant, code)
    return grant


def _require_possible(
    sitting: Sitting, grantor: Mandate, holder: Mandate, items: Sequence[AgendaItem], at: datetime
) -> None:
    record = record_of(sitting)
    require_open(record, at)
    if ProxyGrant.objects.in_force().filter(sitting=sitting, grantor=grantor).exists():
        raise Refusal(
            "proxy.already_given", "Vous avez déjà donné pouvoir pour cette séance : révoquez-le d'abord."
        )
    wanted = GivenProxy(grantor.uid, holder.uid, tuple(item.uid for item in items))
    check_proxy(record, wanted, given_proxies(sitting))


def send_code(grant: ProxyGrant, at: datetime) -> None:
    """Send a new code to the giver; the former ones are worth nothing any more. Raises ``CodeRefused``."""
    with transaction.atomic():
        sitting = lock(Sitting).get(pk=grant.sitting_id)
        _require_code_left(sitting, grant.grantor, at)
        code = _new_code(grant, at)
    _mail_code(grant, code)


def _require_code_left(sitting: Sitting, grantor: Mandate, at: datetime) -> None:
    """To be asked with the sitting locked: requests made at once count each other."""
    asked = OneTimeCode.objects.filter(
        grant__sitting=sitting, grant__grantor=grantor, created_at__gt=at - timedelta(hours=1)
    )
    if asked.count() >= CODES_AN_HOUR:
        raise CodeRefused(
            "code.too_many", "Trop de codes ont été demandés. Attendez une heure, ou appelez la mairie."
        )


def _new_code(grant: ProxyGrant, at: datetime) -> str:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    OneTimeCode.objects.create(
        grant=grant, digest=_code_digest(grant, code), created_at=at, expires_at=at + CODE_LASTS
    )
    return code


def _mail_code(grant: ProxyGrant, code: str) -> None:
    held = long_date(grant.sitting.held_on)
    lines = [
        f"Votre code pour confirmer le pouvoir donné à {grant.holder}, pour la séance du {held} : {code}",
        f"Il vaut {CODE_LASTS.seconds // 60} minutes. Ne le donnez à personne, pas même à la mairie.",
        "Si vous n'avez pas demandé ce code, ne faites rien : aucun pouvoir n'est donné sans lui.",
    ]
    if not tell(grant.sitting, grant.grantor, f"{code} est votre code de confirmation", lines):
        raise CodeRefused(
            "code.not_sent",
            "Le courriel portant le code n'a pas pu être envoyé. Réessayez, ou donnez un pouvoir sur papier.",
        )


def _code_digest(grant: ProxyGrant, code: str) -> str:
    """Keyed: six digits alone would be found again from a bare digest."""
    return salted_hmac(
        _SALT, f"{grant.pk}:{code}", secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def confirm_proxy(grant: ProxyGrant, *, code: str, at: datetime) -> ProxyGrant:
    """Confirm a proxy by the last code sent. A proxy already in force is given back as it is.

    Raises ``CodeRefused`` (wrong, expired, too many tries), or ``Refusal`` when the holder was taken meanwhile.
    Side effects: answer EXCUSED for a proxy of the whole sitting, the paper as PDF, e-mails to both after the commit.
    """
    if grant.is_in_force:
        return grant
    _use_code(grant, code, at)
    pdf = paper_of(grant, at)
    with changing(grant.sitting, by=None, reason="proxy.confirmed") as change:
        row = lock(ProxyGrant).get(pk=grant.pk)
        if row.confirmed_at is not None:
            raise CodeRefused("code.used", "Ce code a déjà servi.")
        items = list(row.items.all())
        _require_possible(change.sitting, row.grantor, row.holder, items, at)
        _give(change, row, items, pdf, at)
    tell_proxy_given(row, pdf)
    if not items:
        tell_grantors_of_absence(row.sitting, row.grantor)
    return row


def _use_code(grant: ProxyGrant, code: str, at: datetime) -> None:
    """Count the try first, so that guesses made at once are all counted, then compare in constant time."""
    last = grant.codes.order_by("pk").last()
    if last is None or last.used_at is not None or at >= last.expires_at:
        raise CodeRefused("code.expired", "Ce code a expiré. Demandez-en un nouveau.")
    counted = OneTimeCode.objects.filter(pk=last.pk, tries__lt=CODE_TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise CodeRefused("code.tries", f"{CODE_TRIES} codes faux ont été essayés : demandez-en un nouveau.")
    if not constant_time_compare(last.digest, _code_digest(grant, code)):
        left = CODE_TRIES - last.tries - 1
        more = (
            "Demandez-en un nouveau." if left < 1 else f"Il vous reste {left} essai{'s' if left > 1 else ''}."
        )
        raise CodeRefused("code.wrong", f"Ce code n'est pas le bon. {more}")
    if not OneTimeCode.objects.filter(pk=last.pk, used_at__isnull=True).update(used_at=at):
        raise CodeRefused("code.used", "Ce code a déjà servi.")


def _give(
    change: SittingChange, grant: ProxyGrant, items: Sequence[AgendaItem], pdf: bytes, at: datetime
) -> None:
    grant.confirmed_at, grant.is_signed, grant.received_by = at, True, RECEIVED_BY_LINK
    grant.dated_on = council_day(change.sitting.council, at)
    grant.pdf = receive_file(
        council=change.sitting.council,
        content=pdf,
        name=PROXY_PDF,
        media_type="application/pdf",
        by=None,
        pages=1,
    )
    change.writer.write(grant, "proxy")
    note(change.sitting, grant.grantor, EventKind.PROXY_GIVEN, at, f"À {grant.holder}{_on(items)}")
    if not items:
        write_answer(change, grant.grantor, AnswerKind.EXCUSED, source=Source.MACHINE, at=at)


def _on(items: Sequence[AgendaItem]) -> str:
    points = points_named(sorted(item.order for item in items))
    return f", pour {points}" if points else ""


def paper_of(grant: ProxyGrant, at: datetime) -> bytes:
    """The dated paper of a proxy confirmed at ``at``."""
    record = record_of(grant.sitting)
    view = view_proxy(
        record,
        grantor=grant.grantor.uid,
        holder=grant.holder.uid,
        items=[item.uid for item in grant.items.all()],
        given_at=at.astimezone(ZoneInfo(record.council.time_zone)),
        covers_second_call=grant.covers_second_call,
        reference=grant.uid,
    )
    return render_proxy_pdf(view)


def revoke_proxy(grant: ProxyGrant, *, at: datetime, by: User | None = None, received_by: str = "") -> None:
    """End a proxy before the sitting; once it is open, who gave it tells the secretary, who ends it in the sitting.

    ``received_by`` says how the town hall learnt it, when not by the link. Told twice, it is one revocation. Who was
    excused by the proxy itself is without an answer again. Raises ``AnswersClosed``. Side effect: e-mails to both.
    """
    with changing(grant.sitting, by=by, reason="proxy.revoked") as change:
        require_open(record_of(change.sitting), at)
        row = lock(ProxyGrant).get(pk=grant.pk)
        if not row.is_in_force:
            return
        _end(change, row, at, received_by or "lien personnel", f"À {row.holder}")
    tell_proxy_revoked(row)


def _end(change: SittingChange, grant: ProxyGrant, at: datetime, how: str, told: str) -> None:
    """Revoke a proxy, and take back the answer that it alone had written: at the instant of its confirmation."""
    excuses = Answer.objects.filter(sitting=change.sitting, member=grant.grantor, kind=AnswerKind.EXCUSED)
    for answer in excuses:
        if answer.at == grant.confirmed_at:
            change.writer.delete(answer)
    grant.revoked_at, grant.revocation = at, how
    change.writer.write(grant, "proxy")
    note(change.sitting, grant.grantor, EventKind.PROXY_REVOKED, at, told)


@dataclass(frozen=True, slots=True)
class PaperProxy:
    """What a proxy received on paper says. ``None`` or empty is what it does not say."""

    holder: Mandate
    items: Sequence[AgendaItem] = ()
    dated_on: date | None = None
    is_signed: bool | None = None
    received_by: str = ""
    is_for_illness: bool | None = None
    covers_second_call: bool | None = None
    scan: CheckedFile | None = None


def record_paper_proxy(
    sitting: Sitting, *, grantor: Mandate, told: PaperProxy, by: User, at: datetime
) -> ProxyGrant:
    """Record a proxy received on paper: equal to one given by the link.

    What happened is never refused for its lawfulness: a holder who has two is told by the page and by the rules. A
    proxy of the same giver that was in force is replaced. Raises ``RowRefused`` for what no row can hold: its scan
    is then stored nowhere.
    """
    with changing(sitting, by=by, reason="proxy.paper") as change:
        for former in ProxyGrant.objects.in_force().filter(sitting=change.sitting, grantor=grantor):
            _end(change, former, at, "remplacé par un pouvoir sur papier", f"À {former.holder}, remplacé")
        grant = ProxyGrant(
            sitting=change.sitting,
            grantor=grantor,
            holder=told.holder,
            channel=ProxyChannel.PAPER,
            dated_on=told.dated_on,
            is_signed=told.is_signed,
            received_by=told.received_by,
            is_for_illness=told.is_for_illness,
            covers_second_call=told.covers_second_call,
            given_at=at,
            confirmed_at=at,
        )
        change.writer.check(grant, "proxy")
        grant.paper = store_scan(change, told.scan) if told.scan else None
        change.writer.write(grant, "proxy")
        grant.items.set(told.items)
        detail = f"À {told.holder}{_on(told.items)}, sur papier"
        note(change.sitting, grantor, EventKind.PROXY_GIVEN, at, detail)
        if not told.items:
            write_answer(change, grantor, AnswerKind.EXCUSED, source=Source.DECLARED, at=at)
    return grant


def store_scan(change: SittingChange, scan: CheckedFile) -> StoredFile:
    """Keep a paper scanned, checked by its form. Raises ``OSError`` when the disk refuses."""
    return receive_file(
        council=change.sitting.council,
        content=scan.content,
        name=scan.name,
        media_type=scan.media_type,
        by=change.writer.by,
        pages=scan.pages,
    )
