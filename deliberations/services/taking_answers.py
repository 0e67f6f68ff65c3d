"""The answers of the members to their convocation, taken when the sitting opens."""

from deliberations.domain.gestures import member_target
from deliberations.queries import reread
from deliberations.services.floor import Floor
from deliberations.services.opening import answers_to_movements
from deliberations.services.recording import Recorder


def take_answers(floor: Floor, *, item: str = "") -> None:
    """Write who is excused and who gave a proxy, as the members answered, for those of whom nothing is said yet.

    With ``item``, whose debate opens, the proxies that begin with it. Side effects: those rows, kept with the gesture
    so that it can be undone with them.
    """
    writer = Recorder(floor.writer.by, "answers.opened", floor.writer.changes)
    opened = floor.item(item) if item else None
    rows = answers_to_movements(floor.sitting, floor.record, writer, item=opened)
    floor.touched += [member_target(row.member.uid) for row in rows]
    if rows:
        floor.record = reread(floor.record, floor.sitting)
