"""The Word template of the council."""

from councils.models import Council
from deliberations.models import WordTemplate
from deliberations.services.word_templates import starter_of
from tests.access import Row, only
from tests.support.word_templates import SOME_DAY, store_template

MANAGERS = ("secretary", "administrator")
SET_UP = only(*MANAGERS)


def _template(council: Council) -> dict[str, object]:
    return {"template": stored(council).uid}


def stored(council: Council) -> WordTemplate:
    return store_template(council, starter_of(council, SOME_DAY))


ROWS = {
    "word_template": Row(SET_UP, post=only(*MANAGERS, status=422)),
    "word_template_starter": Row(SET_UP),
    "word_template_stop": Row(SET_UP, post=only(*MANAGERS, status=302)),
    "word_template_file": Row(SET_UP, prepare=_template),
    "word_template_use": Row((302, *[405] * 8), post=only(*MANAGERS, status=302), prepare=_template),
    "word_template_sample": Row(SET_UP, prepare=_template),
    "word_template_last_act": Row(SET_UP, prepare=_template),
}
