"""Who gets which page: one table for every address of the site, gathered from the modules of ``tests.access.rows``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from councils.models import Council

ROLES = (
    "anonymous",
    "stranger",
    "member",
    "auditor",
    "clerk",
    "secretary",
    "deputy",
    "mayor",
    "administrator",
)
"""In this order in every row. ``stranger`` is the secretary of another council."""


def nothing(council: Council) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """The statuses of one address for each of ``ROLES``, by GET and by an empty POST.

    ``more`` are the arguments of the address beside those that the world gives (council, sitting, act); ``prepare``
    makes the rows that the page needs and returns arguments that are only then known. A status of 302 for the
    anonymous visitor leads to the login. ``post`` is ``None`` where the address answers 405 to everyone who may
    read it.
    """

    get: tuple[int, ...]
    post: tuple[int, ...] | None = None
    more: Mapping[str, object] = field(default_factory=dict)
    prepare: Callable[[Council], Mapping[str, object]] = nothing

    def __post_init__(self) -> None:
        for statuses in (self.get, self.post):
            if statuses is not None and len(statuses) != len(ROLES):
                raise ValueError(f"one status for each of {ROLES}")


def everyone(status: int) -> tuple[int, ...]:
    """A page of all who have a role in the council."""
    return (302, 404, *[status] * (len(ROLES) - 2))


def anybody(status: int) -> tuple[int, ...]:
    """A personal page: the token is the right, whoever is logged in."""
    return tuple(status for _ in ROLES)


def only(*roles: str, status: int = 200) -> tuple[int, ...]:
    """A page of ``roles``, refused (403) to the others of the council and unknown (404) elsewhere."""
    return (302, 404, *(status if role in roles else 403 for role in ROLES[2:]))


STAFF = tuple(role for role in ROLES[2:] if role != "member")
"""Those who may read drafts."""
