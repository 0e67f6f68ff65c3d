"""The hostile files of the check page: name → builder, made when a test asks, from files truly signed."""

from collections.abc import Mapping

from tests.deliberations.signing.attacks import (
    certificates,
    messages,
    raw,
    rewrites,
    shadows,
    signers,
    structures,
    tables,
    updates,
    words,
)
from tests.deliberations.signing.attacks.kinds import Attack, Target, written
from tests.deliberations.signing.attacks.raw import byte_range, flip
from tests.deliberations.signing.attacks.rewrites import encrypt, multiply_signatures, resave
from tests.deliberations.signing.attacks.structures import looping_table, nested_arrays, xref_bomb
from tests.deliberations.signing.attacks.updates import replace_content, replace_title

__all__ = [
    "ATTACKS",
    "Attack",
    "Target",
    "byte_range",
    "encrypt",
    "flip",
    "looping_table",
    "multiply_signatures",
    "nested_arrays",
    "replace_content",
    "replace_title",
    "resave",
    "written",
    "xref_bomb",
]
_ROOMS = (raw, updates, rewrites, structures, messages, signers, tables, shadows, certificates, words)
ATTACKS: Mapping[str, Attack] = {name: attack for room in _ROOMS for name, attack in room.ATTACKS.items()}
"""None of them may ever be called genuine, nor soundly signed."""
