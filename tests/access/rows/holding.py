"""Holding a sitting, and its sheet typed afterwards: the secretary alone."""

from tests.access import Row, only

ROWS = {
    "sitting_hold": Row(only("secretary")),
    "sitting_gesture": Row(only("secretary", status=405), post=only("secretary", status=422)),
    "sitting_vote_preview": Row(only("secretary", status=405), post=only("secretary")),
    "sitting_sheet": Row(only("secretary"), post=only("secretary")),
}
