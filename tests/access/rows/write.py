"""The writing of an act."""

from django.utils import timezone

from councils.models import Council
from deliberations.models import Deliberation
from deliberations.queries.texts import text_stored
from deliberations.services.versions import Saving, save_typed_text
from tests.access import STAFF, Row, only


def one_version(council: Council) -> dict[str, object]:
    """A first version of the act."""
    act = Deliberation.objects.get(council=council)
    save_typed_text(act, text_stored(act), Saving(by=None, at=timezone.now()))
    return {"number": 1}


def own_act(council: Council) -> dict[str, object]:
    return {"source": f"acte-{Deliberation.objects.get(council=council).pk}"}


SECRETARY = only("secretary")

ROWS = {
    "item_write": Row((302, 405, *(405,) * 7), post=only("secretary", status=302), more={"item": "point-1"}),
    "act_write": Row(SECRETARY, post=only("secretary", status=302)),
    "act_autosave": Row((302, 405, *(405,) * 7), post=SECRETARY),
    "act_preview": Row((302, 405, *(405,) * 7), post=SECRETARY),
    "clause_search": Row(SECRETARY),
    "act_details": Row(SECRETARY, post=only("secretary", status=302)),
    "act_start": Row(SECRETARY, post=only("secretary", status=302)),
    "act_start_from": Row(SECRETARY, post=only("secretary", status=302), prepare=own_act),
    "act_keep_model": Row((302, 405, *(405,) * 7), post=only("secretary", status=422)),
    "act_word": Row(SECRETARY, post=only("secretary", status=422)),
    "act_versions": Row(only(*STAFF)),
    "act_version": Row(only(*STAFF), post=only("secretary", status=302), prepare=one_version),
    "clause_library": Row(SECRETARY, post=only("secretary", status=302)),
}
