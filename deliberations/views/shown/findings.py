"""Findings as the pages show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from deliberations.domain.checks.book import check_sitting
from deliberations.domain.checks.common import point
from deliberations.domain.findings import Finding, Override, Severity
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording.severities import label_on_page

_SET_ASIDE = "Écarté"
_TONES = {Severity.REFUSAL: "danger", Severity.WARNING: "warning", Severity.NOTICE: "info"}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """``tone`` is a Bootstrap colour; ``place`` says where to look; ``item`` is the agenda item's uid.

    ``correction`` is a text proposed instead; ``override`` the reason for which the finding was set aside; ``url``
    is where it is corrected, empty where the page is that place.
    """

    label: str
    tone: str
    message: str
    place: str
    article: str
    consequence: str
    remedy: str
    correction: str
    override: str
    item: str | None
    url: str = ""


def findings_of(record: Record, *, item: str | None = None) -> tuple[ShownFinding, ...]:
    """The findings on a sitting; with ``item``, those that concern it or the whole sitting."""
    found: Iterable[Finding] = check_sitting(record)
    if item is not None:
        found = (finding for finding in found if finding.concerns(item))
    return tuple(_shown(record, finding, with_item=item is None) for finding in found)


def shown_findings(
    record: Record, findings: Iterable[Finding], where: Callable[[Finding], str] = lambda finding: ""
) -> tuple[ShownFinding, ...]:
    """Given findings on a sitting, such as those of a gesture not done yet; ``where`` is the address of each."""
    return tuple(replace(_shown(record, finding, with_item=True), url=where(finding)) for finding in findings)


def findings_beside(record: Record, item: str) -> tuple[tuple[Finding, ShownFinding], ...]:
    """The findings that concern ``item`` or the whole sitting, each with the way a page shows it."""
    found = [finding for finding in check_sitting(record) if finding.concerns(item)]
    return tuple((finding, _shown(record, finding, with_item=False)) for finding in found)


def _shown(record: Record, finding: Finding, *, with_item: bool) -> ShownFinding:
    point = _item_name(record, finding.item) if with_item else ""
    return ShownFinding(
        label=label_on_page(finding.severity, record.sitting.origin)
        if finding.override is None
        else _SET_ASIDE,
        tone=_TONES[finding.severity] if finding.override is None else "secondary",
        message=finding.message,
        place=" – ".join(part for part in (point, finding.where) if part),
        article=finding.article,
        consequence=finding.consequence,
        remedy=finding.remedy,
        correction=finding.correction,
        override=_reason(finding.override),
        item=finding.item,
    )


def _reason(override: Override | None) -> str:
    if override is None:
        return ""
    return f"{override.reason} ({override.by})" if override.by else override.reason


def _item_name(record: Record, uid: str | None) -> str:
    if uid is None:
        return ""
    title = text_of(record.item(uid).title_html)
    short = f"{title[:80]}{'…' if len(title) > 80 else ''}"
    return f"{point(record, uid)} : {short}" if title else point(record, uid)
