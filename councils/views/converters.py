"""Pieces of addresses: what does not look like one is not found, before any query."""

from councils.models.fields import UID_PATTERN


class UidConverter:
    """The immutable identifier of a council, a sitting or an act."""

    regex = UID_PATTERN.strip("^$")

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
