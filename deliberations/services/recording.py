"""A writer that remembers each row before and after, so that a gesture can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, RestrictedError

from councils.domain.errors import Refusal
from councils.services.writing import RowT, Writer
from deliberations.models import Movement

MOVING = frozenset({"position", "recorded_at", "revision"})
"""Columns that say nothing of the facts: the rank of a movement shifts when another is noted before it."""
_OURS = "deliberations"
_Values = Mapping[str, Any] | None


class CannotUndo(Refusal):
    """What the gesture wrote has changed since, or something now depends on it."""

    def __init__(self, why: str) -> None:
        super().__init__("holding.cannot_undo", f"Ce geste ne peut pas être annulé : {why}")


@dataclass(frozen=True, slots=True)
class Recorder(Writer):
    """``changes`` grows with each row written: its model, its key, its values before (none if new) and after."""

    changes: list[dict[str, Any]] = field(default_factory=list)

    def write(self, row: RowT, path: str) -> RowT:
        before = None if row.pk is None else stored_values(type(row), row.pk)
        written = Writer.write(self, row, path)
        after = stored_values(type(row), written.pk)
        if _facts(before) != _facts(after):
            self.note(written, before, after)
        return written

    def delete(self, row: Model) -> None:
        before, key = stored_values(type(row), row.pk), row.pk
        Writer.delete(self, row)
        row.pk = key
        self.note(row, before, None)

    def note(self, row: Model, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        """Remember a change made elsewhere in the same transaction."""
        name = type(row)._meta.model_name
        self.changes.append({"model": name, "pk": row.pk, "before": before, "after": after})


def stored_values(model: type[Model], key: Any) -> dict[str, Any] | None:
    """The row as the database has it, or ``None``."""
    found: dict[str, Any] | None = model._base_manager.filter(pk=key).values().first()
    return found


def restore(changes: Sequence[Mapping[str, Any]], writer: Recorder) -> None:
    """Put the rows back as they were before ``changes``, the last first; columns changed by others are kept.

    Raises ``CannotUndo`` when what the gesture wrote has changed since, or when something hangs on it. The rows'
    ranks are left to the caller.
    """
    for change in reversed(changes):
        model = apps.get_model(_OURS, change["model"])
        before, after = _typed(model, change["before"]), _typed(model, change["after"])
        _refuse_changed(model, change["pk"], before, after)
        try:
            _put_back(model, change["pk"], before, after, writer)
        except (RestrictedError, ValidationError, Refusal) as error:
            raise CannotUndo("d'autres faits en dépendent maintenant. Corrigez-les d'abord.") from error


def _refuse_changed(model: type[Model], key: Any, before: _Values, after: _Values) -> None:
    now, left = _facts(stored_values(model, key)), _facts(after)
    if now is not None and left is not None and before is not None:
        names = _changed(before, after)
        now, left = ({name: values[name] for name in names} for values in (now, left))
    if now != left:
        raise CannotUndo("ce qu'il avait noté a été modifié depuis. Corrigez-le directement.")


def _put_back(model: type[Model], key: Any, before: _Values, after: _Values, writer: Recorder) -> None:
    if before is None:
        writer.delete(model._base_manager.get(pk=key))
        return
    row = model._base_manager.filter(pk=key).first() or model(pk=key)
    for name in before if after is None else _changed(before, after):
        setattr(row, name, before[name])
    if after is None and model is Movement:
        row.position = _free_rank(before)  # type: ignore[attr-defined]
    writer.write(row, "")


def _changed(before: _Values, after: _Values) -> list[str]:
    """The columns that a change of an existing row gave another value."""
    old, new = _facts(before) or {}, _facts(after) or {}
    return [name for name in old if old[name] != new.get(name)]


def _free_rank(before: Mapping[str, Any]) -> int:
    """The rank the movement had, or the next one: the caller sorts the timeline again."""
    taken = set(Movement.objects.filter(sitting=before["sitting_id"]).values_list("position", flat=True))
    rank = int(before["position"])
    return rank if rank not in taken else max(taken) + 1


def _typed(model: type[Model], values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values read from JSON as the model holds them."""
    if values is None:
        return None
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: _read(fields[name], value) for name, value in values.items() if name in fields}


def _read(field: Any, value: Any) -> Any:
    """A key is read by the column it points to."""
    return (field.target_field if field.is_relation else field).to_python(value)


def _facts(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is compared: all but the columns that move, instants to the millisecond (JSON keeps no more)."""
    if values is None:
        return None
    return {name: _comparable(value) for name, value in values.items() if name not in MOVING}


def _comparable(value: Any) -> Any:
    return (
        value.replace(microsecond=value.microsecond // 1000 * 1000)
        if hasattr(value, "microsecond")
        else value
    )
