"""The pieces of the evidence file of an act: what each is, in a place of its own, as bytes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Model

from deliberations.domain.proofs import utc_text
from deliberations.models import (
    DecisionCopy,
    IssuedDocument,
    ProofEntry,
    ProofHead,
    SigningPaper,
    SittingDocument,
    StoredFile,
)
from deliberations.queries.evidence import AnyAct, papers_of
from deliberations.queries.proofs import entries_about
from deliberations.services.proof import told_of
from deliberations.services.proof_heads import entry_facts, inclusion_of, leaves_of, text_of_head
from deliberations.services.storage import read_document
from deliberations.signing.extracting import Extracted, certificates_of_token, extract_signatures

KeptDocument = IssuedDocument | SittingDocument | DecisionCopy | SigningPaper


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
    """Everything that proves ``act``, read once; each kind of act says what it has.

    Raises ``DamagedDocument`` when a kept file is missing or altered.
    """

    act: AnyAct

    @property
    def heading(self) -> str:
        """« de la délibération n° 2026-12 »."""
        raise NotImplementedError

    @property
    def held_on(self) -> date:
        """The day of the act."""
        raise NotImplementedError

    def pieces(self) -> Iterator[Piece]:
        """Every piece, in the order of its path, save the summary, the notice and the list of digests."""
        found = [
            *self.own_pieces(),
            *self.documents.values(),
            *self._signatures(),
            *self._files(),
            *self.log(),
            *self._register(),
        ]
        yield from sorted(found, key=lambda piece: piece.path)

    # --- what each kind of act has

    def own_pieces(self) -> Iterator[Piece]:
        """What no other kind of act has."""
        raise NotImplementedError

    @property
    def issued(self) -> Sequence[KeptDocument]:
        """The documents that are kept here, in the order they were issued."""
        raise NotImplementedError

    @property
    def overrides(self) -> Sequence[str]:
        """The findings set aside, one sentence each, with the reasons given."""
        return ()

    def signature_rows(self) -> dict[str, Any]:
        """The signatures as they were noted."""
        raise NotImplementedError

    def log(self) -> Iterator[Piece]:
        """What happened to the act since."""
        raise NotImplementedError

    # --- documents and signatures

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
        told = self.signature_rows() | {
            "mises_a_la_signature": [self._paper(paper) for paper in papers_of(self.act)],
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
        yield as_json("signatures/signatures.json", told)

    def _paper(self, paper: SigningPaper) -> dict[str, Any]:
        """A document put to signature, and all that happened at each place: refusals and impediments included."""
        return {
            "document": paper.title,
            "version": paper.number,
            "mise_a_la_signature_le": utc_text(paper.prepared_at),
            "remplacee_le": utc_text(paper.set_aside_at) if paper.set_aside_at else None,
            "emise_le": utc_text(paper.issued_at) if paper.issued_at else None,
            "evenements": [
                told_of(event)
                | {
                    "signataire": place.name,
                    "en_tant_que": place.capacity,
                    "evenement": event.get_kind_display(),
                }
                for place in paper.places.all()
                for event in place.events.all()
            ],
        }

    def _files(self) -> Iterator[Piece]:
        """Receipts, scans of what was signed by hand, annexes."""
        received: dict[str, Any] = {
            "accuses": self.act.transmissions,
            "signes-a-la-main": self.act.hand_signatures,
            "annexes": self.act.annexes,
        }
        for folder, rows in received.items():
            keys = rows.exclude(file=None).values("file")
            yield from (stored(folder, file) for file in StoredFile.objects.filter(pk__in=keys))

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
            yield as_json(f"registre/inscriptions/{entry.seq:07d}.json", self._entry(entry, leaves))
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


def rows_told(rows: Iterable[Model]) -> list[dict[str, Any]]:
    ordered = rows.order_by("pk") if hasattr(rows, "order_by") else rows
    return [told_of(row) for row in ordered]


def as_json(path: str, told: Any) -> Piece:
    content = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return Piece(path, content.encode())


def stored(folder: str, file: StoredFile) -> Piece:
    """Under its digest and its extension: the name that somebody gave might not unpack everywhere."""
    suffix = PurePosixPath(file.name).suffix.lower()
    extension = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ".bin"
    return Piece(f"{folder}/{file.sha256}{extension}", read_document(file))


def _document_name(row: KeptDocument) -> str:
    kind = str(row.kind).lower().replace("_", "-")
    version = row.number if isinstance(row, SigningPaper) else row.version
    return f"{kind}-v{version}-{row.sha256[:12]}.pdf"
