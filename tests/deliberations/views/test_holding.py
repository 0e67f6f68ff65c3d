"""The page of a sitting being held: each gesture by its form, what it writes and what it answers."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import User
from deliberations.domain.convening import AnswerKind
from deliberations.domain.gestures import GestureKind
from deliberations.domain.majority import Verdict
from deliberations.domain.nominations import nomination_fault
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.domain.votes import Ballot, Choice, Tally, VoteMethod
from deliberations.models import Gesture, Sitting
from deliberations.queries import record_of
from deliberations.services.answers import answer_by_link
from deliberations.services.dossiers import store_dossier
from deliberations.services.proxies import PaperProxy, record_paper_proxy
from tests.builders import BACKEND
from tests.deliberations.holding_world import AGENDA, PLACE, courses, secretary_of, store_tonight, today
from tests.deliberations.views.world import add_user, text_of_page
from tests.facts import make_council, make_item, make_sitting, make_vote
from tests.support.remembered import remembered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class Evening:
    """Somebody who holds the sitting through its forms."""

    def __init__(self, client, sitting: Sitting, user: User) -> None:
        self.client, self.sitting = client, sitting
        self.place = {"council": sitting.council.uid, "sitting": sitting.uid}
        client.force_login(user, backend=BACKEND)

    def page(self, **query):
        return self.client.get(reverse("sitting_hold", kwargs=self.place), query)

    def do(self, tap="", **fields):
        """Send a gesture; it must be done. The sentence it answers."""
        response = self.send(tap, **fields)
        assert response.status_code == 302, text_of_page(response).partition('id="refus"')[2][:600]
        return str(self.sitting.gestures.latest("pk"))

    def send(self, tap="", **fields):
        data = {"tap": tap, **fields} if tap else fields
        return self.client.post(reverse("sitting_gesture", kwargs=self.place), data)

    @property
    def record(self):
        return record_of(self.sitting)

    def held(self):
        """Everybody there, opened by the mayor, at the first item."""
        self.do(kind="ALL_PRESENT")
        self.do(kind="OPEN", chair="turpin", secretaries=["dazin-deslandes", ""])
        self.do("OPEN_ITEM budget")
        return self

    def course_of(self, member):
        return [(kind, other, moment) for kind, who, other, moment in courses(self.sitting) if who == member]

    def vote_on(self, item):
        return self.record.deciding_vote(item)


@pytest.fixture
def evening(client, db) -> Evening:
    sitting = store_tonight()
    return Evening(client, sitting, secretary_of(sitting))


@pytest.fixture
def held(client, db) -> Evening:
    """Everybody there, opened by the mayor, at the first item: done once, then put back from memory."""
    sitting = remembered(("held", today()), partial(_held, client))
    return Evening(client, sitting, User.objects.get(email="secretaire@exemple.test"))


def _held(client) -> Sitting:
    sitting = store_tonight()
    return Evening(client, sitting, secretary_of(sitting)).held().sitting


def test_opening_notes_the_hour_the_officers_and_who_is_absent(evening):
    evening.do("ROLL turpin PRESENT")
    evening.do("ROLL havret EXCUSED")
    sentence = evening.do(kind="OPEN", chair="turpin", secretaries=["durieu", "tison"])
    record = evening.record
    assert sentence.startswith("La séance est ouverte à ")
    assert record.sitting.opened_at.date() == today()
    assert (record.sitting.chair, record.sitting.secretaries) == ("turpin", ("durieu", "tison"))
    kinds = [kind for kind, *_ in courses(evening.sitting)]
    assert (kinds.count("PRESENT"), kinds.count("EXCUSED"), kinds.count("ABSENT")) == (1, 1, 13)


def answer(evening, member, holder=None):
    """What a member answers to the convocation; with ``holder``, and the proxy given on paper."""
    mandates = evening.sitting.council.mandates
    kind, at = AnswerKind.EXCUSED, timezone.now()
    if holder is None:
        answer_by_link(evening.sitting, member=mandates.get(uid=member), kind=kind, at=at)
        return
    told = PaperProxy(mandates.get(uid=holder), dated_on=today(), is_signed=True, received_by="accueil")
    by = User.objects.get(email="secretaire@exemple.test")
    record_paper_proxy(evening.sitting, grantor=mandates.get(uid=member), told=told, by=by, at=at)


def test_roll_proposes_what_the_members_answered(evening):
    Sitting.objects.update(held_on=today() + timedelta(days=1))
    evening.sitting.refresh_from_db()
    answer(evening, "havret")
    answer(evening, "descamps", "durieu")
    Sitting.objects.update(held_on=today())
    page = text_of_page(evening.page())
    assert "a répondu : excusée, pouvoir à Jacques DURIEU" in page
    assert "Les 13 autres sont présents" in page
    assert "Quorum non atteint" not in page
    assert "Étape suivante" not in page
    evening.do(kind="ALL_PRESENT")
    assert [course[:3] for course in courses(evening.sitting) if course[1] in ("havret", "descamps")] == [
        ("EXCUSED", "havret", None),
        ("EXCUSED", "descamps", None),
        ("GIVES_PROXY", "descamps", "durieu"),
    ]


def paper_proposed(evening, member):
    page = lxml.html.fromstring(evening.page(membre=member).content)
    day, way, box = (page.get_element_by_id(name) for name in ("date-pouvoir", "recu", "signe"))
    return day.get("value"), way.get("value"), "checked" in box.attrib


def test_nothing_is_supposed_of_a_paper_that_came_before(evening):
    assert paper_proposed(evening, "havret") == (None, None, False)
    evening.held()
    assert paper_proposed(evening, "havret") == (today().isoformat(), "Remis en main propre", True)


def test_roll_follows_the_table_whatever_the_order_of_the_taps(evening):
    for uid in ("descamps", "turpin", "masquelier"):
        evening.do(f"ROLL {uid} PRESENT")
    evening.do(kind="PROXY", member="dazin-deslandes", holder="turpin")
    assert courses(evening.sitting) == [
        ("PRESENT", "turpin", None, ""),
        ("EXCUSED", "dazin-deslandes", None, ""),
        ("GIVES_PROXY", "dazin-deslandes", "turpin", ""),
        ("PRESENT", "masquelier", None, ""),
        ("PRESENT", "descamps", None, ""),
    ]


def test_proxy_at_the_opening_is_replaced_and_withdrawn(evening):
    evening.do(kind="PROXY", member="havret", holder="turpin", dated_on="2026-01-05", received_by="courriel")
    evening.do(kind="PROXY", member="havret", holder="durieu")
    assert evening.course_of("havret") == [("EXCUSED", None, ""), ("GIVES_PROXY", "durieu", "")]
    evening.do("PROXY_ENDS havret")
    assert evening.course_of("havret") == [("EXCUSED", None, "")]
    evening.do(kind="PROXY", member="havret", holder="durieu")
    evening.do("ROLL havret PRESENT")
    assert evening.course_of("havret") == [("PRESENT", None, "")]


@pytest.mark.parametrize(
    ("before", "tap", "sentence", "moment"),
    [
        ([], "MOVE havret LEAVES", "Hélène HAVRET est partie à", "budget/VOTE/1"),
        (["MOVE havret LEAVES"], "MOVE havret RETURNS", "Hélène HAVRET est revenue à", "budget/VOTE/1"),
        (["vote"], "MOVE havret LEAVES", "Hélène HAVRET est partie à", "budget/AFTER/1"),
        (["amendment"], "MOVE havret LEAVES", "Hélène HAVRET est partie à", "budget/VOTE/2"),
        (["OUTCOME budget ADJOURNED"], "MOVE havret LEAVES", "Hélène HAVRET est partie à", "budget/AFTER/1"),
    ],
    ids=["during-the-debate", "comes-back", "after-the-vote", "after-an-amendment", "item-put-off"],
)
def test_movement_falls_where_the_sitting_stands(held, before, tap, sentence, moment):
    for step in before:
        if step in ("vote", "amendment"):
            purpose = "WHOLE" if step == "vote" else "AMENDMENT"
            held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR", purpose=purpose)
        else:
            held.do(step)
    assert held.do(tap).startswith(sentence)
    assert courses(held.sitting)[-1][3] == moment
    hour = max(held.record.sitting.movements, key=lambda m: m.position).at
    assert hour.date() == today()


def test_arrival_counts_for_the_next_quorum_and_the_proxy_ends(evening):
    evening.do(kind="ALL_PRESENT")
    evening.do(kind="PROXY", member="havret", holder="durieu")
    evening.do(kind="OPEN", chair="turpin")
    evening.do("OPEN_ITEM budget")
    assert evening.record.quorum("budget").present == 14
    evening.do("MOVE havret ARRIVES")
    evening.do("OPEN_ITEM tarifs")
    assert evening.record.quorum("tarifs").present == 15
    assert evening.record.attendance_at("tarifs").represented == 0


def test_member_who_leaves_may_give_a_proxy_in_one_gesture(held):
    held.do(kind="PROXY", member="havret", holder="durieu")
    assert held.course_of("havret")[1:] == [
        ("LEAVES", None, "budget/VOTE/1"),
        ("GIVES_PROXY", "durieu", "budget/VOTE/1"),
    ]
    held.do("PROXY_ENDS havret")
    assert held.course_of("havret")[-1] == ("PROXY_ENDS", None, "budget/VOTE/1")


def test_proxy_between_two_items(evening):
    evening.do("ROLL havret ABSENT")
    evening.do(kind="PROXY", member="havret", holder="durieu", start="tarifs", end="tarifs")
    evening.do(kind="OPEN", chair="turpin")
    represented = {i: evening.record.attendance_at(i).with_proxy for i in ("budget", "tarifs", "delegue")}
    assert [len(seats) for seats in represented.values()] == [0, 1, 0]


def test_deport_takes_a_member_out_of_debate_and_vote_then_ends_by_itself(held):
    tap = held.page(membre="havret").context["member"].aside.value
    sentence = held.do(tap)
    assert sentence == "Hélène HAVRET se déporte du point 1."
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR")
    held.do(kind="ASIDE", member="tison", item="tarifs", only_vote="on")
    record = held.record
    assert record.quorum("budget").present == 14
    assert record.count(record.deciding_vote("budget")).in_favour == 14
    assert record.quorum("tarifs").present == 15
    assert [m for *_, m in courses(held.sitting)][-2:] == ["budget/DEBATE/1", "tarifs/VOTE/1"]


def test_member_comes_back_before_the_end_of_the_item(held):
    held.do(kind="ASIDE", member="havret", item="budget")
    assert "Reprend part" in text_of_page(held.page())
    held.do("BACK havret")
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR")
    assert held.record.count(held.vote_on("budget")).in_favour == 15


def test_chair_for_one_item_or_from_now_on(held):
    held.do(kind="CHAIR", member="dazin-deslandes", item="tarifs")
    record = held.record
    chairs = [record.chair(record.moment_of(item)) for item in ("budget", "tarifs", "delegue")]
    assert chairs == ["turpin", "dazin-deslandes", "turpin"]
    held.do(kind="CHAIR", member="durieu", item="budget", from_now_on="on")
    record = held.record
    assert record.chair(record.moment_of("delegue")) == "durieu"


def test_same_movement_twice_is_answered_calmly(held):
    held.do("MOVE havret LEAVES")
    response = held.send("MOVE havret LEAVES")
    assert response.status_code == 422
    assert "Hélène HAVRET est déjà noté(e) sorti(e)" in text_of_page(response)
    assert len(held.course_of("havret")) == 2


def test_vote_all_for_then_corrected_by_name(held):
    sentence = held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR")
    assert sentence == "Point 1, vote enregistré."
    assert Gesture.objects.latest("pk").outcome == "Adopté. Pour : 15, Contre : 00, Abstention : 00."
    vote = held.vote_on("budget")
    held.do(
        kind="VOTE", item="budget", vote=vote.uid, method="ORDINARY",
        **{"c-havret": "AGAINST", "c-tison": "ABSTENTION", "c-durieu": "NOT_VOTING", "c-turpin": "FOR"},
    )  # fmt: skip
    (corrected,) = held.record.votes_on("budget")
    assert (corrected.uid, corrected.everyone) == (vote.uid, Choice.FOR)
    assert set(corrected.ballots) == {
        Ballot(Choice.AGAINST, "havret"),
        Ballot(Choice.ABSTENTION, "tison"),
        Ballot(Choice.NOT_VOTING, "durieu"),
    }
    count = held.record.count(corrected)
    assert (count.in_favour, count.against, count.abstentions, count.not_voting) == (12, 1, 1, 1)
    history = held.sitting.votes.get().history
    assert [h.history_change_reason for h in history.all()][-1] == "holding.vote"


def test_vote_by_count_only(held):
    held.do(kind="VOTE", item="budget", method="ORDINARY", **{"n-AGAINST": "8"})
    record = held.record
    assert record.verdict(record.deciding_vote("budget")) is Verdict.REJECTED


def test_everyone_against(held):
    held.do(kind="VOTE", item="budget", method="PUBLIC", quick="AGAINST", requested="4")
    vote = held.vote_on("budget")
    assert (vote.everyone, vote.method, vote.requested_by_present) == (Choice.AGAINST, VoteMethod.PUBLIC, 4)


def test_secret_vote_keeps_totals_and_no_name(held):
    held.do(kind="VOTE", item="budget", method="ORDINARY", **{"c-havret": "AGAINST"})
    vote = held.vote_on("budget").uid
    fields = {"c-havret": "AGAINST", "t-in_favour": "9", "t-against": "4", "t-blank": "2"}
    held.do(kind="VOTE", item="budget", vote=vote, method="SECRET", **fields)
    secret = held.vote_on("budget")
    assert (secret.ballots, secret.everyone) == ((), None)
    assert secret.tally == Tally(in_favour=9, against=4, blank=2)
    page = text_of_page(held.page())
    assert "Contre : Hélène" not in page
    held.do(kind="UNDO")
    assert held.vote_on("budget").ballots == (Ballot(Choice.AGAINST, "havret"),)


def test_secret_vote_without_totals_is_refused_and_keeps_what_was_typed(held):
    response = held.send(kind="VOTE", item="budget", method="SECRET", requested="5")
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Écrivez les totaux du dépouillement" in page
    assert 'name="requested" value="5"' in page
    assert held.vote_on("budget") is None


def test_vote_on_several_items_at_once(held):
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR", also=["tarifs"])
    assert held.vote_on("budget").items == ("budget", "tarifs")
    assert held.vote_on("tarifs").uid == held.vote_on("budget").uid


@pytest.mark.parametrize(
    "purpose", ["URGENCY", "CLOSED_DOORS", "WAIVER_OF_SECRECY", "AMENDMENT", "PRINCIPLE"]
)
def test_vote_on_something_else_does_not_decide_the_item(held, purpose):
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR", purpose=purpose)
    (vote,) = held.record.votes_on("budget")
    assert (vote.purpose, vote.decides) == (purpose, False)
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR")
    assert [v.ballot for v in held.record.votes_on("budget")] == [1, 2]


def test_nomination_with_unanimous_waiver(held):
    held.do("OPEN_ITEM delegue")
    assert "Ce point désigne quelqu'un" in text_of_page(held.page())
    held.do(kind="VOTE", item="delegue", method="ORDINARY", quick="FOR", waiver="yes", single="no")
    nomination = held.record.item("delegue").nomination
    assert (nomination.unanimous_waiver, nomination.single_candidacy) == (True, False)
    assert nomination_fault(nomination, held.vote_on("delegue")) is None


def test_vote_removed_keeps_its_history_and_can_be_undone(held):
    held.do(kind="VOTE", item="budget", method="ORDINARY", **{"c-havret": "AGAINST"})
    uid = held.vote_on("budget").uid
    held.do(f"VOTE_REMOVED budget {uid}")
    assert held.vote_on("budget") is None
    held.do(kind="UNDO")
    assert held.vote_on("budget").ballots == (Ballot(Choice.AGAINST, "havret"),)
    assert held.vote_on("budget").uid == uid


def test_item_put_off_withdrawn_added_and_moved(held):
    held.do("OUTCOME tarifs ADJOURNED")
    assert held.record.item("tarifs").outcome is ItemOutcome.ADJOURNED
    held.do(kind="ADD_ITEM", title="Motion <b>pour</b> l'hôpital", item_kind="MOTION")
    added = max(held.record.sitting.agenda, key=lambda item: item.order)
    assert (added.order, added.added_in_sitting) == (5, True)
    assert added.title_html == "Motion &lt;b&gt;pour&lt;/b&gt; l'hôpital"
    held.do("EXAMINE_NOW delegue")
    ordered = sorted(held.record.sitting.agenda, key=lambda item: item.examination_order)
    assert [item.order for item in ordered] == [1, 3, 2, 4, 5]
    assert "ajouté en séance" in text_of_page(held.page(voir=added.uid))


def test_sitting_is_suspended_resumed_and_closed(held):
    held.do(kind="SUSPEND")
    assert held.send(kind="SUSPEND").status_code == 422
    held.do(kind="RESUME")
    assert held.send(kind="RESUME").status_code == 422
    held.do(kind="CLOSE")
    (suspension,) = held.record.sitting.suspensions
    assert suspension.moment.item == "budget"
    assert suspension.starts_at < suspension.ends_at < held.record.sitting.closed_at
    assert held.send(kind="CLOSE").status_code == 422


def test_warning_is_set_aside_with_a_reason(evening):
    evening.do(kind="ALL_PRESENT")
    evening.do(kind="PROXY", member="havret", holder="durieu")
    evening.do(kind="OPEN", chair="turpin")
    evening.do("OPEN_ITEM budget")
    finding = next(f for f in evening.page().context["hold"].findings if f.can_override)
    fields = {"kind": "OVERRIDE", "code": finding.code, "item": finding.item, "where": finding.where}
    assert evening.send(**fields, reason=" ").status_code == 422
    assert evening.send(**{**fields, "code": "inconnu"}, reason="Vu").status_code == 422
    evening.do(**fields, reason="Le papier est au dossier.")
    (override,) = evening.record.sitting.overrides
    assert (override.reason, override.by) == ("Le papier est au dossier.", "secretaire@exemple.test")
    assert "Le papier est au dossier." in text_of_page(evening.page())


def test_page_says_where_the_sitting_stands(held):
    page = text_of_page(held.page())
    assert (
        '<p role="status" aria-live="polite" aria-label="Dernier geste" id="annonce">Point 1 ouvert' in page
    )
    assert "<dt>Présents</dt><dd>15</dd>" in page
    assert "Quorum de 8 atteint" in page
    assert page.count('class="member member-present"') == 15


def test_poll_is_empty_while_nothing_changed(held):
    url = reverse("sitting_hold", kwargs=PLACE)
    held.sitting.refresh_from_db()
    headers = {"HX-Request": "true"}
    same = held.client.get(url, {"revision": held.sitting.revision}, headers=headers)
    assert (same.status_code, same.content) == (204, b"")
    other = held.client.get(url, {"revision": held.sitting.revision - 1}, headers=headers)
    assert other.status_code == 200
    assert "<html" not in other.content.decode()
    assert 'id="annonce"' in other.content.decode()


def test_another_persons_gesture_is_shown_with_its_author(held, client):
    client.force_login(secretary_of(held.sitting, "paul@exemple.test"), backend=BACKEND)
    page = text_of_page(held.page())
    assert "<strong>secretaire@exemple.test :</strong> Point 1 ouvert" in page
    assert 'id="b-annuler"' not in page


def test_conflict_shows_both_versions_and_a_choice(held, client):
    member = next(m for m in held.page().context["hold"].members if m.uid == "havret")
    held.do("MOVE havret LEAVES")
    client.force_login(secretary_of(held.sitting, "paul@exemple.test"), backend=BACKEND)
    response = held.send(kind="ASIDE", member="havret", item="budget", seen=member.mark)
    page = text_of_page(response)
    assert response.status_code == 409
    assert "Déjà enregistré par secretaire@exemple.test</dt><dd>Hélène HAVRET est partie à" in page
    assert "Ce que vous demandiez</dt><dd>Hélène HAVRET se déporte du point 1." in page
    assert len(held.course_of("havret")) == 2
    refused = response.context["refused"]
    held.do(**dict(refused.fields), seen=refused.mark)
    assert [kind for kind, *_ in held.course_of("havret")] == ["PRESENT", "STEPS_ASIDE", "LEAVES"]


def test_conflict_on_a_vote(held, client):
    mark = held.page().context["hold"].panel.vote_mark
    held.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR", seen=mark)
    client.force_login(secretary_of(held.sitting, "paul@exemple.test"), backend=BACKEND)
    response = held.send(kind="VOTE", item="budget", method="ORDINARY", seen=mark, **{"c-havret": "AGAINST"})
    assert response.status_code == 409
    assert len(held.record.votes_on("budget")) == 1


def test_vote_sent_twice_by_one_tab_is_never_two_votes(held):
    """Without network the page cannot show that the first is on its way."""
    page = held.page().context["hold"]
    fields = {"kind": "VOTE", "item": "budget", "method": "ORDINARY", "quick": "FOR", "page": "onglet"}
    held.do(**fields, seen=page.panel.vote_mark)
    assert held.send(**fields, seen=page.panel.vote_mark).status_code == 409
    all_for = {item.uid: item.all_for for item in page.items}
    held.do(all_for["tarifs"], page="onglet")
    assert (all_for["delegue"], all_for["questions"]) == ("", "")
    assert [len(held.record.votes_on(item)) for item in ("budget", "tarifs")] == [1, 1]


def test_same_key_is_the_same_answer(held):
    key = str(uuid4())
    held.do(kind="MOVE", member="havret", move="LEAVES", key=key)
    held.do(kind="MOVE", member="havret", move="LEAVES", key=key)
    assert len(held.course_of("havret")) == 2
    assert held.send(kind="MOVE", member="tison", move="LEAVES", key=key).status_code == 422


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Ce geste n'est pas connu"),
        ({"kind": "DESTROY"}, "Ce geste n'est pas connu"),
        ({"kind": "VOTE", "item": "inconnu"}, "Ce geste n'est pas connu"),
        ({"kind": "MOVE", "member": "inconnu", "move": "LEAVES"}, "Ce membre ne siège pas ce jour-là"),
        ({"tap": "OPEN_ITEM inconnu"}, "Ce point n'est plus à l'ordre du jour"),
        ({"kind": "PROXY", "member": "havret"}, "Choisissez à qui le pouvoir est donné."),
        ({"kind": "PROXY", "member": "havret", "holder": "havret"}, "ne se donne pas pouvoir à lui-même"),
        (
            {"kind": "MOVE", "member": "havret", "move": "LEAVES", "at": "25h"},
            "Écrivez l'heure ainsi : 20:14.",
        ),
        ({"kind": "ADD_ITEM", "title": " "}, "Écrivez l'objet du point ajouté."),
        ({"kind": "VOTE_REMOVED", "item": "budget", "vote": "inconnu"}, "Ce vote est déjà supprimé."),
        ({"kind": "UNDO"}, "Il n'y a plus de geste de votre part à annuler."),
    ],
)
def test_refused_gesture_says_why_and_writes_nothing(evening, fields, message):
    response = evening.send(**fields)
    assert response.status_code == 422
    assert message in text_of_page(response)
    assert Gesture.objects.count() == 0


def test_preview_is_the_engines_answer_and_writes_nothing(held):
    url = reverse("sitting_vote_preview", kwargs=PLACE)
    fields = {"kind": "VOTE", "item": "budget", "method": "ORDINARY", "c-havret": "AGAINST"}
    page = text_of_page(held.client.post(url, fields))
    assert "Adopté" in page
    assert "<li>Pour : 14</li><li>Contre : 01</li><li>Abstention : 00</li>" in page
    assert held.vote_on("budget") is None
    assert "Adopté" not in text_of_page(held.client.post(url, {"kind": "VOTE", "item": "budget"}))


def test_member_panel_offers_what_can_be_said(held):
    page = text_of_page(held.page(membre="havret"))
    assert "Part en donnant pouvoir" in page
    assert "Noter le déport" in page
    assert "<li>Hélène HAVRET : Présent à l'ouverture</li>" in page
    assert 'id="qui"' not in text_of_page(held.page(membre="inconnu"))


def test_election_is_entered_on_its_own_page(client):
    sitting = store_tonight(agenda=(AGENDA[0], make_item("maire", 2, kind=ItemKind.ELECTION)))
    evening = Evening(client, sitting, secretary_of(sitting)).held()
    rounds = reverse("election", kwargs={**PLACE, "item": "maire"})
    page = text_of_page(evening.page(voir="maire"))
    assert f'href="{rounds}">Saisir les tours de l\'élection' in page
    assert rounds not in text_of_page(evening.page(voir="budget"))


def test_page_costs_the_same_for_sixty_nine_members(client):
    counts = []
    for members, items in ((5, 1), (69, 60)):
        sitting = make_sitting(
            present=members, members=members, items=items, votes=(make_vote(),), uid=f"s{members}"
        )
        council = store_dossier(
            council=make_council(members, uid=f"c{members}"), sittings=(sitting,), by=None
        )
        client.force_login(add_user(f"s{members}@exemple.test", council, "SECRETARY"), backend=BACKEND)
        place = {"council": f"c{members}", "sitting": f"s{members}"}
        with CaptureQueriesContext(connection) as page:
            assert client.get(reverse("sitting_hold", kwargs=place)).status_code == 200
        with CaptureQueriesContext(connection) as gesture:
            sent = client.post(reverse("sitting_gesture", kwargs=place), {"tap": "OPEN_ITEM p1"})
            assert sent.status_code == 302
        counts.append((len(page), len(gesture)))
    assert counts[0] == counts[1]


TEXT = st.text(max_size=30)
NAMES = st.sampled_from(
    ["member", "item", "vote", "holder", "seen", "key", "age", "at", "method", "quick", "c-turpin", "n-AGAINST",
     "also", "t-in_favour", "state", "move", "start", "reason", "code", "where", "title", "secretaries", "voir"]
)  # fmt: skip
VALUES = st.one_of(
    TEXT, st.sampled_from(["turpin", "budget", "SECRET", "ORDINARY", "FOR", "-1", "999999999999", "\x00"])
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([*GestureKind, "", "X"]), fields=st.dictionaries(NAMES, VALUES, max_size=6), tap=TEXT
)
def test_hostile_gesture(evening, kind, fields, tap):
    """Whatever is sent, the answer is the page: done, or refused."""
    response = evening.send(**{"kind": kind, **fields, **({"tap": tap} if tap else {})})
    assert response.status_code in (302, 409, 422)
