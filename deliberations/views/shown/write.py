"""What the page of the editor shows beside the fields: remarks at their place, the document, the facts it prints."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deliberations.documents.builder import view_deliberation
from deliberations.documents.html import render_body
from deliberations.documents.view import Counts, DeliberationView, Rendition
from deliberations.domain.act_text import ActText
from deliberations.domain.corrections import is_correctable
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.typed_text import other_findings, text_findings, with_text
from deliberations.domain.wording.severities import label_on_page
from deliberations.services.rendering import edition_date
from deliberations.views.shown.renditions import is_draft
from deliberations.views.shown.sitting import Fact

_TONES = {Severity.REFUSAL: "danger", Severity.WARNING: "warning", Severity.NOTICE: "info"}
_ANCHORS = (
    (re.compile("objet"), "objet"),
    (re.compile("exposé"), "expose"),
    (re.compile(r"visas et considérants, n° (\d+)"), "visa"),
    (re.compile(r"décision, point (\d+)"), "decision"),
    (re.compile(r"annexe (\d+)"), "annexe"),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding at its place. ``key`` names it in a form; ``anchor`` is the block it is about, or empty.

    ``is_set_aside`` ones are only recalled; a refusal may not be (``may_be_set_aside``).
    """

    key: str
    anchor: str
    place: str
    label: str
    tone: str
    message: str
    consequence: str
    remedy: str
    article: str
    correction: str
    is_correctable: bool
    may_be_set_aside: bool
    is_set_aside: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Editing:
    """The document as it would be printed with the text typed, its remarks, and the facts that it prints."""

    body_html: str
    remarks: tuple[Remark, ...]
    other_remarks: tuple[Remark, ...]
    facts: tuple[Fact, ...]

    @property
    def open_remarks(self) -> int:
        return sum(not remark.is_set_aside for remark in self.remarks)


def editing(record: Record, act: str, text: ActText) -> Editing:
    """All that stands beside the typed ``text`` of an act."""
    typed = with_text(record, act, text)
    view = _view(typed, act)
    return Editing(
        body_html=as_part_of_a_page(view),
        remarks=tuple(_remark(record, text, finding) for finding in text_findings(typed, act)),
        other_remarks=tuple(_remark(record, text, finding) for finding in other_findings(typed, act)),
        facts=tuple(_facts(view)),
    )


@dataclass(frozen=True, slots=True)
class NextText:
    """The act to write after this one: its uid, and the item it is about."""

    act: str
    order: int


def next_text(record: Record, act: str) -> NextText | None:
    """The act of the next item of the agenda; ``None`` at the end of it."""
    ordered = sorted(record.sitting.agenda, key=lambda item: item.order)
    written = [NextText(each.uid, item.order) for item in ordered for each in record.acts_on(item.uid)]
    place = next((n for n, each in enumerate(written, start=1) if each.act == act), len(written))
    return next((each for each in written[place:] if each.act != act), None)


def finding_of(record: Record, act: str, text: ActText, key: str) -> Finding | None:
    """The finding on the typed text that a form names; ``None`` when it is told no more."""
    typed = with_text(record, act, text)
    found = (*text_findings(typed, act), *other_findings(typed, act))
    return next((finding for finding in found if key_of(finding) == key), None)


def key_of(finding: Finding) -> str:
    """Twelve characters that name a finding as long as its words are the same."""
    told = "|".join((finding.code, finding.where, finding.message))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _view(typed: Record, act: str) -> DeliberationView:
    facts = typed.act(act)
    return view_deliberation(
        typed,
        facts,
        rendition=Rendition.EXTRACT,
        edited_on=edition_date(typed, facts, Rendition.EXTRACT),
        is_draft=is_draft(typed, facts, Rendition.EXTRACT),
    )


def as_part_of_a_page(view: DeliberationView) -> str:
    """The body of the act, its headings two levels lower: its title is no title of the page."""
    body = render_body(view)
    for level in (3, 2, 1):
        body = body.replace(f"<h{level}", f"<h{level + 2}").replace(f"</h{level}>", f"</h{level + 2}>")
    return body


def remarks_by_anchor(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    """The remarks of each block of the page."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.anchor, []).append(remark)
    return found


def anchor_of(where: str) -> str:
    """« décision, point 2 » → « decision-2 »; empty for a place that is no block."""
    for pattern, name in _ANCHORS:
        if found := pattern.fullmatch(where):
            return f"{name}-{found[1]}" if found.groups() else name
    return ""


def _remark(record: Record, text: ActText, finding: Finding) -> Remark:
    override = finding.override
    return Remark(
        key=key_of(finding),
        anchor=anchor_of(finding.where),
        place=finding.where,
        label="Écarté" if override else label_on_page(finding.severity, record.sitting.origin),
        tone="secondary" if override else _TONES[finding.severity],
        message=finding.message,
        consequence=finding.consequence,
        remedy=finding.remedy,
        article=finding.article,
        correction=finding.correction,
        is_correctable=override is None and is_correctable(text, finding),
        may_be_set_aside=override is None and finding.severity is Severity.WARNING,
        is_set_aside=override is not None,
        reason=override.reason if override else "",
    )


def _facts(view: DeliberationView) -> Iterator[Fact]:
    """What the document prints without anybody typing it."""
    yield Fact("Ouverture", view.opening)
    if view.officers:
        yield Fact("Bureau", " ; ".join(view.officers))
    if view.members is not None:
        yield Fact("Membres", _counts(view.members))
    if view.present_sentence:
        yield Fact("Présents", view.present_sentence)
    for group in view.absences:
        yield Fact(group.heading or "Présences", " ; ".join(group.lines))
    if view.votes is not None:
        yield Fact("Vote", _counts(view.votes))
    for counts in view.other_votes:
        yield Fact("Élection" if counts.lead else "Présences", _counts(counts))
    if view.signatures:
        yield Fact("Signature", f"{view.signatures[0].capacity} {view.signatures[0].name}")


def _counts(counts: Counts) -> str:
    return " ".join(part for part in (counts.lead, " ; ".join(counts.lines)) if part)
