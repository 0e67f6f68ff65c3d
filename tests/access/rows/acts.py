"""Sittings, acts and their files."""

from tests.access import Row, everyone, only

ROWS = {
    "council": Row(everyone(200)),
    "sitting": Row(everyone(200)),
    "act": Row(everyone(200)),
    "sign": Row(only("deputy", "mayor"), post=only("deputy", "mayor", status=422)),
    "download": Row(everyone(200), more={"rendition": "extrait", "file_format": "txt"}),
    "download_signed": Row(everyone(404), more={"version": 2}),
}
