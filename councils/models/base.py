"""What every identified row does: some of its fields, once filled, never change."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from councils.models.fields import uid_field


class Identified(models.Model):
    """A row with an immutable ``uid``. Subclasses add to ``FROZEN`` other fields that are set only once."""

    FROZEN: ClassVar[tuple[str, ...]] = ("uid",)

    uid = uid_field()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValidationError`` when a frozen field would change."""
        changed = self.frozen_changes()
        if changed:
            raise ValidationError(dict.fromkeys(changed, "Cette valeur est fixée une fois pour toutes."))
        super().save(*args, **kwargs)
        self._remember()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._remember()
        return row

    def _remember(self) -> None:
        self._stored = {name: self.__dict__[name] for name in self.FROZEN if name in self.__dict__}

    def frozen_changes(self) -> list[str]:
        """Names of the frozen fields whose stored value was filled and differs."""
        stored: dict[str, Any] = getattr(self, "_stored", {})
        return [name for name, value in stored.items() if value and getattr(self, name) != value]


def require_same_council(council_id: int | None, **rows: Any) -> None:
    """Raise ``ValidationError`` on each row, named by its field, that belongs to another council.

    Rows are objects with a ``council_id``, or ``None`` when nothing is recorded.
    """
    strangers = [name for name, row in rows.items() if row is not None and row.council_id != council_id]
    if strangers:
        raise ValidationError(dict.fromkeys(strangers, "Cette fiche appartient à un autre conseil."))
