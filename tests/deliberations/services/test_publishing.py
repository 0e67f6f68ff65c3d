"""Publishing acts and papers: the log, the certified copy that follows, and what is refused."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from councils.domain.errors import Refusal
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.publishing import Way, usual_way, ways_open
from deliberations.domain.sittings import SittingPaper
from deliberations.models import Deliberation, IssuedDocument, Override, Publication, PublicPages, Sitting
from deliberations.queries import record_of
from deliberations.services.issuing import issue_when_executory
from deliberations.services.minutes import silence_the_rest
from deliberations.services.minutes_life import settle_minutes
from deliberations.services.public_copy import public_pdf
from deliberations.services.publishing import (
    acts_to_publish,
    publish_act,
    publish_acts,
    publish_paper,
    unpublish_act,
    ways_of,
)
from deliberations.services.transmitting import record_receipt
from tests.builders import make_user
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    act_of,
    another_sitting,
    closed,
    closed_evening,
    hide,
    opened_sitting,
    store_evening,
)
from tests.facts import make_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def evening() -> Sitting:
    return closed_evening()


@pytest.fixture
def act(evening: Sitting) -> Deliberation:
    return act_of(evening, "p1")


def put_online(act: Deliberation, at: datetime = AT) -> Publication:
    return publish_act(act=act, way=Way.OWN_PAGE, by=None, at=at)


def test_our_page_is_dated_by_the_clock_and_nobody_declares_it(act: Deliberation) -> None:
    row = publish_act(act=act, way=Way.OWN_PAGE, by=make_user(), at=AT, effective_on=date(2026, 11, 10))
    assert (row.effective_on, row.source, row.channel, row.declared_by, row.recorded_at) == (
        *(date(2026, 11, 12), "MACHINE", "site Internet", None, AT),
    )
    assert row.reference == "/public/exemple/deliberations/2026/2026-1/"


def test_publish_twice_is_once(act: Deliberation) -> None:
    first = put_online(act)
    assert put_online(act, AT + timedelta(days=3)).pk == first.pk
    declared = [
        publish_act(act=act, way=Way.POSTING, by=None, at=AT, effective_on=HELD_ON, reference="mairie")
        for _ in range(2)
    ]
    assert declared[0].pk == declared[1].pk
    assert Publication.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [(None, "Indiquez le jour"), (date(2026, 11, 9), "antérieure"), (date(2026, 11, 13), "avenir")],
)
def test_declared_day_that_cannot_be_is_refused(act: Deliberation, day: date | None, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        publish_act(act=act, way=Way.POSTING, by=None, at=AT, effective_on=day)
    assert not Publication.objects.exists()


def test_open_sitting_and_draft_are_refused() -> None:
    sitting = store_evening()
    with pytest.raises(Refusal, match="pas encore de numéro"):
        put_online(act_of(sitting, "p1"))
    closed(sitting)
    Sitting.objects.update(finished_at=None)
    with pytest.raises(Refusal, match="n'est pas clôturée"):
        put_online(act_of(sitting, "p1"))


def test_individual_decision_is_notified_and_never_put_online(act: Deliberation) -> None:
    act.is_individual = True
    assert ways_of(act) == (Way.NOTIFICATION, Way.OTHER_SITE, Way.POSTING, Way.PAPER)
    with pytest.raises(Refusal, match="n'est pas ouvert"):
        put_online(act)


def test_individual_decision_told_to_be_posted_is_warned_of_and_its_reason_kept_l2131_1(
    act: Deliberation,
) -> None:
    """A fact that happened is recorded all the same: CGCT art. L. 2131-1 forbids no posting."""
    act.is_individual = True

    def post(reason: str) -> Publication:
        told = {"way": Way.POSTING, "by": None, "at": AT, "effective_on": HELD_ON}
        return publish_act(act=act, **told, reason=reason)

    with pytest.raises(Refusal, match="se notifie à l'intéressé"):
        post(" ")
    assert not Publication.objects.exists()
    assert post("Affichée par erreur").channel == "affichage"
    kept = Override.objects.get(code="publication.individual")
    assert (kept.item, kept.reason) == (act.item, "Affichée par erreur")


def test_social_board_has_no_public_page_unless_somebody_opens_them() -> None:
    act = act_of(closed_evening(council={"body_type": "CCAS"}), "p1")
    assert Way.OWN_PAGE not in ways_of(act)
    with pytest.raises(Refusal, match="n'est pas ouvert"):
        put_online(act)
    PublicPages.objects.create(council=act.council, is_open=True)
    assert Way.OWN_PAGE in ways_of(act)


@pytest.mark.parametrize(
    ("modes", "way"),
    [
        ((), Way.OWN_PAGE),
        (("POSTING",), Way.POSTING),
        (("PAPER",), Way.PAPER),
        (("ELECTRONIC",), Way.OWN_PAGE),
    ],
)
def test_usual_way_is_that_of_the_mode_in_force_l2131_1(modes: tuple, way: Way) -> None:
    from councils.domain.bodies import DatedNumber, DatedPublicationMode, PublicationMode

    council = make_council(
        populations=(DatedNumber(900),),
        publication_modes=tuple(DatedPublicationMode(PublicationMode(mode)) for mode in modes),
    )
    assert usual_way(council, HELD_ON, ways_open(is_individual=False, has_pages=True)) is way


def test_whole_sitting_is_published_without_what_was_rejected(evening: Sitting) -> None:
    assert [row.number for row in acts_to_publish(evening)] == ["2026-1", "2026-3"]
    assert len(publish_acts(acts_to_publish(evening), way=Way.OWN_PAGE, by=None, at=AT)) == 2
    assert acts_to_publish(evening) == []
    assert Publication.objects.count() == 2


def test_whole_sitting_is_published_or_none(evening: Sitting) -> None:
    with pytest.raises(Refusal):
        publish_acts(acts_to_publish(evening), way=Way.PAPER, by=None, at=AT, effective_on=date(2030, 1, 1))
    assert not Publication.objects.exists()


def test_certified_copy_is_issued_once_received_and_published(
    act: Deliberation, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put_online(act)
    assert not IssuedDocument.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        record_receipt(act=act, by=None, at=AT, received_on=HELD_ON)
    first = IssuedDocument.objects.get()
    assert issue_when_executory(act, by=None, at=AT) == first


def test_public_file_is_made_beforehand_then_read(
    act: Deliberation, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish_act(act=act, way=Way.POSTING, by=None, at=AT, effective_on=HELD_ON, reference="Mairie")
    assert public_files() == []
    with django_capture_on_commit_callbacks(execute=True):
        put_online(act)
    [first] = public_files()
    assert first.read_bytes() == public_pdf(act, record_of(act.sitting))
    with django_capture_on_commit_callbacks(execute=True):
        hide(act, "Tarifs", "p1")
    assert len(public_files()) == 2


def public_files() -> list[Path]:
    return (
        sorted(Path(default_storage.path("public")).rglob("*.pdf"))
        if default_storage.exists("public")
        else []
    )


def test_unpublish_waits_for_two_months_r2131_1(act: Deliberation) -> None:
    put_online(act)
    for at in (AT, datetime(2027, 1, 12, 9, 0, tzinfo=AT.tzinfo)):
        with pytest.raises(Refusal, match=r"jusqu'au 12/01/2027 au moins"):
            unpublish_act(act=act, by=None, at=at, reason="Ancien")
    after = datetime(2027, 1, 13, 9, 0, tzinfo=AT.tzinfo)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        unpublish_act(act=act, by=None, at=after, reason=" ")
    first = unpublish_act(act=act, by=None, at=after, reason="Ancien")
    assert unpublish_act(act=act, by=None, at=after, reason="Encore").pk == first.pk
    with pytest.raises(Refusal, match="ne sert plus"):
        put_online(act, after)


def test_unpublish_what_is_not_online_is_refused(act: Deliberation) -> None:
    with pytest.raises(Refusal, match="n'est pas en ligne"):
        unpublish_act(act=act, by=None, at=AT, reason="x")


def test_list_of_deliberations_is_noted_once_by_way(evening: Sitting) -> None:
    def note(channel: str) -> int:
        row = publish_paper(
            sitting=evening,
            paper=SittingPaper.DECISION_LIST,
            channel=channel,
            effective_on=HELD_ON,
            by=None,
            at=AT,
        )
        return row.pk

    assert note("affichage") == note("affichage") != note("site Internet")
    with pytest.raises(Refusal, match="le 09/11/2026, est antérieure"):
        publish_paper(
            sitting=evening,
            paper=SittingPaper.DECISION_LIST,
            channel="affichage",
            effective_on=date(2026, 11, 9),
            by=None,
            at=AT,
        )


def note_minutes(evening: Sitting, reason: str = "") -> None:
    row = Sitting.objects.get(pk=evening.pk)
    told = {"paper": SittingPaper.MINUTES, "channel": "site Internet", "effective_on": HELD_ON}
    publish_paper(sitting=row, **told, by=None, at=AT, reason=reason)


def test_minutes_published_unsettled_are_warned_of_l2121_15(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="n'est pas noté comme arrêté"):
        note_minutes(evening)
    note_minutes(evening, "Mis en ligne par erreur")
    assert evening.publications.get().paper == "MINUTES"
    assert Override.objects.get(code="paper.not_settled").reason == "Mis en ligne par erreur"


@pytest.fixture
def told() -> Sitting:
    """An evening whose minutes lack nothing but the debates."""
    return closed_evening(starts_at=time(20))


def test_minutes_are_settled_by_a_later_sitting_l2121_15(told: Sitting) -> None:
    earlier = another_sitting(told.council, date(2026, 1, 5), "avant")
    with pytest.raises(Refusal, match="celle-ci ou une séance"):
        settle_minutes(sitting=told, settled_in=earlier, by=None, at=AT)
    silence_the_rest(told, by=None)
    later = opened_sitting(told.council, date(2026, 11, 12))
    settle_minutes(sitting=told, settled_in=later, by=None, at=AT)
    note_minutes(told)


def test_minutes_of_the_last_sitting_of_a_term_are_settled_in_it(told: Sitting) -> None:
    silence_the_rest(told, by=None)
    settle_minutes(sitting=told, settled_in=told, by=None, at=AT)
    note_minutes(told)
    found = check_sitting(record_of(Sitting.objects.get(pk=told.pk)))
    assert "minutes.settled_at_once" in [finding.code for finding in found]
