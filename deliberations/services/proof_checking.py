"""The whole proof register of a council controlled: chain, facts, rows, heads, timestamps, kept files."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.proofs import (
    GENESIS,
    GrowingTree,
    entry_hash,
    entry_text,
    head_text,
    leaf_hash,
)
from deliberations.models import ProofChain, ProofEntry, ProofHead
from deliberations.queries.append_only import missing_triggers
from deliberations.queries.one_state import one_state
from deliberations.services.backup_rows import HeldFile, files_of
from deliberations.services.proof_checking_facts import check_facts, check_followed, check_frozen, check_rows
from deliberations.services.proof_found import Checked
from deliberations.services.timestamping import stamp_of
from deliberations.services.trust import current_trust
from deliberations.signing.ports import SigningFailed
from deliberations.signing.stamping import is_stamped_by

AT_ONCE = 500
CLOCK_TOLERANCE = timedelta(minutes=5)
"""Between two clocks that are set."""
MOST_DAYS_LATE = 2
"""Days after which a head stamped late is told."""
Progress = Callable[[int, int], None]
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head that somebody kept elsewhere: received by e-mail, saved from the public page. ``token`` may be empty."""

    council: str
    day: str
    size: int
    root: str
    token: bytes = b""


def read_known_head(content: bytes) -> KnownHead:
    """A head from its JSON file. Raises ``Refusal`` for anything else."""
    try:
        told = json.loads(content)
        told = told.get("head", told)
        token = base64.b64decode(told.get("timestamp_token") or "", validate=True)
        day = date.fromisoformat(str(told["day"])).isoformat()
        return KnownHead(str(told["council"]), day, int(told["size"]), str(told["root"]).lower(), token)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal(
            "proof.head_file",
            "Ce fichier n'est pas une empreinte du registre de preuve (JSON publié ou reçu).",
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
        chain = _check_chain(council, found)
        chain.authorities = current_trust().timestamp_roots
        progress(found.entries, total)
        check_facts(council, found)
        check_rows(council, found)
        check_followed(council, found)
        check_frozen(council, found)
        _check_heads(council, chain, found)
        _check_known(council, known, chain, found)
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


@dataclass(slots=True)
class Chain:
    """What the entries give: the root and the hour at each size. ``authorities`` are trusted to timestamp (DER)."""

    roots: dict[int, str] = field(default_factory=dict)
    hours: dict[int, datetime] = field(default_factory=dict)
    stamped_sizes: set[int] = field(default_factory=set)
    authorities: tuple[bytes, ...] = ()


def _check_chain(council: Council, found: Checked) -> Chain:
    """Each entry against the one before; the root at each size, by how many entries it holds."""
    tree, chain, expected, previous = GrowingTree(), Chain(), 1, GENESIS.hex()
    for entry in ProofEntry.objects.filter(council=council).order_by("seq", "pk").iterator(AT_ONCE):
        _check_place(entry, expected, previous, found)
        _check_clock(entry, chain, found)
        expected, previous = entry.seq + 1, entry.hash
        found.entries += 1
        tree.add(leaf_hash(_bytes(entry.hash)))
        chain.roots[found.entries] = tree.root.hex()
        chain.hours[found.entries] = entry.at
    _check_end(council, found, previous)
    return chain


def _bytes(told: str) -> bytes:
    """The bytes of a hash; those of the text itself where somebody wrote something else there."""
    return bytes.fromhex(told) if _HASH.fullmatch(told) else told.encode()


def _check_place(entry: ProofEntry, expected: int, previous: str, found: Checked) -> None:
    if entry.seq > expected:
        last = f" à {entry.seq - 1}" if entry.seq - 1 > expected else ""
        found.fault("hole", f"Il manque l'inscription n° {expected}{last}.")
    elif entry.seq < expected:
        found.fault("double", f"L'inscription n° {entry.seq} est en double.")
    text = entry_text(seq=entry.seq, at=entry.at, kind=entry.kind, commitment=entry.commitment)
    if entry_hash(_bytes(entry.previous), text).hex() != entry.hash:
        found.fault(
            "changed", f"L'inscription n° {entry.seq} a été modifiée : son empreinte n'est plus la sienne."
        )
    if entry.previous != previous:
        found.fault(
            "broken", f"L'inscription n° {entry.seq} ne suit pas celle qui la précède : la chaîne est rompue."
        )


def _check_clock(entry: ProofEntry, chain: Chain, found: Checked) -> None:
    """The hour of an entry is that of the server: nothing makes it true, but it should not go backwards."""
    if chain.hours and entry.at < chain.hours[found.entries] - CLOCK_TOLERANCE:
        found.remark(
            "clock",
            f"L'inscription n° {entry.seq} se dit du {_hour(entry.at)}, avant celle qui la précède "
            f"({_hour(chain.hours[found.entries])}) : l'horloge du serveur a été reculée.",
        )


def _hour(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d/%m/%Y à %H:%M:%S} UTC"


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


# --- heads


def _check_heads(council: Council, chain: Chain, found: Checked) -> None:
    before: datetime | None = None
    for head in ProofHead.objects.filter(council=council).select_related("council").order_by("size"):
        found.heads += 1
        known = KnownHead(council.uid, head.day.isoformat(), head.size, head.root, bytes(head.token))
        _check_root(known, chain, found)
        if head.is_stamped:
            at = _check_token(known, chain, found)
            _check_after(known, before, chain, found)
            before = at or before


def _day(head: KnownHead) -> str:
    return f"{date.fromisoformat(head.day):%d/%m/%Y}"


def _check_root(head: KnownHead, chain: Chain, found: Checked) -> None:
    if head.size not in chain.roots:
        found.fault(
            "tail",
            f"L'empreinte du {_day(head)} scelle {head.size} inscriptions, il en reste {len(chain.roots)} : la fin du "
            "registre a été coupée.",
        )
    elif chain.roots[head.size] != head.root:
        found.fault(
            "rewritten",
            f"L'empreinte du {_day(head)} n'est plus celle des {head.size} premières inscriptions : l'histoire a été "
            "réécrite.",
        )


def _check_token(head: KnownHead, chain: Chain, found: Checked) -> datetime | None:
    """The timestamp of a head: signed, by an authority that is trusted, not before what it seals. Its instant."""
    text = head_text(council=head.council, day=head.day, size=head.size, root=head.root)
    try:
        stamp = stamp_of(head.token, hashlib.sha256(text.encode()).digest())
        is_trusted = is_stamped_by(head.token, chain.authorities)
    except SigningFailed:
        found.fault("token", f"L'horodatage de l'empreinte du {_day(head)} n'est pas valable.")
        return None
    found.stamped += 1
    if not is_trusted:
        _tell_unknown(stamp.authority, head, chain, found)
    sealed_at = chain.hours.get(head.size)
    if sealed_at is not None and stamp.at < sealed_at - CLOCK_TOLERANCE:
        found.fault(
            "early",
            f"L'horodatage de l'empreinte du {_day(head)} ({_hour(stamp.at)}) est antérieur à l'inscription n° "
            f"{head.size} qu'elle scelle ({_hour(sealed_at)}).",
        )
    if (late := (stamp.at.date() - date.fromisoformat(head.day)).days) > MOST_DAYS_LATE:
        found.remark(
            "late",
            f"L'empreinte du {_day(head)} n'a été horodatée que le {_hour(stamp.at)}, {late} jours après : dans "
            "l'intervalle, seule une copie de cette empreinte gardée ailleurs prouve que rien n'a changé.",
        )
    return stamp.at


def _tell_unknown(authority: str, head: KnownHead, chain: Chain, found: Checked) -> None:
    """A fault once a timestamp authority is trusted here: a head could have been stamped anew by anybody's."""
    told = f"Horodatage non reconnu : l'empreinte du {_day(head)} est horodatée par « {authority} », "
    if chain.authorities:
        found.fault("untrusted", f"{told}qui ne remonte à aucune autorité d'horodatage reconnue ici.")
    else:
        found.remark(
            "untrusted",
            f"{told}et aucune autorité d'horodatage n'est reconnue ici : ajoutez la sienne (« manage.py trust add ») "
            "pour qu'un contrôle en juge.",
        )


def _check_after(head: KnownHead, before: datetime | None, chain: Chain, found: Checked) -> None:
    """What entered after a head was stamped cannot be older than that stamp."""
    start = max((size for size in chain.stamped_sizes if size < head.size), default=0)
    chain.stamped_sizes.add(head.size)
    if before is None:
        return
    for seq in range(start + 1, min(head.size, len(chain.hours)) + 1):
        if chain.hours[seq] < before - CLOCK_TOLERANCE:
            found.remark(
                "antedated",
                f"L'inscription n° {seq} se dit du {_hour(chain.hours[seq])}, mais elle suit une empreinte horodatée "
                f"le {_hour(before)} : son heure n'est pas la bonne.",
            )


def _check_known(council: Council, known: Sequence[KnownHead], chain: Chain, found: Checked) -> None:
    for head in known:
        if head.council != council.uid:
            found.fault("other", f"L'empreinte donnée est celle d'un autre conseil (« {head.council} »).")
            continue
        _check_root(head, chain, found)
        if not ProofHead.objects.filter(council=council, day=head.day, root=head.root).exists():
            found.fault(
                "no_head", f"L'empreinte donnée, du {_day(head)}, n'est pas parmi celles de ce registre."
            )
        if head.token:
            _check_token(head, chain, found)


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
