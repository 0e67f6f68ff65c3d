"""How far a signature in two steps is, and for how long it may be finished."""

from datetime import timedelta
from enum import StrEnum

TICKET_LASTS = timedelta(minutes=15)
"""Long enough to find the token and its PIN; whoever finds the address later can do nothing with it."""


class TicketState(StrEnum):
    """WAITING for a computer, PREPARED for its certificate, FINISHING, DONE."""

    WAITING = "WAITING"
    PREPARED = "PREPARED"
    FINISHING = "FINISHING"
    DONE = "DONE"
