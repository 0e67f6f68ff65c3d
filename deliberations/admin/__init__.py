"""Administration of sittings and acts, for the support staff. What is issued can only be read."""

from deliberations.admin import (
    acts,
    convening,
    council,
    decisions,
    issued,
    minutes,
    past,
    proofs,
    register,
    signing,
    sittings,
    trust,
    votes,
)

__all__ = (
    "acts",
    "convening",
    "council",
    "decisions",
    "issued",
    "minutes",
    "past",
    "proofs",
    "register",
    "signing",
    "sittings",
    "trust",
    "votes",
)
