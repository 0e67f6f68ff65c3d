"""The tree of refusals of this house. Each is shown to the clerk as it is (``message_fr``)."""

from councils.domain.errors import Refusal, RowRefused

__all__ = ["CouncilAlreadyKnown", "DossierRefused", "FrozenRow", "Refusal"]


class DossierRefused(RowRefused):
    """A dossier that cannot be stored; nothing was written. ``path`` says where, as a JSON path."""


class CouncilAlreadyKnown(DossierRefused):
    """The dossier's council exists already and may not be replaced."""


class FrozenRow(Refusal):
    """A row of a register, an issued document or a signature: it is added once and never changed."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("row.frozen", message_fr)
