"""The answers of the members to their convocation, taken when the sitting opens."""

from importlib import import_module
from importlib.util import find_spec

from deliberations.domain.gestures import member_target
from deliberations.services.floor import Floor
from deliberations.services.recording import stored_values

_ANSWERS = "deliberations.services.opening"


def take_answers(floor: Floor) -> None:
    """Write who is excused and who gave a proxy, as the members answered, for those of whom nothing is said yet.

    Nothing where members do not answer online. Side effects: those rows, kept with the gesture so that it can be
    undone with them.
    """
    if find_spec(_ANSWERS) is None:
        return
    before = set(floor.sitting.movements.values_list("pk", flat=True))
    import_module(_ANSWERS).answers_to_movements(floor.sitting, floor.writer.by)
    for row in floor.sitting.movements.exclude(pk__in=before).select_related("member"):
        floor.writer.note(row, None, stored_values(type(row), row.pk))
        floor.touched.append(member_target(row.member.uid))
    floor.__dict__.pop("record", None)
