"""What is printed without escaping is clean in the database, wherever it came from."""

import pytest
from django.apps import apps

from deliberations.models import AgendaItem, Clause, Deliberation
from deliberations.models.richtext import RichTextField
from tests.builders import store_act

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HOSTILE = '<p onclick="x()">Un <b>point</b><script>alert(1)</script> <a href="javascript:x()">ici</a></p>'


def test_statement_keeps_only_the_restricted_html() -> None:
    act = store_act()
    act.statement_html = HOSTILE
    act.save()
    act.refresh_from_db()
    assert act.statement_html == "<p>Un <strong>point</strong> ici</p>"


def test_inline_texts_hold_no_paragraph() -> None:
    act = store_act()
    Clause.objects.create(deliberation=act, position=9, kind="VU", text_html=HOSTILE)
    assert Clause.objects.get(position=9).text_html == "Un <strong>point</strong> ici"
    AgendaItem.objects.filter(pk=act.item_id).first().save()
    act.title_html = "Titre<script>x</script>"
    act.save()
    assert Deliberation.objects.get(pk=act.pk).title_html == "Titre"


def test_every_column_of_html_is_cleaned() -> None:
    fields = {
        f"{model.__name__}.{field.name}": type(field)
        for label in ("councils", "deliberations")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.fields
        if field.name.endswith("_html")
    }
    assert len(fields) >= 10
    assert set(fields.values()) == {RichTextField}
