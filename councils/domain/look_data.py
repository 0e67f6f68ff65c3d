"""A look as plain data, to be kept in one column: what differs from the usual look, and nothing else."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_type_hints

from councils.domain.look_blocks import ActBlock, BlockTitle
from councils.domain.looks import HouseLook, look_faults

_TYPES = get_type_hints(HouseLook)
VARIANTS: Mapping[str, type[StrEnum]] = {
    name: kind for name, kind in _TYPES.items() if isinstance(kind, type) and issubclass(kind, StrEnum)
}
"""Field → its named variants."""

FLAGS = tuple(name for name, kind in _TYPES.items() if kind is bool)


def look_data(look: HouseLook) -> dict[str, Any]:
    """Field → text, flag or list, for JSON; empty for the usual look."""
    usual = HouseLook()
    changed = [f.name for f in fields(look) if getattr(look, f.name) != getattr(usual, f.name)]
    return {name: _plain(getattr(look, name)) for name in changed}


def look_of(data: object) -> HouseLook:
    """The look kept as ``data``. Raises ``ValueError``, in French, for anything that no look is kept as."""
    if not isinstance(data, dict):
        raise ValueError("Une présentation est un objet.")
    unknown = sorted(set(data) - set(_TYPES))
    if unknown:
        raise ValueError(f"Réglage inconnu : « {unknown[0]} ».")
    try:
        look = HouseLook(**{name: _read(name, value) for name, value in data.items()})
    except (TypeError, ValueError, KeyError, AttributeError):
        raise ValueError("Un réglage de présentation n'a pas la forme attendue.") from None
    for _, message in look_faults(look):
        raise ValueError(message)
    return look


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, BlockTitle):
        return {"block": value.block.value, "text": value.text}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name in VARIANTS:
        return VARIANTS[name](value)
    if name in FLAGS:
        return _of_type(value, bool)
    if name in ("order", "hidden"):
        return tuple(ActBlock(block) for block in _of_type(value, list))
    if name == "titles":
        return tuple(
            BlockTitle(ActBlock(title["block"]), _of_type(title["text"], str))
            for title in _of_type(value, list)
        )
    if name == "letterhead_lines":
        return tuple(_of_type(line, str) for line in _of_type(value, list))
    return _of_type(value, str)


def _of_type(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value
