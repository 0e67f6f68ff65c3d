"""Who may do what with a sitting, a deliberation or the proof register.

The fetching helper is ``councils.permissions``'s.
"""

from councils.domain.roles import ACCOUNT_MANAGERS, CONTROLLERS
from councils.models import Council
from councils.permissions import (
    Anybody,
    get_council_object_or_404,
    has_role,
    is_support,
    may_read,
    may_read_drafts,
    may_sign,
    may_sign_as,
)
from deliberations.models import Deliberation, Sitting
from deliberations.queries.lists import members_know_of

__all__ = [
    "get_council_object_or_404",
    "may_control_proofs",
    "may_erase_proofs",
    "may_read",
    "may_read_act",
    "may_read_sitting",
    "may_sign",
    "may_sign_act",
]


def may_read_sitting(user: Anybody, sitting: Sitting) -> bool:
    """The staff of the council; its members too once they were called, or once it was held."""
    if may_read_drafts(user, sitting.council):
        return True
    return may_read(user, sitting.council) and members_know_of(Sitting.objects.filter(pk=sitting.pk)).exists()


def may_read_act(user: Anybody, act: Deliberation) -> bool:
    """The staff of the council; its members too once the act has a number."""
    return may_read_drafts(user, act.council) or (bool(act.number) and may_read(user, act.council))


def may_sign_act(user: Anybody, deliberation: Deliberation, signatory: str | None) -> bool:
    """The mayor or president whose person (uid) is the act's ``signatory``, once the act has a number."""
    return bool(deliberation.number) and may_sign_as(user, deliberation.council, signatory)


def may_control_proofs(user: Anybody, council: Council) -> bool:
    """The secretary, the mayor, the administrator and the auditor; the support staff."""
    return is_support(user) or has_role(user, council, CONTROLLERS)


def may_erase_proofs(user: Anybody, council: Council) -> bool:
    """The administrator of the council alone: what is erased never comes back."""
    return has_role(user, council, ACCOUNT_MANAGERS)
