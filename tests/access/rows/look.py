"""The look of the documents, and the short address that their pages bear."""

from tests.access import Row
from tests.access.rows.start import SET_UP

NOT_READ = (302, *(405,) * 8)

ROWS = {
    "settings_look": Row(SET_UP, post=tuple(422 if status == 200 else status for status in SET_UP)),
    "look_preview": Row(NOT_READ, post=SET_UP),
    "look_pdf": Row(NOT_READ, post=tuple(422 if status == 200 else status for status in SET_UP)),
}
