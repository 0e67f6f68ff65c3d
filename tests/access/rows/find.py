"""Search, lists, statistics, backups, personal data, readings."""

from collections.abc import Mapping

from councils.models import Council
from deliberations.models import Backup
from deliberations.services.searching import rebuild_index
from tests.access import Row, everyone, only

MANAGERS = ("secretary", "administrator")


def searched(council: Council) -> Mapping[str, object]:
    """Every council is in the search, so that one could leak into another."""
    for each in Council.objects.all():
        rebuild_index(each)
    return {}


def backed_up(council: Council) -> Mapping[str, object]:
    row = Backup.objects.create(
        council=council, file_name="sauvegarde.tar", size=1, sha256="a" * 64, rows=1, files=0
    )
    return {"backup": row.uid}


ROWS = {
    "search": Row(everyone(200), prepare=searched),
    "act_list": Row(everyone(200), prepare=searched),
    "sitting_archive": Row(everyone(200)),
    "statistics": Row(everyone(200)),
    "backups": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
    "backup_sheet": Row(only(*MANAGERS), prepare=backed_up),
    "personal_data": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
    "readings": Row(only("auditor", "administrator")),
}
