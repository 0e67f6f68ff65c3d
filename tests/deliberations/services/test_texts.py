"""Opening the draft of an item and saving its whole text, with the history of what changed alone."""

import pytest
from django.utils import timezone

from deliberations.domain.act_text import ActText, text_of_act
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.models import AgendaItem, Deliberation, StoredFile
from deliberations.queries import record_of
from deliberations.services.changes import SittingFinished, sitting_changed
from deliberations.services.texts import open_act, save_text
from tests.builders import SHA, first_sitting, make_user, store_act, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TEXT = ActText(
    title_html="Tarifs de la <em>cantine</em>",
    statement_html="<p>Les prix montent.</p>",
    clauses=(Clause(ClauseKind.VU, "le code"), Clause(ClauseKind.CONSIDERANT, "la hausse")),
    operative=(
        OperativePart(("d'adopter", "d'inscrire"), verb="décide", layout=OperativeLayout.ARTICLES),
        OperativePart(("que le maire exécute",), verb="dit"),
    ),
    annexes=("Grille", "Plan"),
)


def stored_text(act: Deliberation) -> ActText:
    return text_of_act(record_of(act.sitting).act(act.uid))


def test_draft_is_opened_once_with_the_title_of_its_item() -> None:
    item = AgendaItem.objects.get(sitting=first_sitting(store_council()))
    user = make_user()
    act = open_act(item, by=user)
    assert (act.title_html, act.sitting, act.council) == (item.title_html, item.sitting, item.sitting.council)
    assert open_act(item, by=user) == act
    assert act.history.get().history_user == user


def test_text_saved_is_read_back_and_saved_again_changes_nothing() -> None:
    act = store_act()
    save_text(act, TEXT, by=None)
    assert stored_text(act) == TEXT
    before = act.clauses.first().history.count()
    save_text(act, TEXT, by=None)
    assert act.clauses.first().history.count() == before


@pytest.mark.parametrize(
    "text",
    [
        ActText(),
        ActText(title_html="Autre", clauses=(Clause(ClauseKind.ENTENDU, "le rapport"),)),
        ActText(operative=(OperativePart(("un", "deux", "trois", "quatre")),), annexes=("Plan",)),
    ],
    ids=["empty", "shorter", "longer"],
)
def test_text_replaces_the_earlier_one_whole(text: ActText) -> None:
    act = store_act()
    save_text(act, TEXT, by=None)
    save_text(act, text, by=None)
    assert stored_text(act) == text


def test_annex_that_keeps_its_title_keeps_its_file() -> None:
    act = store_act()
    save_text(act, TEXT, by=None)
    file = StoredFile.objects.create(
        council=act.council, name="plan.pdf", media_type="application/pdf", sha256=SHA, size=3, path="x"
    )
    act.annexes.filter(title="Plan").update(file=file)
    save_text(act, ActText(annexes=("Plan", "Note")), by=None)
    assert [(annex.title, annex.file) for annex in act.annexes.all()] == [("Plan", file), ("Note", None)]


def test_change_counts_a_revision_and_is_told_after_the_commit(django_capture_on_commit_callbacks) -> None:
    act, told = store_act(), []
    before = act.sitting.revision

    def listen(sitting_id: int, **_: object) -> None:
        told.append(sitting_id)

    sitting_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            save_text(act, TEXT, by=None)
    finally:
        sitting_changed.disconnect(listen)
    act.sitting.refresh_from_db()
    assert (act.sitting.revision, told) == (before + 1, [act.sitting_id])


def test_finished_sitting_is_frozen() -> None:
    act = store_act()
    act.sitting.finished_at = timezone.now()
    act.sitting.save()
    with pytest.raises(SittingFinished):
        save_text(act, TEXT, by=None)
    assert stored_text(act) != TEXT
