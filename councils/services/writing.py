"""Writes facts as rows, one at a time, each fully validated, and says where a refused one stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from councils.domain.errors import RowRefused
from councils.models import User

RowT = TypeVar("RowT", bound=Model)
UidT = TypeVar("UidT")

NESTED = ("coat_of_arms_", "moment_", "until_", "convocation_", "style_", "nomination_", "signatory_")
"""Columns that hold a fact nested one level deeper in the dossier: « moment_item » is « moment.item »."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, and the reason kept in the history of each row."""

    by: User | None
    reason: str

    def write(self, row: RowT, path: str) -> RowT:
        """Validate and save ``row``. ``RowRefused`` names the place of the first fault.

        What the database itself refuses is not asked before each row, by one query for each constraint of its
        table, but told after a refusal: the row is then back as it was, in a transaction that goes on.
        """
        try:
            row.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError:
            self.check(row, path)
            raise
        row._history_user = self.by  # type: ignore[attr-defined]
        row._change_reason = self.reason  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            self.check(row, path)
            raise
        return row

    def check(self, row: Model, path: str) -> None:
        """Validate ``row`` without saving it: before the bytes of its file are stored. Raises ``RowRefused``."""
        try:
            row.full_clean()
        except ValidationError as error:
            raise _refused(error, path) from error

    def delete(self, row: Model) -> None:
        """Delete ``row``; its history keeps who did it and why."""
        row._history_user = self.by  # type: ignore[attr-defined]
        row._change_reason = self.reason  # type: ignore[attr-defined]
        row.delete()


def _refused(error: ValidationError, path: str) -> RowRefused:
    field, messages = next(iter(error.message_dict.items()))
    place = path if field == NON_FIELD_ERRORS else f"{path}.{_key(field)}"
    return RowRefused(place, " ".join(messages))


def _key(field: str) -> str:
    prefix = next((prefix for prefix in NESTED if field.startswith(prefix)), None)
    return field if prefix is None else f"{prefix[:-1]}.{field.removeprefix(prefix)}"


def named(rows: Mapping[str, UidT], uid: str | None, path: str, what: str) -> UidT | None:
    """The row called ``uid``; ``None`` when nothing is named; ``RowRefused`` when nothing has that name."""
    return None if uid is None else known(rows, uid, path, what)


def known(rows: Mapping[str, UidT], uid: str, path: str, what: str) -> UidT:
    """The row called ``uid``. ``RowRefused`` when nothing has that name (``what`` says of which kind)."""
    try:
        return rows[uid]
    except KeyError:
        raise RowRefused(path, f"{what} inconnu : « {uid} ».") from None
