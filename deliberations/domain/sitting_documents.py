"""The papers that the facts of one sitting give, besides its deliberations."""

from enum import StrEnum


class SittingDocumentKind(StrEnum):
    """One paper of a sitting, named for what it is.

    DECISION_LIST: the deliberations examined (CGCT art. L. 2121-25).
    MINUTES: the procès-verbal (art. L. 2121-15). CLOSING_SHEET: the last sheet of the sitting in the register
    (art. R. 2121-9).
    CONVOCATION: the letter of each member (CGCT art. L. 2121-10). POSTED_AGENDA: the agenda at the door (same article).
    EXPLANATORY_NOTE: the notes of every item (art. L. 2121-12). BLANK_PROXY: to fill in; FILLED_PROXY: one that was
    given (art. L. 2121-20). ATTENDANCE_SHEET: to sign in the room. DECISION_LIST: the deliberations examined
    (art. L. 2121-25). ELECTION_RESULT: the rounds of one election. NO_QUORUM: that too few members came
    (art. L. 2121-17). ACT_CERTIFICATE: that an act was made known (art. L. 2131-1). PAPER_CERTIFICATE: that the list,
    or the minutes, were.
    """

    CONVOCATION = "CONVOCATION"
    POSTED_AGENDA = "POSTED_AGENDA"
    EXPLANATORY_NOTE = "EXPLANATORY_NOTE"
    BLANK_PROXY = "BLANK_PROXY"
    FILLED_PROXY = "FILLED_PROXY"
    ATTENDANCE_SHEET = "ATTENDANCE_SHEET"
    DECISION_LIST = "DECISION_LIST"
    MINUTES = "MINUTES"
    CLOSING_SHEET = "CLOSING_SHEET"
    ELECTION_RESULT = "ELECTION_RESULT"
    NO_QUORUM = "NO_QUORUM"
    ACT_CERTIFICATE = "ACT_CERTIFICATE"
    PAPER_CERTIFICATE = "PAPER_CERTIFICATE"


class Stage(StrEnum):
    """When a paper is needed: to prepare the sitting, to hold it, or after it."""

    BEFORE = "BEFORE"
    DURING = "DURING"
    AFTER = "AFTER"


EVERYBODY = "tous"
"""The subject of a paper made for all its subjects at once."""
NOBODY = "vierge"
"""The subject of a form that names nobody."""
