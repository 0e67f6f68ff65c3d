"""Nominations voted by show of hands (CGCT art. L. 2121-21)."""

from enum import StrEnum

from deliberations.domain.votes import Nomination, NominationBasis, Vote, VoteMethod


class NominationFault(StrEnum):
    """SECRECY_IMPOSED: no waiver is possible. NO_WAIVER: nothing recorded allows a show of hands."""

    SECRECY_IMPOSED = "SECRECY_IMPOSED"
    NO_WAIVER = "NO_WAIVER"


def nomination_fault(nomination: Nomination, vote: Vote) -> NominationFault | None:
    """What is wrong with the form of a vote that names someone, or ``None``.

    A secret ballot is always sound. Otherwise the council must have dropped secrecy unanimously, or a single
    candidacy must have been recorded (it takes effect without a vote), unless a text imposes secrecy.
    """
    if vote.method is VoteMethod.SECRET:
        return None
    if nomination.basis is NominationBasis.IMPOSED:
        return NominationFault.SECRECY_IMPOSED
    if nomination.unanimous_waiver or nomination.single_candidacy:
        return None
    return NominationFault.NO_WAIVER
