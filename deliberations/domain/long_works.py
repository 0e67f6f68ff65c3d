"""What is too long for a page that waits: asked of the worker, which says how far it is."""

from enum import StrEnum


class WorkState(StrEnum):
    """WAITING for the worker, RUNNING since it took it, then DONE or FAILED."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


GOING = (WorkState.WAITING, WorkState.RUNNING)
