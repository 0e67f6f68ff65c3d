"""The pieces of the evidence file of an act: what each is, in a place of its own, as bytes."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Model, Q

from deliberations.models import (
    Answer,
    Deliberation,
    Delivery,
    Dispatch,
    IssuedDocument,
    ItemResult,
    LinkEvent,
    Movement,
    Override,
    PaperPublication,
    ProofEntry,
    ProofHead,
    Signature,
    SittingDocument,
    StoredFile,
)
from deliberations.queries.proofs import entries_about
from deliberations.services.proof import told_of
from deliberations.services.proof_heads import entry_facts, inclusion_of, leaves_of, text_of_head
from deliberations.services.storage import read_document
from deliberations.signing.extracting import Extracted, certificates_of_token, extract_signatures


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the evidence. ``path`` is where it stands, with « / »."""

    path: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class SignedPiece:
    """One signature taken out of a document: ``stem`` is what the paths of its three files begin with."""

    document: str
    stem: str
    found: Extracted


class Evidence:
    """Everything that proves ``act``, read once. Raises ``DamagedDocument`` when a kept file is missing or altered."""

    def __init__(self, act: Deliberation) -> None:
        self.act, self.sitting = act, act.sitting

    def pieces(self) -> Iterator[Piece]:
        """Every piece, in the order of its path, save the summary, the notice and the list of digests."""
        found = [
            *self._convocation(),
            *self._attendance(),
            *self._texts(),
            *self.documents.values(),
            *self._signatures(),
            *self._files(),
            *self._log(),
            *self._register(),
        ]
        yield from sorted(found, key=lambda piece: piece.path)

    # --- what happened

    def _convocation(self) -> Iterator[Piece]:
        told = {
            "envois": _rows(Dispatch.objects.filter(sitting=self.sitting)),
            "courriels": _rows(Delivery.objects.filter(mailing__sitting=self.sitting)),
            "ouvertures": _rows(LinkEvent.objects.filter(sitting=self.sitting)),
            "reponses": _rows(Answer.objects.filter(sitting=self.sitting)),
            "convocation": {
                "envoyee_le": str(self.sitting.convocation_sent_on or ""),
            },
        }
        yield _json("convocation/preuves.json", told)
        files = StoredFile.objects.filter(
            pk__in=Delivery.objects.filter(mailing__sitting=self.sitting).exclude(pdf=None).values("pdf")
        )
        yield from (_stored("convocation", file) for file in files)

    def _attendance(self) -> Iterator[Piece]:
        members = self.act.council.mandates.select_related("person")
        told = {
            "membres": {member.uid: str(member) for member in members},
            "mouvements": _rows(Movement.objects.filter(sitting=self.sitting)),
            "places_a_ce_point": _rows(self.act.item.seat_results.all()),
            "resultat_du_point": _rows(ItemResult.objects.filter(item=self.act.item)),
        }
        yield _json("presences/presences.json", told)

    def _texts(self) -> Iterator[Piece]:
        for version in self.act.versions.order_by("number"):
            yield Piece(f"textes/version-{version.number:04d}.json", version.content.encode())
        kept = {snapshot.sha256: snapshot.canonical_json for snapshot in self.act.snapshots.all()}
        kept |= {snapshot.sha256: snapshot.canonical_json for snapshot in self.sitting.snapshots.all()}
        for sha256, text in kept.items():
            yield Piece(f"faits/{sha256}.json", text.encode())
        yield _json(
            "textes/versions.json", [told_of(version) for version in self.act.versions.order_by("number")]
        )

    # --- documents and signatures

    @cached_property
    def issued(self) -> list[IssuedDocument | SittingDocument]:
        """The documents of the act and of its sitting that are kept here, in the order they were issued."""
        acts = IssuedDocument.objects.filter(deliberation=self.act).exclude(path="")
        papers = SittingDocument.objects.filter(sitting=self.sitting).filter(
            Q(subject="") | Q(subject=self.act.uid)
        )
        return [*acts.order_by("pk"), *papers.order_by("pk")]

    @cached_property
    def documents(self) -> dict[str, Piece]:
        """The very bytes of each, by their digest."""
        return {
            row.sha256: Piece(f"documents/{_document_name(row)}", read_document(row)) for row in self.issued
        }

    @cached_property
    def signed(self) -> list[SignedPiece]:
        """Each signature of each document, once: a later version holds those of the one before."""
        found: dict[tuple[str, str], SignedPiece] = {}
        for piece in self.documents.values():
            stem = PurePosixPath(piece.path).stem
            for number, each in enumerate(extract_signatures(piece.content), start=1):
                key = (hashlib.sha256(each.cms).hexdigest(), hashlib.sha256(each.signed).hexdigest())
                place = f"signatures/{stem}-{number}"
                found.setdefault(key, SignedPiece(piece.path, place, each))
        return list(found.values())

    def _signatures(self) -> Iterator[Piece]:
        for signed in self.signed:
            kind = "tst" if signed.found.is_timestamp else "p7s"
            yield Piece(f"{signed.stem}.{kind}", signed.found.cms)
            yield Piece(f"{signed.stem}.signe", signed.found.signed)
            yield Piece(f"{signed.stem}.pem", signed.found.certificates)
        told = {
            "electroniques": _rows(Signature.objects.filter(document__deliberation=self.act)),
            "a_la_main": _rows(self.act.hand_signatures.all()),
            "annulees": [
                told_of(row.undone) for row in self.act.hand_signatures.all() if hasattr(row, "undone")
            ],
            "proces_verbal": _rows(self.sitting.minutes_signatures.all()),
            "dans_les_fichiers": [
                {
                    "document": signed.document,
                    "champ": signed.found.field_name,
                    "titulaire": signed.found.signer,
                    "numero_du_certificat": signed.found.serial,
                    "horodatage": signed.found.is_timestamp,
                }
                for signed in self.signed
            ],
        }
        yield _json("signatures/signatures.json", told)

    def _files(self) -> Iterator[Piece]:
        """Receipts, scans of what was signed by hand, annexes."""
        folders = {
            "accuses": self.act.transmissions.exclude(file=None).values("file"),
            "signes-a-la-main": self.act.hand_signatures.exclude(file=None).values("file"),
            "annexes": self.act.annexes.exclude(file=None).values("file"),
        }
        for folder, keys in folders.items():
            yield from (_stored(folder, file) for file in StoredFile.objects.filter(pk__in=keys))

    def _log(self) -> Iterator[Piece]:
        told = {
            "depots": _rows(self.act.deposits.all()),
            "receptions": _rows(self.act.transmissions.all()),
            "publications": _rows(self.act.publications.all()),
            "documents_de_seance_publies": _rows(PaperPublication.objects.filter(sitting=self.sitting)),
            "rectifications": _rows(self.act.rectifications.all()),
            "fins_de_mise_en_ligne": _rows(self.act.unpublications.all()),
            "controle_de_legalite": _rows(self.act.legality.all()),
        }
        yield _json("journal/suites.json", told)
        yield _json("journal/constats-ecartes.json", [told_of(row) for row in self.overrides])

    @cached_property
    def overrides(self) -> list[Override]:
        """The findings set aside, of this act and of the whole sitting, with the reasons given."""
        rows = Override.objects.filter(sitting=self.sitting).filter(Q(item=None) | Q(item=self.act.item))
        return list(rows.order_by("pk"))

    # --- proof register

    @cached_property
    def entries(self) -> list[ProofEntry]:
        return list(entries_about(self.act))

    @cached_property
    def heads(self) -> list[ProofHead]:
        """The heads that seal these entries, the first one over each."""
        known = list(
            ProofHead.objects.filter(council=self.act.council).select_related("council").order_by("size")
        )
        over = {self._over(entry, known) for entry in self.entries} - {None}
        return [head for head in known if head in over]

    def _over(self, entry: ProofEntry, heads: Iterable[ProofHead]) -> ProofHead | None:
        return next((head for head in heads if head.size >= entry.seq), None)

    def _register(self) -> Iterator[Piece]:
        leaves = leaves_of(self.act.council, self.heads[-1].size) if self.heads else []
        for entry in self.entries:
            yield _json(f"registre/inscriptions/{entry.seq:07d}.json", self._entry(entry, leaves))
        for head in self.heads:
            yield Piece(f"registre/tetes/{head.day}.txt", text_of_head(head).encode())
            if head.is_stamped:
                token = bytes(head.token)
                yield Piece(f"registre/tetes/{head.day}.tst", token)
                yield Piece(f"registre/tetes/{head.day}.pem", certificates_of_token(token))

    def _entry(self, entry: ProofEntry, leaves: list[bytes]) -> dict[str, Any]:
        """An entry with its facts and its salt, which open its commitment; with its proof once it is sealed."""
        head = self._over(entry, self.heads)
        fact = entry.fact
        opened = {
            "facts": None if fact.is_erased else fact.canonical_json,
            "salt": None if fact.is_erased else bytes(fact.salt).hex(),
            "kind_fr": entry.get_kind_display(),
        }
        if head is None:
            return {"entry": entry_facts(entry), "head": None, **opened}
        return {**inclusion_of(entry, head, leaves[: head.size]), **opened}


def _rows(rows: Iterable[Model]) -> list[dict[str, Any]]:
    ordered = rows.order_by("pk") if hasattr(rows, "order_by") else rows
    return [told_of(row) for row in ordered]


def _json(path: str, told: Any) -> Piece:
    content = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return Piece(path, content.encode())


def _stored(folder: str, file: StoredFile) -> Piece:
    """Under its digest and its extension: the name that somebody gave might not unpack everywhere."""
    suffix = PurePosixPath(file.name).suffix.lower()
    extension = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ".bin"
    return Piece(f"{folder}/{file.sha256}{extension}", read_document(file))


def _document_name(row: IssuedDocument | SittingDocument) -> str:
    kind = str(row.kind).lower().replace("_", "-")
    return f"{kind}-v{row.version}-{row.sha256[:12]}.pdf"
