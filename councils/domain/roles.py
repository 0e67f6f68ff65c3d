"""What a user may be for a council, and which roles each kind of gesture asks for."""

from enum import StrEnum


class RoleKind(StrEnum):
    """Role of one user in one council; a user may hold several, in several councils.

    SECRETARY enters the facts and the texts, CLERK publishes, MAYOR signs, DEPUTY signs what was delegated to them
    (CGCT art. L. 2122-18), MEMBER reads their papers, AUDITOR reads everything, ADMINISTRATOR gives roles.
    """

    SECRETARY = "SECRETARY"
    MAYOR = "MAYOR"
    DEPUTY = "DEPUTY"
    CLERK = "CLERK"
    MEMBER = "MEMBER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


READERS = frozenset(RoleKind)
"""Read what the members were called with and what was issued."""

STAFF = READERS - {RoleKind.MEMBER}
"""Also read drafts, remarks of the engine, the proof of dispatches and the history."""

WRITERS = frozenset({RoleKind.SECRETARY})
PUBLISHERS = frozenset({RoleKind.SECRETARY, RoleKind.CLERK})
SIGNATORIES = frozenset({RoleKind.MAYOR, RoleKind.DEPUTY})
MANAGERS = frozenset({RoleKind.SECRETARY, RoleKind.ADMINISTRATOR})
"""Set up the council: identity, letterhead, members, retention."""

ACCOUNT_MANAGERS = frozenset({RoleKind.ADMINISTRATOR})
"""Invite users and give or take roles."""

NEEDS_PERSON = frozenset({RoleKind.MAYOR, RoleKind.DEPUTY, RoleKind.MEMBER})
"""Roles of somebody who sits: their account is linked to their person."""

AUDITORS = frozenset({RoleKind.ADMINISTRATOR, RoleKind.AUDITOR})
"""Read the log of who opened what is not public."""

CONTROLLERS = MANAGERS | AUDITORS | {RoleKind.MAYOR}
"""Read the proof register and have it controlled."""
