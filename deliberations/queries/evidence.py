"""Everything that proves an act, in the order of time, each with its digest."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Prefetch, Q

from councils.domain.days import council_day
from deliberations.domain.acts import ActLink, ActState
from deliberations.domain.signing_order import PlaceEventKind, SignedKind
from deliberations.models import (
    Clause,
    DecisionLink,
    Deliberation,
    Dispatch,
    HandSignature,
    IssuedDocument,
    ItemResult,
    Link,
    MayorDecision,
    OperativeBlock,
    ProofFact,
    Reopening,
    SigningEvent,
    SigningPaper,
)
from deliberations.models.choices import ACT_STATES, DOCUMENT_KINDS

AnyAct = Deliberation | MayorDecision


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof. ``at`` is aware, or ``None`` where only ``on`` is known; ``sha256`` is empty for what has no file.

    ``kind`` groups the proofs of one nature; ``by`` is who did or declared it.
    """

    kind: str
    label: str
    on: date
    at: datetime | None = None
    detail: str = ""
    sha256: str = ""
    by: str = ""

    @property
    def key(self) -> tuple[date, datetime]:
        return self.on, self.at or datetime.combine(self.on, time.max, UTC)


def proofs_of(act: Deliberation) -> tuple[Proof, ...]:
    """The proofs of ``act``, the oldest first, in a number of queries that does not depend on how many there are."""
    found = [
        *_dispatches(act),
        *_texts(act),
        *_results(act),
        *_documents(act),
        *_hand_signatures(act),
        *proofs_of_signing(act),
        *proofs_of_followed(act),
        *_legality(act),
        *proofs_of_end(act),
    ]
    return tuple(sorted(found, key=lambda proof: proof.key))


def _dispatches(act: Deliberation) -> Iterator[Proof]:
    rows = Dispatch.objects.filter(sitting=act.sitting, sent_at__isnull=False)
    for row in rows.select_related("member__person"):
        if row.sent_at is None:
            continue
        told = {"member": row.member.uid, "channel": row.channel, "sent_at": row.sent_at.isoformat()}
        yield Proof(
            "Convocation",
            f"Convocation envoyée à {row.member}",
            council_day(act.council, row.sent_at),
            row.sent_at,
            row.get_channel_display(),
            _digest(told),
        )
    if not rows and act.sitting.convocation_sent_on:
        yield Proof("Convocation", "Convocation envoyée", act.sitting.convocation_sent_on)


def _texts(act: Deliberation) -> Iterator[Proof]:
    """One version for each moment at which the text of the act changed."""
    moments: dict[datetime, list[Any]] = {}
    for row in act.history.select_related("history_user"):
        told = [row.title_html, row.statement_html, row.printed_number, row.year, row.sequence]
        moments.setdefault(_minute(row.history_date), []).append((row, told))
    for row in Clause.history.filter(deliberation_id=act.pk).select_related("history_user"):
        moments.setdefault(_minute(row.history_date), []).append((row, [row.kind, row.text_html]))
    for row in OperativeBlock.history.filter(part__deliberation_id=act.pk).select_related("history_user"):
        moments.setdefault(_minute(row.history_date), []).append((row, [row.text_html]))
    for number, (moment, changes) in enumerate(sorted(moments.items()), start=1):
        user = next((row.history_user for row, _ in changes if row.history_user), None)
        yield Proof(
            "Texte",
            f"Version {number} du texte",
            council_day(act.council, moment),
            moment,
            _changed(len(changes)),
            _digest([[row.history_type, told] for row, told in changes]),
            str(user or ""),
        )


def _changed(how_many: int) -> str:
    return "un élément changé" if how_many == 1 else f"{how_many} éléments changés"


def _minute(moment: datetime) -> datetime:
    """One save writes several rows within the same minute: they are one version."""
    return moment.replace(second=0, microsecond=0)


def _results(act: Deliberation) -> Iterator[Proof]:
    result = ItemResult.objects.filter(item=act.item).select_related("sitting__finished_by").first()
    for row in Reopening.objects.filter(sitting=act.sitting).select_related("by"):
        yield Proof(
            "Séance",
            "Séance rouverte",
            council_day(act.council, row.at),
            row.at,
            row.reason,
            by=str(row.by or ""),
        )
    if result is None:
        return
    yield Proof(
        "Séance",
        "Présences et résultat du vote figés à la clôture",
        council_day(act.council, result.frozen_at),
        result.frozen_at,
        _told(result),
        result.sha256,
        str(result.sitting.finished_by or ""),
    )


def _told(result: ItemResult) -> str:
    parts = (
        [f"{result.present} présents, {result.represented} représentés"] if result.present is not None else []
    )
    if result.in_favour is not None:
        parts.append(f"{result.in_favour} pour, {result.against} contre, {result.abstentions} abstentions")
    return " ; ".join(parts)


def _documents(act: Deliberation) -> Iterator[Proof]:
    documents = act.issued.select_related("snapshot", "issued_by").prefetch_related("signatures__user")
    for snapshot in act.snapshots.all():
        yield Proof(
            "Document",
            "Faits figés",
            council_day(act.council, snapshot.created_at),
            snapshot.created_at,
            f"format {snapshot.schema_version}, règles {snapshot.rule_book_version}",
            snapshot.sha256,
        )
    for row in documents:
        yield from _document(row, act)


def _document(row: IssuedDocument, act: Deliberation) -> Iterator[Proof]:
    name = f"{DOCUMENT_KINDS[row.kind]}, version {row.version}"  # type: ignore[index]
    yield Proof(
        "Document",
        f"{name} : émise",
        council_day(act.council, row.issued_at) if row.issued_at else act.sitting.held_on,
        row.issued_at,
        f"{row.pages} pages" if row.pages else "",
        row.sha256,
        str(row.issued_by or ""),
    )
    for signature in row.signatures.all():
        capacity = f"{signature.capacity}, " if signature.capacity else ""
        yield Proof(
            "Signature",
            f"{name} : signée",
            council_day(act.council, signature.signed_at),
            signature.signed_at,
            f"{capacity}{signature.signer_name} – {signature.get_level_display()}",
            signature.sha256_after,
            str(signature.user or ""),
        )


def _hand_signatures(act: Deliberation) -> Iterator[Proof]:
    rows = act.hand_signatures.select_related(
        "signatory__person", "secretary__person", "file", "by", "undone__by"
    )
    for row in rows:
        yield Proof(
            "Signature",
            "Copie certifiée signée à la main",
            row.signed_on,
            row.at,
            " – ".join(part for part in (_signatories(row), row.remark) if part),
            row.file.sha256 if row.file else "",
            str(row.by or ""),
        )
        end = getattr(row, "undone", None)
        if end is not None:
            yield Proof(
                "Signature",
                "Signature manuscrite annulée",
                end.at.date(),
                end.at,
                end.reason,
                by=str(end.by or ""),
            )


def _signatories(row: HandSignature) -> str:
    capacity = f"{row.capacity}, " if row.capacity else ""
    secretary = f" ; secrétaire de séance : {row.secretary}" if row.secretary else ""
    return f"{capacity}{row.signatory}{secretary}"


def _legality(act: Deliberation) -> Iterator[Proof]:
    for event in act.legality.all():
        yield Proof("Contrôle de légalité", event.get_step_display(), event.received_on)


def proofs_of_end(act: AnyAct) -> Iterator[Proof]:
    """What put an end to an act of either kind: a later act, or what the prefect or the court made of it."""
    links, name = (DecisionLink, "decision") if isinstance(act, MayorDecision) else (Link, "deliberation")
    rows = links.objects.filter(number=act.number, kind__in=(ActLink.WITHDRAWS, ActLink.REPLACES))
    rows = rows.filter(**{f"{name}__council": act.council}).exclude(**{name: act})
    for link in rows.select_related(f"{name}__council").prefetch_related(f"{name}__publications"):
        later = getattr(link, name)
        public = min(later.publications.all(), key=lambda row: row.effective_on, default=None)
        if act.number and public is not None:
            label = "Retirée" if link.kind == ActLink.WITHDRAWS else "Remplacée"
            what = (
                f"{label} par {'la décision' if name == 'decision' else 'la délibération'} n° {later.number}"
            )
            yield Proof("Suite", what, public.effective_on, public.recorded_at)
    yield from _states(act)


def _states(act: AnyAct) -> Iterator[Proof]:
    """Each state that the proof register tells; that of today, without its hour, where it tells none."""
    facts = ProofFact.objects.filter(table=act._meta.label_lower, row=act.pk)
    told = [fact for fact in facts.select_related("entry").order_by("entry__seq") if "state" in fact.told]
    for fact in told:
        label = str(ACT_STATES.get(fact.told["state"], fact.told["state"]))
        at = fact.entry.at
        yield Proof(
            "Contrôle de légalité", label, council_day(act.council, at), at, by=fact.told.get("by", "")
        )
    if not told and act.state != ActState.IN_FORCE:
        day = act.sitting.held_on if isinstance(act, Deliberation) else act.decided_on
        yield Proof("Contrôle de légalité", act.get_state_display(), day or act.recorded_at.date())


def papers_of(act: AnyAct) -> list[SigningPaper]:
    """The documents of ``act`` put to signature, with all that happened at each place."""
    own = (
        Q(decision=act)
        if isinstance(act, MayorDecision)
        else Q(deliberation=act) | Q(sitting=act.sitting, deliberation=None, decision=None)
    )
    rows = SigningPaper.objects.filter(own, council=act.council_id).order_by("pk")
    events = SigningEvent.objects.select_related("by", "place", "signature", "file").order_by("pk")
    return list(rows.prefetch_related("places", Prefetch("places__events", queryset=events)))


def proofs_of_signing(act: AnyAct) -> Iterator[Proof]:
    """A document of an act put to signature, and what happened at each place.

    Refusals, impediments and what was taken back are told with their reason and their hour; the electronic signatures
    of a document that is issued are told with it.
    """
    for paper in papers_of(act):
        name = f"{paper.title}, version {paper.number} à signer"
        yield _of_paper(
            act, paper.prepared_at, f"{name} : mise à la signature", by=str(paper.prepared_by or "")
        )
        for event in (event for place in paper.places.all() for event in place.events.all()):
            is_told = paper.issued_at is not None and paper.kind != SignedKind.MINUTES
            if event.kind == PlaceEventKind.ELECTRONIC and is_told:
                continue
            reason = f"motif : {event.reason}" if event.reason else ""
            who = ", ".join(part for part in (event.place.name, event.place.capacity) if part)
            yield _of_paper(
                act,
                event.at,
                f"{name} : {_lower(event.get_kind_display())}",
                " – ".join(part for part in (who, reason) if part),
                str(event.by or ""),
            )
        if paper.set_aside_at is not None:
            how = "remplacée après son émission" if paper.issued_at else "retirée avant son émission"
            yield _of_paper(act, paper.set_aside_at, f"{name} : {how}")


def _of_paper(act: AnyAct, at: datetime, label: str, detail: str = "", by: str = "") -> Proof:
    return Proof("Signature", label, council_day(act.council, at), at, detail, by=by)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def proofs_of_followed(act: AnyAct) -> Iterator[Proof]:
    """What follows an act of either kind: deposits, receptions, publications, corrections, the end of publication."""
    yield from _deposits(act)
    yield from _public_facts(
        act.transmissions.select_related("declared_by", "file"), "Transmission", "Réception en préfecture"
    )
    yield from _public_facts(act.publications.select_related("declared_by"), "Publication", "Publication")
    for row in act.rectifications.select_related("by"):
        told = [row.before, row.after, row.reason]
        label = f"Erreur rectifiée : « {row.before} » → « {row.after} »"
        yield Proof(
            "Texte",
            label,
            council_day(act.council, row.at),
            row.at,
            row.reason,
            _digest(told),
            str(row.by or ""),
        )
    for end in act.unpublications.select_related("by"):
        yield Proof(
            "Publication",
            "Retirée du site",
            council_day(act.council, end.at),
            end.at,
            end.reason,
            by=str(end.by or ""),
        )


def _deposits(act: AnyAct) -> Iterator[Proof]:
    for row in act.deposits.select_related("by"):
        told = [row.number, row.subject, row.matter_code, row.nature]
        yield Proof(
            "Transmission",
            "Dépôt déclaré",
            row.deposited_on,
            None,
            f"n° {row.number}, matière {row.matter_code}",
            _digest(told),
            str(row.by or ""),
        )


def _public_facts(rows: Iterable[Any], kind: str, label: str) -> Iterator[Proof]:
    for row in rows:
        file = getattr(row, "file", None)
        parts = (row.channel, row.reference, row.get_source_display())
        yield Proof(
            kind,
            label,
            row.effective_on,
            row.recorded_at,
            " – ".join(part for part in parts if part),
            file.sha256 if file else "",
            str(row.declared_by or ""),
        )


def _digest(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
