"""Holding a sitting in Chromium: keyboard alone, without network, two people, without script, wide and narrow."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from councils.models import User
from deliberations.models import Gesture
from deliberations.queries import record_of
from tests.deliberations.holding_world import PLACE, courses, secretary_of, store_tonight, today
from tests.e2e.conftest import give_session
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]
expect.set_options(timeout=20_000)
HOLD = reverse("sitting_hold", kwargs=PLACE)
SHEET = reverse("sitting_sheet", kwargs=PLACE)


@pytest.fixture
def sitting(db):
    found = store_tonight()
    secretary_of(found)
    return found


def last(page: Page):
    return page.locator("#annonce")


def enter(page: Page, live_server, email="secretaire@exemple.test") -> Page:
    give_session(page, live_server, User.objects.get(email=email))
    page.goto(f"{live_server.url}{HOLD}")
    return page


def press(page: Page, key: str, told: str):
    """A key, and the sentence that answers it; the focus is somewhere useful afterwards."""
    page.keyboard.press(key)
    expect(last(page)).to_contain_text(told, use_inner_text=True)
    page.wait_for_function("document.activeElement !== document.body")


def find(page: Page, letters: str):
    """The line of a member, by the letters of his name."""
    page.keyboard.press("/")
    page.keyboard.type(letters)
    page.keyboard.press("Enter")
    page.locator("#filtre").evaluate("node => { node.value = ''; node.dispatchEvent(new Event('input')) }")


def test_whole_sitting_by_the_keyboard_alone(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(HOLD)
    look(page)
    find(page, "havr")
    press(page, "e", "Hélène HAVRET est excusée.")
    press(page, "ArrowDown", "Hélène HAVRET est excusée.")
    press(page, "a", "Isabelle DESCAMPS est absente.")
    press(page, "t", "Tous les autres membres sont notés présents. Présents : 13, quorum de 8 atteint.")
    find(page, "havr")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Hélène HAVRET")).to_be_focused()
    look(page)
    page.get_by_label("Donne pouvoir à").focus()
    page.keyboard.type("Jacques")
    page.locator("#b-pouvoir").focus()
    press(page, "Enter", "Hélène HAVRET donne pouvoir à Jacques DURIEU.")
    press(page, "o", "La séance est ouverte à")
    press(page, "n", "Point 1 ouvert : Budget primitif de l’exercice.")
    expect(page.locator("#b-pour")).to_be_focused()
    find(page, "desc")
    press(page, "p", "Isabelle DESCAMPS est arrivée à")
    press(page, "p", "Isabelle DESCAMPS est partie à")
    page.locator("#id_c-tison_1").focus()
    page.keyboard.press("Space")
    expect(page.locator("#apercu")).to_contain_text("Contre : 01", use_inner_text=True)
    look(page)
    press(page, "v", "Point 1, vote enregistré. Adopté. Pour : 13, Contre : 01")
    look(page)
    press(page, "u", "Annulé : Point 1, vote enregistré.")
    press(page, "t", "Point 1, vote enregistré. Adopté. Pour : 14")
    press(page, "n", "Point 2 ouvert")
    press(page, "t", "Point 2, vote enregistré.")
    page.locator("#levee-a").focus()
    press(page, "Enter", "La séance est levée à")
    look(page)
    record = record_of(sitting)
    assert [m[:3] for m in courses(sitting)][-3:] == [
        ("ABSENT", "descamps", None),
        ("ARRIVES", "descamps", None),
        ("LEAVES", "descamps", None),
    ]
    assert [record.verdict_on(item) for item in ("budget", "tarifs", "delegue")] == [
        "ADOPTED",
        "ADOPTED",
        None,
    ]


def test_nothing_is_lost_without_network(sitting, page, live_server, context):
    """Three gestures while the network is down, the tab closed, and everything is there once."""
    enter(page, live_server)
    page.get_by_role("button", name="Tous présents").click()
    expect(last(page)).to_contain_text("Présents : 15", use_inner_text=True)
    context.set_offline(True)
    for uid, word in (("havret", "Excusé"), ("tison", "Absent"), ("havret", "Absent")):
        page.locator(f"#m-{uid}").get_by_role("button", name=word).click()
    expect(page.locator("#attente")).to_contain_text("3 gestes en attente d’envoi", use_inner_text=True)
    expect(page.locator("#attente")).to_contain_text("Pas de réseau", use_inner_text=True)
    assert Gesture.objects.count() == 1
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{live_server.url}{HOLD}")
    expect(last(again)).to_contain_text("Hélène HAVRET est absente. Présents : 13", use_inner_text=True)
    expect(again.locator("#attente")).to_be_hidden()
    assert [g.kind for g in Gesture.objects.order_by("pk")] == ["ALL_PRESENT", "ROLL", "ROLL", "ROLL"]
    assert [m[:2] for m in courses(sitting) if m[1] in ("havret", "tison")] == [
        ("ABSENT", "tison"),
        ("ABSENT", "havret"),
    ]


def test_item_seen_once_is_there_without_network(sitting, page, live_server, context):
    enter(page, live_server)
    page.get_by_role("button", name="Tous présents").click()
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_role("button", name="Ouvrir le premier point").click()
    expect(page.locator("#b-pour")).to_be_focused()
    with page.expect_response(lambda response: "voir=tarifs" in response.url):
        pass
    context.set_offline(True)
    page.locator("#i-tarifs a").click()
    expect(page.locator("#point-titre")).to_contain_text("Tarifs de la cantine", use_inner_text=True)
    page.locator("#b-pour").click()
    expect(page.locator("#attente")).to_contain_text("1 geste en attente", use_inner_text=True)
    page.locator("#i-delegue a").click()
    expect(page.locator("#attente")).to_contain_text("n’a pas encore été ouverte", use_inner_text=True)
    context.set_offline(False)
    expect(last(page)).to_contain_text("Point 2, vote enregistré", use_inner_text=True)
    assert record_of(sitting).verdict_on("tarifs") == "ADOPTED"


def test_queue_stops_at_a_refusal_and_asks(sitting, page, live_server, context):
    enter(page, live_server)
    context.set_offline(True)
    page.locator("#m-havret").get_by_role("button", name="Excusé").click()
    page.locator("#m-tison").get_by_role("button", name="Absent").click()
    expect(page.locator("#attente")).to_contain_text("2 gestes en attente", use_inner_text=True)
    member = sitting.council.mandates.get(uid="havret")
    sitting.movements.create(position=1, kind="PRESENT", member=member)
    context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text("Quelqu’un d’autre vient de modifier la même chose")
    expect(page.locator("#attente")).to_contain_text("1 geste en attente", use_inner_text=True)
    assert Gesture.objects.count() == 0
    look(page)
    page.get_by_role("link", name="Garder ce qui est enregistré").click()
    expect(last(page)).to_contain_text("Thibault TISON est absent", use_inner_text=True)
    assert [m[:2] for m in courses(sitting)] == [("ABSENT", "tison"), ("PRESENT", "havret")]


def test_two_people_see_each_other_and_overwrite_nothing(
    sitting, page, live_server, browser, browser_context_args
):
    secretary_of(sitting, "paul@exemple.test")
    enter(page, live_server)
    with browser.new_context(**browser_context_args) as elsewhere:
        other = enter(elsewhere.new_page(), live_server, "paul@exemple.test")
        page.locator("#m-havret").get_by_role("button", name="Excusé").click()
        expect(last(page)).to_contain_text("Hélène HAVRET est excusée", use_inner_text=True)
        other.locator("#m-havret").get_by_role("button", name="Absent").click()
        alert = other.get_by_role("alert")
        expect(alert).to_contain_text("Déjà enregistré par secretaire@exemple.test", use_inner_text=True)
        expect(alert).to_contain_text("Hélène HAVRET est absente.", use_inner_text=True)
        assert courses(sitting) == [("EXCUSED", "havret", None, "")]
        other.get_by_role("button", name="Enregistrer mon geste quand même").click()
        expect(last(other)).to_contain_text("Hélène HAVRET est absente", use_inner_text=True)
        expect(alert).to_have_count(0)
        expect(last(page)).to_contain_text(
            "paul@exemple.test : Hélène HAVRET est absente", use_inner_text=True, timeout=20_000
        )
        expect(page.locator("#m-havret .member-state")).to_have_text("Absente")
    assert courses(sitting) == [("ABSENT", "havret", None, "")]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_same_gestures_without_script(sitting, page, live_server):
    enter(page, live_server)
    page.locator("#m-havret").get_by_role("button", name="Excusé").click()
    page.get_by_role("link", name="Hélène HAVRET").click()
    page.get_by_label("Donne pouvoir à").select_option("durieu")
    page.get_by_role("button", name="Noter le pouvoir").click()
    page.get_by_role("button", name="Les 14 autres sont présents").click()
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_role("button", name="Ouvrir le premier point").click()
    page.get_by_role("group", name="Thibault TISON").get_by_text("Contre").click()
    page.get_by_role("button", name="Enregistrer le vote").click()
    expect(last(page)).to_contain_text("Adopté. Pour : 14, Contre : 01", use_inner_text=True)
    page.get_by_role("link", name="Corriger ce vote").click()
    page.get_by_role("group", name="Thibault TISON").get_by_text("Pour").click()
    page.get_by_role("button", name="Enregistrer le vote").click()
    expect(last(page)).to_contain_text("vote corrigé. Adopté. Pour : 15", use_inner_text=True)
    page.get_by_role("button", name="Annuler mon dernier geste").click()
    expect(last(page)).to_contain_text("Annulé", use_inner_text=True)
    page.get_by_role("button", name="Lever la séance").click()
    expect(last(page)).to_contain_text("La séance est levée à", use_inner_text=True)
    assert record_of(sitting).sitting.opened_at.date() == today()


def test_sheet_typed_the_next_morning(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(SHEET)
    look(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Dites si Olivier TURPIN était là.")
    look(page)
    page.get_by_role("link", name="Tous présents").click()
    page.locator("#id_s-havret_1").check(force=True)
    page.locator("#id_p-havret").fill("durieu")
    page.get_by_role("link", name="Tous les points : tous pour").click()
    page.locator("#id_i-tarifs-AGAINST").fill("Tison, Simoens")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("status")).to_contain_text("La feuille de séance est enregistrée.")
    expect(page.locator("#id_i-tarifs-AGAINST")).to_have_value("Thibault TISON, Philippe SIMOENS")
    record = record_of(sitting)
    assert record.count(record.deciding_vote("tarifs")).against == 2
    assert record.attendance_at("tarifs").represented == 1
