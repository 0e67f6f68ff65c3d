"""Search, lists, statistics, backups, personal data, readings."""

from tests.access import Row, everyone

ROWS = {
    "search": Row(everyone(200)),
    "act_list": Row(everyone(200)),
    "sitting_archive": Row(everyone(200)),
    "statistics": Row(everyone(200)),
}
