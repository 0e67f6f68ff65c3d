"""Items of an agenda: added, ordered, corrected, removed, carried to another sitting."""

from datetime import UTC, date, datetime

import pytest

from deliberations.domain.act_text import ActText, text_of_act
from deliberations.domain.sittings import BarGround, ItemOutcome
from deliberations.models import (
    AgendaItem,
    Annex,
    Bar,
    Deliberation,
    ItemPaper,
    Movement,
    Sitting,
    Vote,
    VoteItem,
)
from deliberations.queries import record_of
from deliberations.services.agenda import (
    ItemFacts,
    ItemGone,
    ItemKept,
    add_item,
    carry_item,
    change_item,
    item_values,
    items_in_order,
    move_item,
    remove_item,
    set_outcome,
    what_hangs_on,
)
from deliberations.services.changes import SittingFinished
from deliberations.services.editing import ChangedMeanwhile, fingerprints
from deliberations.services.storage import receive_file
from deliberations.services.texts import open_act, save_text
from tests.builders import make_user, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting():
    return Sitting.objects.create(council=store_council(), held_on=date(2030, 6, 28))


@pytest.fixture
def items(sitting):
    return [add_item(sitting, ItemFacts(f"Point {name}"), by=None) for name in "ABCD"]


def titles(sitting):
    return "".join(item.title_html[-1] for item in items_in_order(sitting))


def orders(sitting):
    return [item.order for item in items_in_order(sitting)]


def give_paper(item, kind="ANNEX", name="plan.pdf", content=b"plan"):
    file = receive_file(
        council=item.sitting.council, content=content, name=name, media_type="application/pdf", by=None
    )
    return ItemPaper.objects.create(item=item, position=0, kind=kind, title="Plan", file=file)


def test_items_come_at_the_end_with_all_their_facts(sitting, items):
    mandate = sitting.council.mandates.get(uid="m2")
    facts = ItemFacts(
        "Comptes <em>2029</em>",
        theme="Finances",
        kind="ACCOUNTS",
        subject="ACCOUNTS",
        matter_code="7.1",
        rapporteur=mandate,
        is_transmissible=True,
        note_html="<p>Note</p>",
        financial_year=2029,
        treasurer_account_received=True,
        nomination_basis="WAIVABLE",
        bars=frozenset({(mandate.pk, BarGround.INTEREST.value)}),
    )
    user = make_user()
    made = add_item(sitting, facts, by=user)
    told = record_of(sitting).item(made.uid)
    assert (told.order, told.title_html, told.theme, told.rapporteur) == (
        5,
        "Comptes <em>2029</em>",
        "Finances",
        "m2",
    )
    assert (told.kind, told.subject, told.matter_code, told.financial_year) == (
        "ACCOUNTS",
        "ACCOUNTS",
        "7.1",
        2029,
    )
    assert (told.note_html, told.treasurer_account_received) == ("<p>Note</p>", True)
    assert (told.nomination.basis, [(b.member, b.ground) for b in told.bars]) == (
        "WAIVABLE",
        [("m2", "INTEREST")],
    )
    assert (made.history.get().history_user, made.history.get().history_change_reason) == (
        user,
        "agenda.item_added",
    )
    assert item_values(made) == facts.values()


@pytest.mark.parametrize(
    ("who", "gesture", "expected", "place"),
    [
        (0, {"step": 1}, "BACD", 2),
        (3, {"step": -1}, "ABDC", 3),
        (0, {"step": -1}, "ABCD", 1),
        (3, {"step": 1}, "ABCD", 4),
        (3, {"after": ""}, "DABC", 1),
        (0, {"step": 10_000}, "BCDA", 4),
        (0, {"after": 2}, "BCAD", 3),
        (3, {"after": 0}, "ADBC", 2),
        (1, {"after": 0}, "ABCD", 2),
    ],
)
def test_item_moves(sitting, items, who, gesture, expected, place):
    after = gesture.get("after")
    told = {**gesture, "after": items[after].uid} if isinstance(after, int) else gesture
    moved = move_item(items[who], by=None, **told)
    assert (titles(sitting), orders(sitting)) == (expected, [1, 2, 3, 4])
    assert (moved.item, moved.place, moved.count) == (items[who], place, 4)


def test_only_the_rows_that_move_are_written(sitting, items):
    move_item(items[2], step=1, by=None)
    assert [item.history.count() for item in items] == [1, 1, 2, 2]


def test_two_moves_at_once_both_count(sitting, items):
    """Each gesture is relative to the order as it is stored, not to the page that was shown."""
    move_item(items[0], after=items[3].uid, by=None)
    move_item(items[1], step=1, by=None)
    assert titles(sitting) == "CBDA"


def test_moving_what_is_gone_is_told(sitting, items):
    remove_item(items[1], by=None)
    with pytest.raises(ItemGone):
        move_item(items[1], step=1, by=None)
    with pytest.raises(ItemGone):
        move_item(items[0], after=items[1].uid, by=None)


def test_item_changed_by_two_is_merged_or_asked_again(sitting, items):
    item, shown = items[0], fingerprints(item_values(items[0]))
    change_item(item, ItemFacts("Point A", theme="Écoles"), seen=shown, by=make_user())
    saved = change_item(item, ItemFacts("Point A bis"), seen=shown, by=None)
    row = AgendaItem.objects.get(pk=item.pk)
    assert (row.title_html, row.theme, saved.kept) == ("Point A bis", "Écoles", ("theme",))
    with pytest.raises(ChangedMeanwhile) as refused:
        change_item(item, ItemFacts("Point A ter"), seen=shown, by=None)
    assert (refused.value.conflicts, refused.value.kept) == (("title_html",), ("theme",))
    assert AgendaItem.objects.get(pk=item.pk).title_html == "Point A bis"


def test_members_kept_out_are_replaced(sitting, items):
    first, second = sitting.council.mandates.order_by("pk")[:2]
    interest, seat = BarGround.INTEREST.value, BarGround.REPRESENTATIVE.value
    change_item(
        items[0], ItemFacts("A", bars=frozenset({(first.pk, interest), (second.pk, seat)})), seen={}, by=None
    )
    kept = Bar.objects.get(member=second)
    change_item(items[0], ItemFacts("A", bars=frozenset({(second.pk, seat)})), seen={}, by=None)
    assert Bar.objects.get(item=items[0]) == kept


def test_removed_item_closes_the_ranks_and_takes_its_papers(sitting, items):
    give_paper(items[1])
    Deliberation.objects.create(sitting=sitting, item=items[1])
    assert what_hangs_on(items[1]) == ("1 pièce jointe", "1 projet de délibération")
    remove_item(items[1], by=None)
    assert (titles(sitting), orders(sitting)) == ("ACD", [1, 2, 3])
    assert (ItemPaper.objects.count(), Deliberation.objects.filter(sitting=sitting).count()) == (0, 0)
    remove_item(items[1], by=None)
    assert titles(sitting) == "ACD"


def _vote(item):
    vote = Vote.objects.create(sitting=item.sitting, uid="v")
    VoteItem.objects.create(vote=vote, item=item, position=0)


def _movement(item):
    member = item.sitting.council.mandates.first()
    Movement.objects.create(
        sitting=item.sitting,
        position=1,
        kind="ARRIVES",
        member=member,
        moment_item=item,
        moment_phase="DEBATE",
        moment_ballot=1,
    )


def _number(item):
    Deliberation.objects.create(sitting=item.sitting, item=item, printed_number="2030-1")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_vote, "un vote y est enregistré"),
        (_movement, "une présence s'y rapporte"),
        (_number, "sa délibération porte un numéro ou a été émise"),
    ],
)
def test_item_is_kept_once_something_was_done(sitting, items, happens, reason):
    happens(items[0])
    with pytest.raises(ItemKept) as refused:
        remove_item(items[0], by=None)
    assert refused.value.reasons == (reason,)
    assert titles(sitting) == "ABCD"


def test_outcome_is_said_once(items):
    set_outcome(items[0], ItemOutcome.WITHDRAWN, by=None)
    row = set_outcome(items[0], ItemOutcome.WITHDRAWN, by=None)
    assert (row.outcome, row.history.count()) == ("WITHDRAWN", 2)


def test_item_is_carried_with_its_text_and_its_papers(sitting, items):
    item = items[0]
    paper = give_paper(item)
    act = open_act(item, by=None)
    text = ActText(title_html="Point A", statement_html="<p>Exposé</p>", annexes=("Plan",))
    save_text(act, text, by=None)
    Annex.objects.filter(deliberation=act).update(file=paper.file)
    later = Sitting.objects.create(council=sitting.council, held_on=date(2030, 9, 1))
    copy = carry_item(item, later, by=None)
    carried = record_of(later).sitting.deliberations[0]
    assert text_of_act(carried) == text
    assert (copy.order, copy.outcome, copy.papers.get().file) == (1, "EXAMINED", paper.file)
    assert Annex.objects.get(deliberation__sitting=later).file == paper.file
    assert AgendaItem.objects.get(pk=item.pk).outcome == "ADJOURNED"
    assert carry_item(item, later, by=None) == copy
    assert later.agenda.count() == 1


def test_finished_sitting_keeps_its_agenda(sitting, items):
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=datetime(2030, 7, 1, tzinfo=UTC))
    for gesture in (
        lambda: add_item(sitting, ItemFacts("E"), by=None),
        lambda: change_item(items[0], ItemFacts("E"), seen={}, by=None),
        lambda: move_item(items[0], step=1, by=None),
        lambda: remove_item(items[0], by=None),
        lambda: set_outcome(items[0], ItemOutcome.ADJOURNED, by=None),
    ):
        with pytest.raises(SittingFinished):
            gesture()
    assert titles(sitting) == "ABCD"
