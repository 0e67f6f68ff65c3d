"""What anybody may read of an act: its text without the private passages, on the page and in the file."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django_tasks import task

from councils.models import User
from deliberations.documents.builder import view_deliberation
from deliberations.documents.html import render_body
from deliberations.documents.view import Rendition
from deliberations.domain.acts import Deliberation as ActFacts
from deliberations.domain.enforceability import is_enforceable
from deliberations.domain.profile import act_profile, hides_nothing
from deliberations.domain.record import Record
from deliberations.dossier.schema import Dossier, digest
from deliberations.models import Deliberation, IssuedDocument, PublicCopy
from deliberations.queries import record_of
from deliberations.queries.published import put_online
from deliberations.richtext import without_private
from deliberations.services.issuing import issue_when_executory, latest_certified_copy
from deliberations.services.rendering import FileFormat, edition_date, render_act
from deliberations.services.staleness import has_changed_since
from deliberations.services.storage import DamagedDocument, made_once, read_document

FOLDER = "public"


@dataclass(frozen=True, slots=True)
class PublicAct:
    """An act and its sitting reduced to what anybody may read; no private passage is left in them."""

    record: Record
    act: ActFacts

    @property
    def rendition(self) -> Rendition:
        """The certified copy once the act is executory, else the extract."""
        is_certified = is_enforceable(self.record, self.act)
        return Rendition.CERTIFIED if is_certified else Rendition.EXTRACT


def public_act(record: Record, act: ActFacts) -> PublicAct:
    """What anybody may read of ``act``, made from the whole facts of its sitting."""
    council, sitting = act_profile(record, act, mask=without_private)
    own_title = sitting.deliberations[0].title_html
    # The item's title was written before anything was hidden in the act's: only the latter is shown.
    agenda = tuple(replace(i, title_html=own_title or i.title_html) for i in sitting.agenda)
    reduced = replace(council, coat_of_arms=record.council.coat_of_arms)
    # The profile leaves out the identifier that the foot of the page gives to whoever reads it.
    acts = (replace(sitting.deliberations[0], public_id=act.public_id),)
    public = Record(reduced, replace(sitting, agenda=agenda, deliberations=acts))
    return PublicAct(public, public.sitting.deliberations[0])


def public_body(public: PublicAct) -> str:
    """The text of the act as an ``article`` for a web page."""
    day = edition_date(public.record, public.act, public.rendition)
    return render_body(
        view_deliberation(public.record, public.act, rendition=public.rendition, edited_on=day)
    )


def public_pdf(row: Deliberation, record: Record) -> bytes:
    """The file that anybody may download: the signed copy where it hides nothing and is up to date, else a copy
    made without the private passages, which is not signed. The copy is made once from the same facts."""
    act = record.act(row.uid)
    signed = _signed_copy(row)
    if (
        signed is not None
        and hides_nothing(record, act, mask=without_private)
        and not has_changed_since(signed, record)
    ):
        try:
            return read_document(signed)
        except DamagedDocument:
            pass  # the copy below says the same; the page of the act tells the operator
    public = public_act(record, act)
    content = made_once(_facts_of(public), lambda: _rendered(public), folder=FOLDER)
    # The digest is kept, so that the check page knows the file later, whatever becomes of the text.
    PublicCopy.objects.get_or_create(
        sha256=sha256(content).hexdigest(), deliberation=row, defaults={"council_id": row.council_id}
    )
    return content


def _rendered(public: PublicAct) -> bytes:
    return render_act(public.record, public.act, rendition=public.rendition, file_format=FileFormat.PDF)


def _facts_of(public: PublicAct) -> str:
    """SHA-256 of all that the public file is made from, the address of the public pages included."""
    record = public.record
    facts = digest(Dossier.of(record.council, [record.without_issued_files()], profile="ACT"))
    address = settings.PUBLIC_BASE_URL
    return sha256(f"{facts} {address}".encode()).hexdigest() if address else facts


def _signed_copy(row: Deliberation) -> IssuedDocument | None:
    latest = latest_certified_copy(row)
    return latest if latest is not None and latest.signatures.exists() else None


# --- made beforehand


def follow_publicity(act: Deliberation, *, by: User | None, at: datetime) -> None:
    """After the commit of a publication or a receipt: issue the certified copy if the act has become executory,
    then make the public file anew. Neither failure undoes what was recorded."""
    transaction.on_commit(partial(issue_when_executory, act, by=by, at=at), robust=True)
    renew_public_copy(act)


def renew_public_copy(act: Deliberation) -> None:
    """After the commit: have the public file made by the worker, if ``act`` is online, so that nobody waits for it."""
    transaction.on_commit(partial(make_public_copy.enqueue, act.pk), robust=True)


@task()
def make_public_copy(act_id: int) -> str:
    """Make the public file of an act online; « none » for one that nobody may read."""
    act = Deliberation.objects.select_related("council", "sitting").get(pk=act_id)
    if not put_online(act.council).filter(pk=act_id).exists():
        return "none"
    public_pdf(act, record_of(act.sitting))
    return "made"
