"""Who may do what in a council: short predicates, and the one helper through which objects are fetched."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from councils.domain.roles import (
    ACCOUNT_MANAGERS,
    AUDITORS,
    MANAGERS,
    PUBLISHERS,
    READERS,
    SIGNATORIES,
    STAFF,
    WRITERS,
    RoleKind,
)
from councils.models import Council, CouncilRole, User

ObjectT = TypeVar("ObjectT", bound=Model)
Anybody = User | AnonymousUser
Predicate = Callable[[Anybody, Council], bool]


def has_role(user: Anybody, council: Council, kinds: Collection[RoleKind]) -> bool:
    """Whether an active user holds one of ``kinds`` in ``council``."""
    return _roles(user, council, kinds).exists()


def roles_in(user: Anybody, council: Council) -> frozenset[RoleKind]:
    """Every role that an active user holds in ``council``."""
    return frozenset(RoleKind(kind) for kind in _roles(user, council, READERS).values_list("kind", flat=True))


def _roles(user: Anybody, council: Council, kinds: Collection[RoleKind]) -> QuerySet[CouncilRole]:
    if not isinstance(user, User) or not user.is_active:
        return CouncilRole.objects.none()
    return CouncilRole.objects.filter(user=user, council=council, kind__in=[*kinds])


def is_support(user: Anybody) -> bool:
    """An active superuser of the support staff."""
    return isinstance(user, User) and user.is_active and user.is_superuser


def may_read(user: Anybody, council: Council) -> bool:
    """Everyone who has a role in the council, whatever it is; the support staff."""
    return is_support(user) or has_role(user, council, READERS)


def may_read_drafts(user: Anybody, council: Council) -> bool:
    """Everyone but a member who is nothing else; the support staff."""
    return is_support(user) or has_role(user, council, STAFF)


def may_write(user: Anybody, council: Council) -> bool:
    """The secretary: enters the facts of a sitting and the texts of its acts."""
    return has_role(user, council, WRITERS)


def may_publish(user: Anybody, council: Council) -> bool:
    """The secretary and the clerk."""
    return has_role(user, council, PUBLISHERS)


def may_set_up(user: Anybody, council: Council) -> bool:
    """The secretary and the administrator: identity, members, letterhead, retention."""
    return has_role(user, council, MANAGERS)


def may_manage_accounts(user: Anybody, council: Council) -> bool:
    """The administrator of the council alone: the support staff gives no role through the pages."""
    return has_role(user, council, ACCOUNT_MANAGERS)


def may_audit(user: Anybody, council: Council) -> bool:
    """The administrator and the auditor: who read what is not public."""
    return has_role(user, council, AUDITORS)


def may_sign(user: Anybody, council: Council) -> bool:
    """The mayor or president and the deputies with a delegation: the support staff never signs."""
    return has_role(user, council, SIGNATORIES)


def may_sign_as(user: Anybody, council: Council, person: str | None) -> bool:
    """The signatory role whose account is linked to the person of that uid; nobody when it is unknown."""
    return person is not None and _roles(user, council, SIGNATORIES).filter(person__uid=person).exists()


def council_of(row: Any) -> Council:
    """The council to which a row belongs, directly or through its sitting, act, vote…"""
    if isinstance(row, Council):
        return row
    for step in ("council", "sitting", "deliberation", "document", "vote", "mandate", "election"):
        if hasattr(type(row), step):
            return council_of(getattr(row, step))
    raise TypeError(f"{type(row).__name__} n'appartient à aucun conseil")


def get_council_object_or_404(
    user: Anybody, rows: QuerySet[ObjectT], *, may: Predicate = may_read, **lookup: Any
) -> ObjectT:
    """The one row of ``rows`` that ``lookup`` names, if ``user`` may have it.

    Raises ``Http404`` when it does not exist or belongs to a council that ``user`` may not read (so that
    nobody learns what exists elsewhere), ``PermissionDenied`` (403) when ``may`` refuses.
    """
    found = list(rows.filter(**lookup)[:2])
    if len(found) != 1 or not may_read(user, council_of(found[0])):
        raise Http404
    if not may(user, council_of(found[0])):
        raise PermissionDenied
    return found[0]


def may_start(user: Anybody) -> bool:
    """Begin a new council: anybody where there is none yet; then the support staff, the administrator of a council,
    and an account that the support staff made for that, which never had a role. Who lost his last role may not."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser or not Council.objects.exists():
        return True
    if CouncilRole.objects.filter(user=user, kind__in=ACCOUNT_MANAGERS).exists():
        return True
    return not CouncilRole.history.filter(user=user).exists()
