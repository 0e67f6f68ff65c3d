"""The menu of a council: one line for each place of work, shown to the roles that may open it."""

from collections.abc import Collection
from dataclasses import dataclass

from councils.domain.roles import ACCOUNT_MANAGERS, READERS, RoleKind
from councils.domain.roles import MANAGERS, READERS, RoleKind
from councils.domain.roles import READERS, STAFF, RoleKind


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """``page`` is the name of an address that takes ``council``; ``roles`` are those that may open it."""

    page: str
    label: str
    roles: Collection[RoleKind]


MENU = (
    MenuEntry("council", "Séances", READERS),
    MenuEntry("users", "Utilisateurs", ACCOUNT_MANAGERS),
    MenuEntry("members", "Membres", READERS),
    MenuEntry("settings", "Réglages", MANAGERS),
    MenuEntry("council_to_sign", "À signer", STAFF),
)
