"""What a user may be for a council."""

from enum import StrEnum


class RoleKind(StrEnum):
    """Role of one user in one council; a user may hold several, in several councils.

    SECRETARY and CLERK enter the facts, MAYOR signs, MEMBER and AUDITOR read, ADMINISTRATOR also gives roles.
    """

    SECRETARY = "SECRETARY"
    MAYOR = "MAYOR"
    CLERK = "CLERK"
    MEMBER = "MEMBER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


READERS = frozenset(RoleKind)
SIGNATORIES = frozenset({RoleKind.MAYOR})
