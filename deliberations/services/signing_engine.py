"""The one place where a key is asked to sign: at the level wanted, or at the plain one when what it needs is away."""

from collections.abc import Sequence

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.ports import SignatureRequest, SignedDocument, Signer
from deliberations.signing.soundness import require_sound


def put_signature(pdf: bytes, signer: Signer, request: SignatureRequest) -> SignedDocument:
    """``pdf`` with one more signature, checked. Slow, and never inside a transaction. Raises ``SigningFailed``."""
    signed = signer.sign(pdf, request)
    require_sound(pdf, signed, request)
    return signed


def can_complete() -> bool:
    """Whether a service is set up that gives signatures their lasting proofs."""
    return False


def are_lasting(levels: Sequence[SignatureLevel]) -> bool:
    """Whether nothing is left to add to a file whose signatures reached those levels, in their order.

    Each must have its revocation data, and a timestamp come last; where no service is set up nothing can be added.
    """
    if not can_complete() or not levels:
        return True
    with_data = {SignatureLevel.B_LT, SignatureLevel.B_LTA}
    return levels[-1] is SignatureLevel.B_LTA and all(level in with_data for level in levels)
