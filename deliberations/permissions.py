"""Who may do what with a sitting or a deliberation. The fetching helper is ``councils.permissions``'s."""

from councils.permissions import (
    Anybody,
    get_council_object_or_404,
    may_administer,
    may_edit,
    may_read,
    may_sign,
)
from deliberations.models import Deliberation, Sitting

__all__ = [
    "get_council_object_or_404",
    "may_administer",
    "may_edit",
    "may_edit_facts",
    "may_read",
    "may_sign",
    "may_sign_act",
]


def may_edit_facts(user: Anybody, sitting: Sitting) -> bool:
    """Those who may edit in the council, as long as no document of the sitting was issued."""
    issued = sitting.deliberations.filter(issued__isnull=False).exists()
    return not issued and may_edit(user, sitting.council)


def may_sign_act(user: Anybody, deliberation: Deliberation) -> bool:
    """The mayor or president of the council, once the act has a number."""
    return bool(deliberation.number) and may_sign(user, deliberation.council)
