"""What each kind of act has for its evidence file: a deliberation of the council, a decision of the mayor."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from deliberations.models import (
    Answer,
    DecisionCopy,
    Deliberation,
    Delivery,
    Dispatch,
    IssuedDocument,
    ItemResult,
    LinkEvent,
    MayorDecision,
    Movement,
    Override,
    PaperPublication,
    Signature,
    SigningPaper,
    SittingDocument,
    StoredFile,
)
from deliberations.queries.evidence import AnyAct
from deliberations.services.evidence_pieces import Evidence, KeptDocument, Piece, as_json, rows_told, stored
from deliberations.services.proof import told_of


def evidence_of(act: AnyAct) -> Evidence:
    """What proves ``act``, whatever it is."""
    return DecisionEvidence(act) if isinstance(act, MayorDecision) else DeliberationEvidence(act)


class DeliberationEvidence(Evidence):
    """A deliberation: how the council was called, who was there, what was voted, and all that followed."""

    def __init__(self, act: Deliberation) -> None:
        self.act: Deliberation = act
        self.sitting = act.sitting

    @property
    def heading(self) -> str:
        return f"de la délibération{f' n° {self.act.number}' if self.act.number else ''}"

    @property
    def held_on(self) -> date:
        return self.sitting.held_on

    def own_pieces(self) -> Iterator[Piece]:
        yield from self._convocation()
        yield from self._attendance()
        yield from self._texts()

    def _convocation(self) -> Iterator[Piece]:
        told = {
            "envois": rows_told(Dispatch.objects.filter(sitting=self.sitting)),
            "courriels": rows_told(Delivery.objects.filter(mailing__sitting=self.sitting)),
            "ouvertures": rows_told(LinkEvent.objects.filter(sitting=self.sitting)),
            "reponses": rows_told(Answer.objects.filter(sitting=self.sitting)),
            "convocation": {
                "envoyee_le": str(self.sitting.convocation_sent_on or ""),
            },
        }
        yield as_json("convocation/preuves.json", told)
        files = StoredFile.objects.filter(
            pk__in=Delivery.objects.filter(mailing__sitting=self.sitting).exclude(pdf=None).values("pdf")
        )
        yield from (stored("convocation", file) for file in files)

    def _attendance(self) -> Iterator[Piece]:
        members = self.act.council.mandates.select_related("person")
        told = {
            "membres": {member.uid: str(member) for member in members},
            "mouvements": rows_told(Movement.objects.filter(sitting=self.sitting)),
            "places_a_ce_point": rows_told(self.act.item.seat_results.all()),
            "resultat_du_point": rows_told(ItemResult.objects.filter(item=self.act.item)),
        }
        yield as_json("presences/presences.json", told)

    def _texts(self) -> Iterator[Piece]:
        for version in self.act.versions.order_by("number"):
            yield Piece(f"textes/version-{version.number:04d}.json", version.content.encode())
        kept = {snapshot.sha256: snapshot.canonical_json for snapshot in self.act.snapshots.all()}
        kept |= {snapshot.sha256: snapshot.canonical_json for snapshot in self.sitting.snapshots.all()}
        for sha256, text in kept.items():
            yield Piece(f"faits/{sha256}.json", text.encode())
        versions = [told_of(version) for version in self.act.versions.order_by("number")]
        yield as_json("textes/versions.json", versions)

    @cached_property
    def issued(self) -> list[KeptDocument]:
        """Those of the act and of its sitting."""
        acts = IssuedDocument.objects.filter(deliberation=self.act).exclude(path="")
        papers = SittingDocument.objects.filter(sitting=self.sitting).filter(
            Q(subject="") | Q(subject=self.act.uid)
        )
        return [*acts.order_by("pk"), *papers.order_by("pk")]

    def signature_rows(self) -> dict[str, Any]:
        by_hand = self.act.hand_signatures.all()
        return {
            "electroniques": rows_told(Signature.objects.filter(document__deliberation=self.act)),
            "a_la_main": rows_told(by_hand),
            "annulees": [told_of(row.undone) for row in by_hand if hasattr(row, "undone")],
            "proces_verbal": rows_told(self.sitting.minutes_signatures.all()),
        }

    def log(self) -> Iterator[Piece]:
        told = {
            "depots": rows_told(self.act.deposits.all()),
            "receptions": rows_told(self.act.transmissions.all()),
            "publications": rows_told(self.act.publications.all()),
            "documents_de_seance_publies": rows_told(PaperPublication.objects.filter(sitting=self.sitting)),
            "rectifications": rows_told(self.act.rectifications.all()),
            "fins_de_mise_en_ligne": rows_told(self.act.unpublications.all()),
            "controle_de_legalite": rows_told(self.act.legality.all()),
            "etat": self.act.get_state_display(),
        }
        yield as_json("journal/suites.json", told)
        yield as_json("journal/constats-ecartes.json", rows_told(self._overrides()))

    def _overrides(self) -> Any:
        """Of this act and of the whole sitting."""
        rows = Override.objects.filter(sitting=self.sitting)
        return rows.filter(Q(item=None) | Q(item=self.act.item)).order_by("pk")

    @property
    def overrides(self) -> list[str]:
        return [f"{row.code} : {row.reason} ({row.by or 'auteur non noté'})" for row in self._overrides()]


class DecisionEvidence(Evidence):
    """A decision of the mayor: the delegation by which it was taken, its text, and all that followed."""

    def __init__(self, act: MayorDecision) -> None:
        self.act: MayorDecision = act

    @property
    def heading(self) -> str:
        return f"de la décision{f' n° {self.act.number}' if self.act.number else ''}"

    @property
    def held_on(self) -> date:
        return self.act.decided_on or self.act.recorded_at.date()

    def own_pieces(self) -> Iterator[Piece]:
        told = {
            "deleguee_par": None if self.act.delegation is None else told_of(self.act.delegation),
            "alinea": self.act.paragraph,
            "compte_rendu": [
                {"seance": report.sitting.uid, "tenue_le": report.sitting.held_on.isoformat()}
                for report in self._reports()
            ],
        }
        yield as_json("delegation/delegation.json", told)
        for snapshot in self.act.snapshots.all():
            yield Piece(f"faits/{snapshot.sha256}.json", snapshot.canonical_json.encode())
        text = {
            "decision": told_of(self.act),
            "visas_et_considerants": rows_told(self.act.clauses.all()),
            "articles": rows_told(self.act.articles.all()),
        }
        yield as_json("textes/decision.json", text)

    def _reports(self) -> list[Any]:
        report = getattr(self.act, "report", None)
        return [] if report is None else [report]

    @cached_property
    def issued(self) -> list[KeptDocument]:
        """The file that was signed, then the copies issued from the same facts."""
        signed = self.act.hand_signatures.exclude(electronic=None).values("electronic__place__paper")
        papers = SigningPaper.objects.filter(pk__in=signed)
        return [*papers.order_by("pk"), *DecisionCopy.objects.filter(decision=self.act).order_by("pk")]

    def signature_rows(self) -> dict[str, Any]:
        return {"signatures": rows_told(self.act.hand_signatures.all())}

    def log(self) -> Iterator[Piece]:
        told = {
            "depots": rows_told(self.act.deposits.all()),
            "receptions": rows_told(self.act.transmissions.all()),
            "publications": rows_told(self.act.publications.all()),
            "occultations": rows_told(self.act.rectifications.all()),
            "fins_de_mise_en_ligne": rows_told(self.act.unpublications.all()),
            "etat": self.act.get_state_display(),
        }
        yield as_json("journal/suites.json", told)
