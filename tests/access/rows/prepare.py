"""Preparing a sitting: its plan, its agenda, the library of subjects, the papers."""

from deliberations.models import AgendaItem, ItemModel, ItemPaper
from deliberations.services.storage import receive_file
from tests.access import STAFF, Row, only


def _with_item(council):
    return {"item": AgendaItem.objects.get(sitting__council=council).uid}


def _with_model(council):
    return {"model": ItemModel.objects.get_or_create(council=council, uid="modele", title_html="Vœu")[0].uid}


def _with_paper(council):
    item = AgendaItem.objects.get(sitting__council=council)
    file = receive_file(council=council, content=b"x", name="plan.png", media_type="image/png", by=None)
    paper = ItemPaper.objects.create(item=item, position=0, title="Plan", file=file)
    return {"item": item.uid, "paper": paper.uid}


_WRITER = ("secretary",)


def _form(prepare=None, post=422):
    more = {"prepare": prepare} if prepare else {}
    return Row(only(*_WRITER), post=only(*_WRITER, status=post), **more)


def _gesture(prepare=None):
    """An address that only does something: reading it is 405, for whoever has logged in."""
    more = {"prepare": prepare} if prepare else {}
    return Row((302, *[405] * 8), post=only(*_WRITER, status=302), **more)


ROWS = {
    "sitting_new": _form(),
    "sitting_notice": Row(only(*_WRITER)),
    "sitting_edit": _form(),
    "sitting_delete": _form(post=302),
    "sitting_agenda": Row(only(*STAFF)),
    "item_new": _form(),
    "item_edit": _form(_with_item),
    "item_remove": _form(_with_item, post=302),
    "item_carry": _form(_with_item),
    "item_outcome": _gesture(_with_item),
    "item_keep": _gesture(_with_item),
    "agenda_move": _gesture(_with_item),
    "agenda_library": _form(post=302),
    "item_models": Row(only(*_WRITER)),
    "item_model_new": _form(),
    "item_model_edit": _form(_with_model),
    "item_model_hide": _gesture(),
    "item_papers": _form(_with_item),
    "paper_edit": _form(_with_paper),
    "paper_move": _gesture(_with_paper),
    "paper_remove": _form(_with_paper, post=302),
    "paper_download": Row((302, 404, 200, 200, 200, 200, 200, 200, 200), prepare=_with_paper),
}
