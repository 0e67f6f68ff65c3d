"""The proxy to fill in, and the one that was given (CGCT art. L. 2121-20)."""

from datetime import date

from deliberations.documents.composed.view import ComposedView
from deliberations.documents.convocation import ProxyForm, proxy_form
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import document_data
from deliberations.documents.sitting.convocation_letter import member_subjects
from deliberations.domain.before_sitting import as_called, as_known_at
from deliberations.domain.known_proxies import KnownProxy, known_proxies
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import NOBODY
from deliberations.domain.wording import convening as words
from deliberations.domain.wording import filled_proxy
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset

_ANY = "Pour n'importe quel membre, sans nom"


def view_blank_proxy(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """A proxy whose holder, place and day are left blank; its giver too, for the subject that names nobody."""
    record = as_called(record)
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    grantor = filled_proxy.ANY_GRANTOR if subject == NOBODY else words.proxy_grantor(members, subject)
    form = ProxyForm(
        grantor=typeset(grantor),
        purpose=typeset(words.proxy_purpose(record, body)),
        warning=typeset(f"{words.proxy_warning(record)} {words.proxy_delivery(record)}"),
    )
    title = words.PROXY if subject == NOBODY else words.proxy_title(members, subject)
    return _view(record, title, form, edited_on)


def view_filled_proxy(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """One proxy of the evening with its holder, to be signed; told as received where its paper was."""
    proxy = next(p for p in known_proxies(record) if p.uid == subject)
    record = as_known_at(record, proxy.since) if proxy.since else as_called(record)
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    form = ProxyForm(
        grantor=typeset(words.proxy_grantor(members, proxy.grantor)),
        holder=typeset(words.proxy_given_to(members, proxy.holder)) if proxy.holder else "",
        purpose=typeset(filled_proxy.purpose(record, body, proxy)),
        warning=typeset(words.proxy_warning(record)),
        original=typeset(filled_proxy.original(proxy)),
    )
    return _view(record, words.proxy_title(members, proxy.grantor), form, edited_on)


def _view(record: Record, title: str, form: ProxyForm, edited_on: date) -> ComposedView:
    return ComposedView(
        document=document_data(record, title, edited_on),
        letterhead=letterhead_of(record.council, words.PROXY),
        title=typeset(title),
        blocks=(proxy_form(form, with_title=True),),
        is_letter=True,
    )


def blank_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """Nobody first, then each member in the order of the table."""
    return ((NOBODY, _ANY), *member_subjects(record))


def filled_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """Each proxy of the evening, in its order."""
    members = MemberWords(record, BodyWords(record.council))
    return tuple((p.uid, _label(members, p)) for p in known_proxies(record))


def _label(members: MemberWords, proxy: KnownProxy) -> str:
    holder = f" à {members.name(proxy.holder)}" if proxy.holder else ""
    return f"{members.name(proxy.grantor)}{holder}"


def why_no_proxy(record: Record) -> str:
    return "" if known_proxies(record) else filled_proxy.NONE
