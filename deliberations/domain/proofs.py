"""The arithmetic of the proof register: chained hashes, and the Merkle tree of RFC 6962 (section 2.1).

Everything here is bytes and integers: no database, no clock. Hashes are SHA-256, of 32 bytes; positions count from 0.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)
"""What the first entry of a council follows."""
SALT_BYTES = 32


def canonical(told: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no space, in UTF-8 once encoded: the same facts give the same text."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def utc_text(at: datetime) -> str:
    """« 2026-11-30T17:04:05.000000Z »: an aware instant as entries write it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def commitment_of(salt: bytes, text: str) -> bytes:
    """SHA-256 of the salt, then of the text: it binds to the facts and tells nothing of them without the salt."""
    return hashlib.sha256(salt + text.encode()).digest()


def entry_text(*, seq: int, at: datetime, kind: str, commitment: str) -> str:
    """What an entry says of itself; ``commitment`` is in hexadecimal, ``seq`` counts from 1."""
    return canonical({"seq": seq, "at": utc_text(at), "kind": kind, "commitment": commitment})


def entry_hash(previous: bytes, text: str) -> bytes:
    """The hash of an entry, which holds that of the one before it: SHA-256(0x00 | previous | text)."""
    return hashlib.sha256(b"\x00" + previous + text.encode()).digest()


def head_text(*, council: str, day: str, size: int, root: str) -> str:
    """What is timestamped, published and mailed: the first ``size`` entries have that ``root`` (hexadecimal)."""
    return canonical({"council": council, "day": day, "size": size, "root": root})


# --- Merkle tree (RFC 6962, section 2.1)


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 | content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 | left | right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in their order; that of an empty tree is the SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # An odd last one rises alone: for any number of leaves this is the split of the RFC, from the bottom.
        level = [
            node_hash(level[at], level[at + 1]) if at + 1 < len(level) else level[at]
            for at in range(0, len(level), 2)
        ]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at ``index`` to the root (section 2.1.1). ``IndexError`` outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level = [
            node_hash(level[at], level[at + 1]) if at + 1 < len(level) else level[at]
            for at in range(0, len(level), 2)
        ]
        index //= 2
    return tuple(path)


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that ``path`` gives for a leaf hash at ``index`` of ``size`` leaves; ``None`` if its shape is wrong.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    last, found = size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = node_hash(beside, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """The hashes that prove that the tree of the first ``first`` leaves is the start of this one (section 2.1.2).

    Raises ``IndexError`` unless 0 < first <= number of leaves; both trees alike need no hash.
    """
    if not 0 < first <= len(leaves):
        raise IndexError(first)
    return _subproof(list(leaves), first, is_whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, is_whole: bool) -> tuple[bytes, ...]:
    if first == len(leaves):
        return () if is_whole else (tree_root(leaves),)
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= split:
        return (*_subproof(leaves[:split], first, is_whole=is_whole), tree_root(leaves[split:]))
    return (*_subproof(leaves[split:], first - split, is_whole=False), tree_root(leaves[:split]))


def is_consistent(
    *, first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether ``path`` proves that the tree of ``second`` leaves only added to that of ``first``.

    RFC 9162, section 2.1.4.2.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    hashes = list(path) if first & (first - 1) else [first_root, *path]
    return bool(hashes) and _grown(first - 1, second - 1, hashes) == (first_root, second_root)


def _grown(one: int, two: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots that the path gives, from the last positions of both trees; ``None`` if its shape is wrong."""
    while one & 1:
        one, two = one >> 1, two >> 1
    old = new = hashes[0]
    for beside in hashes[1:]:
        if two == 0:
            return None
        if one & 1 or one == two:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not one & 1 and one:
                one, two = one >> 1, two >> 1
        else:
            new = node_hash(new, beside)
        one, two = one >> 1, two >> 1
    return (old, new) if two == 0 else None


class GrowingTree:
    """A tree to which leaves are added one by one, and whose root is known at each size in a few hashes."""

    def __init__(self) -> None:
        self._whole: list[tuple[int, bytes]] = []
        """Roots of the perfect trees that stand side by side, the largest first, with their heights."""

    def add(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        height = 0
        while self._whole and self._whole[-1][0] == height:
            leaf, height = node_hash(self._whole.pop()[1], leaf), height + 1
        self._whole.append((height, leaf))

    @property
    def root(self) -> bytes:
        """That of ``tree_root`` over the leaves added so far."""
        if not self._whole:
            return tree_root(())
        found = self._whole[-1][1]
        for _, left in reversed(self._whole[:-1]):
            found = node_hash(left, found)
        return found
