"""The papers that the facts of one sitting give, besides its deliberations."""

from enum import StrEnum


class SittingDocumentKind(StrEnum):
    """One paper of a sitting, named for what it is.

    DECISION_LIST: the deliberations examined (CGCT art. L. 2121-25).
    MINUTES: the procès-verbal (art. L. 2121-15).
    """

    DECISION_LIST = "DECISION_LIST"
    MINUTES = "MINUTES"


class Stage(StrEnum):
    """When a paper is needed: to prepare the sitting, to hold it, or after it."""

    BEFORE = "BEFORE"
    DURING = "DURING"
    AFTER = "AFTER"
