"""Holding a sitting, and its sheet typed afterwards: the secretary alone."""

from tests.access import Row, only

NOT_READ = (302, *[405] * 8)
"""Addresses that only take gestures: to read them is refused before anybody is asked who they are for the council."""

ROWS = {
    "sitting_hold": Row(only("secretary")),
    "sitting_gesture": Row(NOT_READ, post=only("secretary", status=422)),
    "sitting_vote_preview": Row(NOT_READ, post=only("secretary")),
    "sitting_sheet": Row(only("secretary"), post=only("secretary", status=422)),
}
