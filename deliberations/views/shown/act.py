"""What the page of a deliberation shows."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from deliberations.documents.builder import view_deliberation
from deliberations.documents.html import render_body
from deliberations.documents.view import Rendition
from deliberations.domain.acts import ActState, Deliberation
from deliberations.domain.enforceability import Obstacle, executory_since, obstacle_of
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.models import IssuedDocument
from deliberations.models.choices import ACT_STATES
from deliberations.services.issuing import OBSTACLES
from deliberations.services.rendering import edition_date
from deliberations.views.shown.findings import ShownFinding, findings_of
from deliberations.views.shown.renditions import FORMAT_NAMES, is_draft, offered, purpose_of

_PASSING = frozenset({Obstacle.NOT_PUBLISHED, Obstacle.NOT_TRANSMITTED})


@dataclass(frozen=True, slots=True)
class Status:
    """``tone`` is a Bootstrap colour; ``is_final`` once the act is executory."""

    label: str
    tone: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class FileLink:
    extension: str
    label: str


@dataclass(frozen=True, slots=True)
class Download:
    """One rendition with its files; a draft carries « PROJET »."""

    slug: str
    label: str
    purpose: str
    is_draft: bool
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed file kept here. ``sha256`` is of the file itself, in hexadecimal."""

    version: int
    sha256: str
    pages: int | None
    signer: str
    signed: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """``body_html`` is the text as the documents print it; it holds the ``h1`` of the page.

    ``obstacle`` says why no certified copy is to come, where neither publication nor receipt would bring it.
    """

    heading: str
    number: str
    title: str
    status: Status
    obstacle: str
    body_html: str
    findings: tuple[ShownFinding, ...]
    downloads: tuple[Download, ...]


def act_page(record: Record, act: Deliberation) -> ActPage:
    """The text of an act in its most complete rendition, its findings and its files."""
    status = act_status(record, act)
    number = number_of(act, record.council.number_pattern)
    return ActPage(
        heading=f"Délibération n° {number}" if number else "Projet de délibération",
        number=number,
        title=text_of(act.title_html) or text_of(record.item(act.item).title_html),
        status=status,
        obstacle=_obstacle(record, act),
        body_html=_body(record, act, Rendition.CERTIFIED if status.is_final else Rendition.EXTRACT),
        findings=findings_of(record, item=act.item),
        downloads=tuple(_downloads(record, act)),
    )


def _obstacle(record: Record, act: Deliberation) -> str:
    obstacle = obstacle_of(record, act)
    return OBSTACLES[obstacle] if obstacle is not None and obstacle not in _PASSING else ""


def act_status(record: Record, act: Deliberation) -> Status:
    """Where the act stands (CGCT art. L. 2131-1)."""
    if not number_of(act, record.council.number_pattern):
        return Status("Projet", "warning", is_final=False)
    start = executory_since(record, act)
    if act.state is not ActState.IN_FORCE:
        return Status(ACT_STATES[act.state], "danger", is_final=start is not None)
    if start is None:
        return Status("Pas encore exécutoire", "warning", is_final=False)
    return Status(f"Exécutoire depuis le {long_date(start)}", "success", is_final=True)


def signed_copy(document: IssuedDocument, time_zone: str) -> SignedCopy:
    """A signed document whose signatures are prefetched; the hour is the council's."""
    signature = document.signatures.all()[0]
    capacity = f"{signature.capacity}, " if signature.capacity else ""
    return SignedCopy(
        version=document.version,
        sha256=document.sha256,
        pages=document.pages,
        signer=f"{capacity}{signature.signer_name}",
        signed=_moment(signature.signed_at, time_zone),
    )


def _moment(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{long_date(local.date())} à {numeric_time(local.time())}"


def _body(record: Record, act: Deliberation, rendition: Rendition) -> str:
    return render_body(
        view_deliberation(
            record,
            act,
            rendition=rendition,
            edited_on=edition_date(record, act, rendition),
            is_draft=is_draft(record, act, rendition),
        )
    )


def _downloads(record: Record, act: Deliberation) -> list[Download]:
    files = tuple(FileLink(file_format.value, name) for file_format, name in FORMAT_NAMES.items())
    return [
        Download(
            name.slug,
            name.label,
            purpose_of(name.purpose, is_individual=act.is_individual),
            is_draft(record, act, name.rendition),
            files,
        )
        for name in offered(record, act)
    ]
