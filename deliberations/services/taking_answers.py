"""The answers of the members to their convocation, taken when the sitting opens."""

from deliberations.domain.gestures import member_target
from deliberations.services.floor import Floor
from deliberations.services.opening import answers_to_movements
from deliberations.services.recording import stored_values


def take_answers(floor: Floor, *, item: str = "") -> None:
    """Write who is excused and who gave a proxy, as the members answered, for those of whom nothing is said yet.

    With ``item``, whose debate opens, the proxies that begin with it. Side effects: those rows, kept with the gesture
    so that it can be undone with them.
    """
    before = set(floor.sitting.movements.values_list("pk", flat=True))
    answers_to_movements(floor.sitting, by=floor.writer.by, item=floor.item(item) if item else None)
    for row in floor.sitting.movements.exclude(pk__in=before).select_related("member"):
        floor.writer.note(row, None, stored_values(type(row), row.pk))
        floor.touched.append(member_target(row.member.uid))
    floor.__dict__.pop("record", None)
