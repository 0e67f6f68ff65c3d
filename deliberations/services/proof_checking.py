"""The whole proof register of a council controlled: chain, facts, rows, heads, timestamps, kept files."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import ForeignKey, Model

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import (
    GENESIS,
    GrowingTree,
    commitment_of,
    entry_hash,
    entry_text,
    head_text,
    leaf_hash,
)
from deliberations.models import ProofChain, ProofEntry, ProofFact, ProofHead
from deliberations.queries.append_only import missing_triggers
from deliberations.queries.one_state import one_state
from deliberations.services.backup_rows import HeldFile, files_of
from deliberations.services.proof import PROVED, columns_of_people, proved_rows, rows_without_proof, told_of
from deliberations.services.proof_heads import digest_of_head
from deliberations.services.timestamping import stamp_of
from deliberations.signing.ports import SigningFailed

AT_ONCE = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` is stable; ``message_fr`` says what is wrong, and where."""

    code: str
    message_fr: str


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head that somebody kept elsewhere: received by e-mail, saved from the public page. ``token`` may be empty."""

    council: str
    day: str
    size: int
    root: str
    token: bytes = b""


@dataclass(slots=True)
class Checked:
    """What was controlled, and each fault found; ``stamped`` counts the heads whose timestamp is right."""

    entries: int = 0
    heads: int = 0
    stamped: int = 0
    files: int = 0
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, message_fr: str) -> None:
        self.faults.append(Fault(code, message_fr))


def read_known_head(content: bytes) -> KnownHead:
    """A head from its JSON file. Raises ``Refusal`` for anything else."""
    try:
        told = json.loads(content)
        told = told.get("head", told)
        token = base64.b64decode(told.get("timestamp_token") or "", validate=True)
        return KnownHead(
            str(told["council"]), str(told["day"]), int(told["size"]), str(told["root"]).lower(), token
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal(
            "proof.head_file", "Ce fichier n'est pas une tête du registre de preuve (JSON publié ou reçu)."
        ) from error


def check_register(
    council: Council, *, known: Sequence[KnownHead] = (), progress: Progress = lambda *_: None
) -> Checked:
    """Control everything of ``council`` as it was at one instant; writes nothing.

    ``known`` are heads kept elsewhere: only they show a tail that was cut, or a history written anew with its heads.
    ``progress`` is told how many entries and files are done, and of how many.
    """
    found = Checked()
    with one_state():
        total = ProofEntry.objects.filter(council=council).count() + sum(1 for _ in files_of(council))
        progress(0, total)
        _check_triggers(found)
        roots = _check_chain(council, found)
        progress(found.entries, total)
        _check_facts(council, found)
        _check_rows(council, found)
        _check_heads(council, roots, found)
        _check_known(council, known, roots, found)
    # Not within the transaction, which on SQLite lets nobody else write.
    _check_files(council, found, lambda done: progress(found.entries + done, total))
    progress(total, total)
    return found


def _check_triggers(found: Checked) -> None:
    missing = missing_triggers()
    if missing:
        found.fault(
            "triggers",
            f"La base ne protège plus le registre : déclencheurs absents ({', '.join(missing)}). Lancez « manage.py "
            "migrate ».",
        )


# --- the chain


def _check_chain(council: Council, found: Checked) -> dict[int, str]:
    """Each entry against the one before; the root at each size, by how many entries it holds."""
    tree, roots, expected, previous = GrowingTree(), {}, 1, GENESIS.hex()
    for entry in ProofEntry.objects.filter(council=council).order_by("seq", "pk").iterator(AT_ONCE):
        _check_place(entry, expected, previous, found)
        expected, previous = entry.seq + 1, entry.hash
        found.entries += 1
        tree.add(leaf_hash(bytes.fromhex(entry.hash)))
        roots[found.entries] = tree.root.hex()
    _check_end(council, found, previous)
    return roots


def _check_place(entry: ProofEntry, expected: int, previous: str, found: Checked) -> None:
    if entry.seq > expected:
        last = f" à {entry.seq - 1}" if entry.seq - 1 > expected else ""
        found.fault("hole", f"Il manque l'inscription n° {expected}{last}.")
    elif entry.seq < expected:
        found.fault("double", f"L'inscription n° {entry.seq} est en double.")
    text = entry_text(seq=entry.seq, at=entry.at, kind=entry.kind, commitment=entry.commitment)
    if entry_hash(bytes.fromhex(entry.previous), text).hex() != entry.hash:
        found.fault(
            "changed", f"L'inscription n° {entry.seq} a été modifiée : son empreinte n'est plus la sienne."
        )
    if entry.previous != previous:
        found.fault(
            "broken", f"L'inscription n° {entry.seq} ne suit pas celle qui la précède : la chaîne est rompue."
        )


def _check_end(council: Council, found: Checked, last: str) -> None:
    chain = ProofChain.objects.filter(council=council).first()
    size, told = (chain.size, chain.last) if chain else (0, GENESIS.hex())
    if size > found.entries:
        found.fault(
            "tail",
            f"La fin du registre manque : il comptait {size} inscriptions, il en reste {found.entries}.",
        )
    elif (size, told) != (found.entries, last):
        found.fault(
            "end",
            "La fin du registre n'est pas celle qui est notée : des inscriptions y ont été ajoutées ou changées.",
        )


# --- what the entries tell


def _check_facts(council: Council, found: Checked) -> None:
    entries = ProofEntry.objects.filter(council=council)
    erasures = set()
    for fact in _facts(council).filter(entry__kind=ProofKind.ERASED).iterator(AT_ONCE):
        erasures.add(_json(fact).get("entry"))
    for fact in _facts(council).iterator(AT_ONCE):
        seq = fact.entry.seq
        if fact.is_erased:
            if seq not in erasures:
                found.fault(
                    "erased",
                    f"Les faits de l'inscription n° {seq} sont effacés sans que le registre le dise.",
                )
        elif commitment_of(bytes(fact.salt), fact.canonical_json).hex() != fact.entry.commitment:
            found.fault("fact", f"Les faits de l'inscription n° {seq} ne sont pas ceux qui ont été inscrits.")
    for seq in entries.filter(fact=None).order_by("seq").values_list("seq", flat=True):
        found.fault("no_fact", f"Les faits de l'inscription n° {seq} manquent.")


def _facts(council: Council) -> Any:
    return ProofFact.objects.filter(entry__council=council).select_related("entry").order_by("entry__seq")


def _json(fact: ProofFact) -> dict[str, Any]:
    try:
        told = json.loads(fact.canonical_json or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _check_rows(council: Council, found: Checked) -> None:
    """Each row that an entry tells, against what it tells; and those that none does."""
    for model in PROVED:
        facts = _facts(council).filter(table=model._meta.label_lower)
        removed = set(facts.filter(entry__kind=ProofKind.REMOVED).values_list("row", flat=True))
        told = [fact for fact in facts.exclude(entry__kind=ProofKind.REMOVED) if fact.row not in removed]
        for start in range(0, len(told), AT_ONCE):
            _compare_rows(model, council, told[start : start + AT_ONCE], found)
        for row in rows_without_proof(model, council):
            found.fault(
                "unproved", f"« {row} » ({model._meta.verbose_name}) ne figure pas au registre de preuve."
            )


def _compare_rows(model: type[Model], council: Council, facts: Sequence[ProofFact], found: Checked) -> None:
    links = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    keys = [fact.row for fact in facts]
    rows = {row.pk: row for row in proved_rows(model, council).filter(pk__in=keys).select_related(*links)}
    for fact in facts:
        row, name = rows.get(fact.row), model._meta.verbose_name
        if row is None:
            found.fault("gone", f"La fiche ({name}) que dit l'inscription n° {fact.entry.seq} a disparu.")
        elif not fact.is_erased and (changed := _differences(row, _json(fact))):
            found.fault(
                "row",
                f"La fiche ({name}) que dit l'inscription n° {fact.entry.seq} a été modifiée : {', '.join(changed)}.",
            )


def _differences(row: Model, told: dict[str, Any]) -> list[str]:
    """The French names of the columns that no longer say what was entered; a column added since says nothing."""
    now, people = told_of(row), columns_of_people(type(row))
    names = {column.name: str(column.verbose_name) for column in row._meta.concrete_fields}
    return [
        names[key]
        for key, value in told.items()
        if key in names and key in now and key not in people and now[key] != value
    ]


# --- heads


def _check_heads(council: Council, roots: dict[int, str], found: Checked) -> None:
    for head in ProofHead.objects.filter(council=council).select_related("council").order_by("day"):
        found.heads += 1
        known = KnownHead(council.uid, head.day.isoformat(), head.size, head.root)
        _check_root(known, roots, found)
        if head.is_stamped:
            _check_token(bytes(head.token), digest_of_head(head), known.day, found)


def _check_root(head: KnownHead, roots: dict[int, str], found: Checked) -> None:
    if head.size not in roots:
        found.fault(
            "tail",
            f"La tête du {head.day} scelle {head.size} inscriptions, il en reste {len(roots)} : la fin du registre a "
            "été coupée.",
        )
    elif roots[head.size] != head.root:
        found.fault(
            "rewritten",
            f"La racine du {head.day} n'est plus celle des {head.size} premières inscriptions : l'histoire a été "
            "réécrite.",
        )


def _check_token(token: bytes, digest: bytes, day: str, found: Checked) -> None:
    try:
        stamp_of(token, digest)
        found.stamped += 1
    except SigningFailed:
        found.fault("token", f"L'horodatage de la tête du {day} n'est pas valable.")


def _check_known(council: Council, known: Sequence[KnownHead], roots: dict[int, str], found: Checked) -> None:
    for head in known:
        if head.council != council.uid:
            found.fault("other", f"La tête donnée est celle d'un autre conseil (« {head.council} »).")
            continue
        _check_root(head, roots, found)
        if not ProofHead.objects.filter(council=council, day=head.day, root=head.root).exists():
            found.fault("no_head", f"La tête donnée, du {head.day}, n'est pas parmi celles de ce registre.")
        if head.token:
            text = head_text(council=head.council, day=head.day, size=head.size, root=head.root)
            _check_token(head.token, hashlib.sha256(text.encode()).digest(), head.day, found)


# --- files


def _check_files(council: Council, found: Checked, tell: Callable[[int], None]) -> None:
    for held in files_of(council):
        found.files += 1
        if found.files % 50 == 0:
            tell(found.files)
        if (why := _why_damaged(held)) is not None:
            found.fault("file", f"Le fichier {held.path} {why}.")


def _why_damaged(held: HeldFile) -> str | None:
    digest = hashlib.sha256()
    try:
        with default_storage.open(held.path) as source:
            for piece in _pieces(source):
                digest.update(piece)
    except OSError:
        return "manque"
    return (
        None
        if digest.hexdigest() == held.sha256
        else "a changé : son empreinte n'est plus celle qui est inscrite"
    )


def _pieces(source: Any) -> Iterator[bytes]:
    while piece := source.read(1 << 20):
        yield piece
