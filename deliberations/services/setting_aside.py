"""Setting warnings aside: whoever goes on says why, and the reason is kept at the place of each."""

from collections.abc import Iterable
from datetime import datetime

from councils.models import User
from deliberations.domain.findings import Finding
from deliberations.models import AgendaItem, Override
from deliberations.services.changes import SittingChange


def keep_reason(
    change: SittingChange, findings: Iterable[Finding], *, by: User | None, at: datetime, reason: str
) -> list[Override]:
    """One row for each of ``findings``, with ``reason`` and the name of who went on."""
    found = tuple(findings)
    items = {row.uid: row for row in AgendaItem.objects.filter(sitting=change.sitting)} if found else {}
    rows = [
        Override(
            sitting=change.sitting,
            code=finding.code,
            reason=reason.strip(),
            by=str(by or ""),
            at=at,
            item=items.get(finding.item or ""),
            where=finding.where,
        )
        for finding in found
    ]
    return [change.writer.write(row, "override") for row in rows]
