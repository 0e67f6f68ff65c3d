"""Papers of an item, and the annexes they become; the council's own subjects."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from deliberations.domain.act_text import ActText
from deliberations.domain.papers import PaperKind
from deliberations.models import AgendaItem, Annex, ItemModel, ItemPaper, Sitting
from deliberations.queries import record_of
from deliberations.queries.library import library_of, proposal_named, titles_on, year_before
from deliberations.queries.texts import text_stored
from deliberations.services.agenda import ItemFacts, add_item
from deliberations.services.library import (
    ModelFacts,
    facts_from,
    keep_as_model,
    model_for,
    save_model,
    set_hidden,
)
from deliberations.services.packs import build_pack
from deliberations.services.papers import (
    PaperGone,
    add_papers,
    annex_papers,
    change_paper,
    move_paper,
    papers_of,
    remove_paper,
    title_from,
)
from deliberations.services.starting_points import StartingPoint, start_from
from deliberations.services.storage import read_document
from deliberations.services.texts import open_act, save_text
from deliberations.services.uploads import CheckedFile
from tests.builders import first_sitting, make_user, store_council
from tests.deliberations.finishing import AT, act_of, closed, store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

PLAN = CheckedFile("Plan_du_préau – été.pdf", b"plan", "application/pdf", 2)
NOTE = CheckedFile("Note.pdf", b"note", "application/pdf", 1)
QUOTE = CheckedFile("Devis.pdf", b"devis", "application/pdf", 1, ("contient un programme",))


@pytest.fixture
def item():
    return AgendaItem.objects.get(sitting=first_sitting(store_council()))


def add(item, *files, kind=PaperKind.ANNEX, for_members=True):
    return add_papers(item, files, kind=kind, is_for_members=for_members, by=None)


def titles(item):
    return [paper.title for paper in ItemPaper.objects.filter(item=item)]


def test_papers_keep_their_order_their_name_and_their_bytes(item):
    user = make_user()
    first, second = add_papers(item, [PLAN, QUOTE], kind=PaperKind.NOTE, is_for_members=False, by=user)
    assert titles(item) == ["Plan du préau – été", "Devis"]
    assert (first.file.name, first.file.pages, first.file.received_from) == (PLAN.name, 2, user)
    assert (read_document(first.file), second.remarks) == (b"plan", "contient un programme")
    assert (first.kind, first.is_for_members, first.history.get().history_user) == ("NOTE", False, user)
    add(item, QUOTE)
    assert [paper.position for paper in ItemPaper.objects.filter(item=item)] == [0, 1, 2]


def test_paper_is_described_anew_and_its_file_replaced(item):
    (paper,) = add(item, PLAN)
    old = paper.file
    change_paper(paper, title="Le plan", kind=PaperKind.OTHER, is_for_members=False, by=None)
    change_paper(paper, title="Le plan", kind=PaperKind.OTHER, is_for_members=False, file=QUOTE, by=None)
    row = ItemPaper.objects.get()
    assert (row.title, row.kind, row.file.name, row.remarks) == (
        "Le plan",
        "OTHER",
        "Devis.pdf",
        "contient un programme",
    )
    assert read_document(old) == b"plan"


def test_papers_move_and_go(item):
    _, second = add(item, PLAN, QUOTE)
    move_paper(second, step=-1, by=None)
    assert titles(item) == ["Devis", "Plan du préau – été"]
    move_paper(second, step=-1, by=None)
    remove_paper(second, by=None)
    remove_paper(second, by=None)
    assert titles(item) == ["Plan du préau – été"]
    for gesture in (
        lambda: move_paper(second, step=1, by=None),
        lambda: change_paper(second, title="x", kind=PaperKind.NOTE, is_for_members=True, by=None),
    ):
        with pytest.raises(PaperGone):
            gesture()


def annexes(act) -> list[tuple[str, bytes]]:
    return [(annex.title, read_document(annex.file)) for annex in act.annexes.all()]


def test_annexes_of_the_item_are_those_of_the_act_from_its_opening(item):
    add(item, PLAN)
    add(item, NOTE, kind=PaperKind.NOTE)
    act = open_act(item, by=None)
    assert annexes(act) == [("Plan du préau – été", b"plan")]
    add(item, QUOTE)
    assert annexes(act) == [("Plan du préau – été", b"plan"), ("Devis", b"devis")]
    assert annex_papers(act, papers_of(item), None) == []
    assert record_of(item.sitting).act(act.uid).annexes == ("Plan du préau – été", "Devis")


def test_annex_taken_off_the_text_stays_off(item):
    add(item, PLAN)
    act = open_act(item, by=None)
    save_text(act, replace(text_stored(act), annexes=()), by=None)
    add(item, QUOTE)
    assert open_act(item, by=None) == act
    assert annexes(act) == [("Devis", b"devis")]


def test_annex_named_in_the_text_takes_the_file_of_its_paper(item):
    act = open_act(item, by=None)
    Annex.objects.create(deliberation=act, position=4, title="Devis")
    add(item, QUOTE)
    assert annexes(act) == [("Devis", b"devis")]


def test_annex_follows_the_new_file_and_the_new_kind_of_its_paper(item):
    act = open_act(item, by=None)
    (paper,) = add(item, PLAN, kind=PaperKind.OTHER)
    assert annexes(act) == []
    change_paper(paper, title="Plan", kind=PaperKind.ANNEX, is_for_members=True, by=None)
    change_paper(paper, title="Plan", kind=PaperKind.ANNEX, is_for_members=True, file=QUOTE, by=None)
    assert annexes(act) == [("Plan", b"devis")]


def test_text_started_from_a_model_keeps_the_papers_of_the_item(item):
    add(item, PLAN)
    act = open_act(item, by=None)
    start_from(act, StartingPoint("un modèle", ActText(annexes=("Barème",))), (), by=None, at=AT)
    assert [annex.title for annex in act.annexes.all()] == ["Barème", "Plan du préau – été"]


def test_paper_of_the_item_is_in_the_pack_to_deposit():
    evening = store_evening()
    item = evening.agenda.get(uid="p1")
    add(item, PLAN)
    act = act_of(closed(evening), "p1")
    with zipfile.ZipFile(io.BytesIO(build_pack([act]))) as pack:
        contents = {name: pack.read(name) for name in pack.namelist()}
    assert b"plan" in contents.values()
    assert "Plan du préau – été" in contents["a-recopier.txt"].decode()


@pytest.mark.parametrize(
    ("name", "title"),
    [("Statuts_du_syndicat.pdf", "Statuts du syndicat"), ("a.b.pdf", "a.b"), ("sans", "sans")],
)
def test_title_comes_from_the_name(name, title):
    assert title_from(name) == title


def test_item_kept_as_model_is_proposed_first_and_once(item):
    council = item.sitting.council
    model = keep_as_model(item, by=make_user())
    assert keep_as_model(item, by=None) == model
    assert model.months == [6]
    assert model.history.count() == 2
    first = library_of(council, date(2025, 6, 1))[0]
    assert (first.key, first.title_html) == (f"modele:{model.uid}", item.title_html)


def test_built_in_subject_is_replaced_hidden_and_shown_again(item):
    council, day = item.sitting.council, date(2026, 3, 1)
    model = model_for(council, "budget-primitif")
    save_model(
        model, ModelFacts("Budget {année du budget} de la commune", theme="Finances", months=(3,)), by=None
    )
    keys = [proposal.key for proposal in library_of(council, day)]
    assert (keys[0], "budget-primitif" in keys) == (f"modele:{model.uid}", False)
    own = library_of(council, day)[0]
    assert (own.title_html, own.financial_year) == ("Budget 2026 de la commune", 2026)
    set_hidden(model, hidden=True, by=None)
    assert f"modele:{model.uid}" not in [proposal.key for proposal in library_of(council, day)]
    set_hidden(model_for(council, "budget-primitif"), hidden=False, by=None)
    assert ItemModel.objects.get() == model
    assert library_of(council, day)[0].key == f"modele:{model.uid}"


def test_unknown_subject_has_no_model(item):
    assert model_for(item.sitting.council, "inconnu") is None


def test_other_council_sees_nothing_of_our_models(item):
    keep_as_model(item, by=None)
    other = store_council("autre")
    assert [p.key for p in library_of(other, date(2025, 6, 1)) if p.key.startswith("modele:")] == []


def test_year_before_is_proposed_with_its_years_moved(item):
    council = item.sitting.council
    now = Sitting.objects.create(council=council, held_on=date(2030, 6, 20))
    far = Sitting.objects.create(council=council, held_on=date(2029, 3, 1))
    add_item(far, ItemFacts("Loin"), by=None)
    before = Sitting.objects.create(council=council, held_on=date(2029, 6, 27))
    add_item(before, ItemFacts("Questions diverses", kind="QUESTION"), by=None)
    add_item(
        before, ItemFacts("Tarifs 2029", theme="Écoles", matter_code="8.1", financial_year=2029), by=None
    )
    withdrawn = add_item(before, ItemFacts("Retiré"), by=None)
    AgendaItem.objects.filter(pk=withdrawn.pk).update(outcome="WITHDRAWN")
    sitting, proposals = year_before(council, now.held_on)
    assert (sitting, [(p.title_html, p.financial_year) for p in proposals]) == (
        before,
        [("Tarifs 2030", 2030)],
    )
    found = proposal_named(now, proposals[0].key)
    made = add_item(now, facts_from(found), by=None)
    assert (made.title_html, made.theme, made.matter_code) == ("Tarifs 2030", "Écoles", "8.1")
    assert "tarifs" in titles_on(now)


def test_nothing_is_proposed_without_a_year_before(item):
    assert year_before(item.sitting.council, date(2035, 6, 20)) == (None, ())
    assert proposal_named(item.sitting, "point:x:y") is None
