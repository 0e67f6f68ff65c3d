"""What an entry of the proof register tells."""

from enum import StrEnum


class ProofKind(StrEnum):
    """ADOPTED existed before the register did, RESUMED was issued elsewhere; REMOVED was taken back, and no more is.

    WITHDRAWN tells that an act was referred, suspended or annulled, REPEALED that a later act withdrew or replaced it,
    LEGALITY that the prefect wrote about it. NOT_SIGNED tells that somebody refused to sign, or was kept from it.
    ENTERED is of the register of acts. ERASED tells that the personal data behind an entry were erased.
    """

    ISSUED = "ISSUED"
    SIGNED = "SIGNED"
    SIGNED_BY_HAND = "SIGNED_BY_HAND"
    SIGNATURE_UNDONE = "SIGNATURE_UNDONE"
    NOT_SIGNED = "NOT_SIGNED"
    SEALED = "SEALED"
    COMPLETED = "COMPLETED"
    RENEWED = "RENEWED"
    DEPOSITED = "DEPOSITED"
    TRANSMITTED = "TRANSMITTED"
    PUBLISHED = "PUBLISHED"
    UNPUBLISHED = "UNPUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    REPEALED = "REPEALED"
    LEGALITY = "LEGALITY"
    RECTIFIED = "RECTIFIED"
    HIDDEN = "HIDDEN"
    ENTERED = "ENTERED"
    RESUMED = "RESUMED"
    ADOPTED = "ADOPTED"
    REMOVED = "REMOVED"
    ERASED = "ERASED"
