"""Who may do what with a sitting or a deliberation. The fetching helper is ``councils.permissions``'s."""

from councils.permissions import Anybody, get_council_object_or_404, may_read, may_sign, may_sign_as
from deliberations.models import Deliberation

__all__ = ["get_council_object_or_404", "may_read", "may_sign", "may_sign_act"]


def may_sign_act(user: Anybody, deliberation: Deliberation, signatory: str | None) -> bool:
    """The mayor or president whose person (uid) is the act's ``signatory``, once the act has a number."""
    return bool(deliberation.number) and may_sign_as(user, deliberation.council, signatory)
