"""The life of minutes: written, given, remarked upon, settled, signed, published; nothing typed is lost."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from councils.domain.errors import Refusal
from councils.models import Contact, Mandate
from deliberations.documents import composed
from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.errors import FrozenRow
from deliberations.domain.minutes import CompletionKind, MinutesChannel, RemarkOutcome
from deliberations.domain.profile import act_profile
from deliberations.domain.sittings import ItemOutcome, Subject
from deliberations.domain.votes import VoteMethod
from deliberations.domain.wording.typography import plain
from deliberations.dossier.schema import canonical_json
from deliberations.models import (
    AgendaItem,
    BallotRequest,
    DebateSummary,
    MinutesDistribution,
    MinutesRemark,
    Override,
    PublicPages,
    Sitting,
    SittingDocument,
    Vote,
    VoteItem,
)
from deliberations.queries import record_of
from deliberations.queries.sittings import dossier_of
from deliberations.services.agenda import ItemFacts, add_item
from deliberations.services.closing import why_not_reopened
from deliberations.services.dossiers import store_dossier
from deliberations.services.editing import ChangedMeanwhile, fingerprints
from deliberations.services.minutes import (
    MinutesSettled,
    add_incident,
    debate_of,
    remove_incident,
    save_debate,
    save_passages,
    save_requests,
    silence_the_rest,
    values_of,
)
from deliberations.services.minutes_completing import MissingFact, complete_minutes
from deliberations.services.minutes_copies import PAPER, issue_minutes, issued_minutes
from deliberations.services.minutes_life import (
    MinutesIncomplete,
    link_item,
    linked_item,
    plan_settling,
    record_signature,
    settle_minutes,
)
from deliberations.services.minutes_publishing import (
    online_since,
    public_view,
    put_minutes_online,
)
from deliberations.services.minutes_remarks import answer_remark, record_remark
from deliberations.services.minutes_sending import (
    declare_distribution,
    resend_minutes,
    send_minutes,
    stuck_mails,
)
from deliberations.services.print_packs import pack_of
from deliberations.services.sitting_documents import public_body, public_file, view_paper
from deliberations.services.storage import read_document
from deliberations.services.transmitting import record_receipt
from tests.builders import make_user
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    SECRET,
    act_of,
    another_sitting,
    closed_evening,
    hide,
    opened_sitting,
    store_evening,
)
from tests.support.minutes_told import BUSY
from tests.support.minutes_told import record_of as told_sitting
from tests.support.pdftext import artifact_text, tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = date(2026, 11, 12)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def evening() -> Sitting:
    return closed_evening(starts_at=time(20))


def item(sitting: Sitting, uid: str = "p1") -> AgendaItem:
    return AgendaItem.objects.select_related("sitting__council").get(sitting=sitting, uid=uid)


def write(sitting: Sitting, html: str = "<p>Un avis.</p>", uid: str = "p1", **told):
    basics = {"debate_html": html, "is_silent": False, "seen": {}, "by": None}
    return save_debate(item(sitting, uid), **{**basics, **told})


def settled(sitting: Sitting, day: date = LATER) -> Sitting:
    silence_the_rest(sitting, by=None)
    later = opened_sitting(sitting.council, day)
    return settle_minutes(sitting=sitting, settled_in=later, by=None, at=AT)


def text_of(sitting: Sitting, subject: str = "") -> str:
    row = Sitting.objects.get(pk=sitting.pk)
    return plain(composed.render_text(view_paper(row, PAPER, edited_on=HELD_ON, subject=subject)))


# --- writing


def test_debate_is_kept_with_its_history(evening: Sitting) -> None:
    author = make_user(council=evening.council)
    write(evening, "<p>Un avis.</p><script>non</script>", by=author)
    row = DebateSummary.objects.get()
    assert row.debate_html == "<p>Un avis.</p>"
    assert (row.history.first().history_user, row.history.first().history_change_reason) == (
        author,
        "minutes.written",
    )
    assert "Un avis." in text_of(evening)


def test_two_authors_lose_nothing_of_each_other(evening: Sitting) -> None:
    seen = fingerprints(values_of(debate_of(item(evening))))
    write(evening, "<p>Le premier.</p>", seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        write(evening, "<p>Le second.</p>", seen=seen)
    assert refused.value.current["debate_html"] == "<p>Le premier.</p>"
    write(evening, "<p>Les deux.</p>", seen=refused.value.seen)
    assert [each.debate_html for each in DebateSummary.objects.get().history.all()] == [
        "<p>Les deux.</p>",
        "<p>Le premier.</p>",
    ]


def test_silence_and_words_exclude_each_other(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="gardez l'un des deux"):
        write(evening, is_silent=True)
    assert not DebateSummary.objects.exists()


def test_silence_is_told_of_what_is_left_only(evening: Sitting) -> None:
    write(evening)
    AgendaItem.objects.filter(sitting=evening, uid="p2").update(outcome=ItemOutcome.ADJOURNED)
    assert silence_the_rest(evening, by=None) == 2
    assert set(DebateSummary.objects.filter(is_silent=True).values_list("item__uid", flat=True)) == {
        "p3",
        "p4",
    }


def test_requests_are_these_and_no_other_l2121_21(evening: Sitting) -> None:
    one, two, three = Mandate.objects.filter(council=evening.council).order_by("pk")[:3]
    save_requests(item(evening), VoteMethod.SECRET, [one, two], by=None)
    save_requests(item(evening), VoteMethod.SECRET, [two, three], by=None)
    assert list(BallotRequest.objects.values_list("member_id", flat=True)) == [two.pk, three.pk]


def test_incident_is_told_and_taken_out_of_the_draft(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="Dites ce qui s'est passé"):
        add_incident(evening, incident_html=" ", by=None)
    row = add_incident(evening, incident_html="<p>Une panne.</p>", item=item(evening), at=AT, by=None)
    assert "Une panne." in text_of(evening)
    remove_incident(row, by=None)
    assert "Une panne." not in text_of(evening)


def test_passages_are_printed(evening: Sitting) -> None:
    told = {"introduction_html": "<p>Accueil.</p>", "closing_html": "<p>Fin.</p>", "prints_names": True}
    save_passages(evening, told, seen={}, by=None)
    text = text_of(evening)
    assert text.index("Accueil.") < text.index("Ordre du jour") < text.index("Fin.")


# --- distribution


def test_draft_is_mailed_once_to_each_address(evening: Sitting, django_capture_on_commit_callbacks) -> None:
    one, two = Mandate.objects.filter(council=evening.council).order_by("pk")[:2]
    Contact.objects.create(person=one.person, email="un@exemple.test")
    with django_capture_on_commit_callbacks(execute=True):
        send_minutes(sitting=evening, by=None, at=AT)
    [message] = mail.outbox
    assert message.to == ["un@exemple.test"]
    assert message.attachments[0][1].startswith(b"%PDF-")
    row = MinutesDistribution.objects.get()
    assert (row.member, row.channel, row.source) == (one, MinutesChannel.EMAIL, "MACHINE")
    assert row.document.sha256 == SittingDocument.objects.get().sha256
    Contact.objects.create(person=two.person, email="deux@exemple.test")
    with django_capture_on_commit_callbacks(execute=True):
        send_minutes(sitting=evening, by=None, at=AT)
    assert [message.to for message in mail.outbox] == [["un@exemple.test"], ["deux@exemple.test"]]


def test_draft_is_not_mailed_to_a_former_member(evening: Sitting, django_capture_on_commit_callbacks) -> None:
    one, two = Mandate.objects.filter(council=evening.council).order_by("pk")[:2]
    for member in (one, two):
        Contact.objects.create(person=member.person, email=f"{member.uid}@exemple.test")
    Mandate.objects.filter(pk=two.pk).update(until=HELD_ON)
    with django_capture_on_commit_callbacks(execute=True):
        send_minutes(sitting=evening, by=None, at=AT)
    assert [message.to for message in mail.outbox] == [[f"{one.uid}@exemple.test"]]


def test_mail_that_failed_is_told_and_sent_again_once(
    evening: Sitting, settings, django_capture_on_commit_callbacks
) -> None:
    member = Mandate.objects.filter(council=evening.council).order_by("pk")[0]
    Contact.objects.create(person=member.person, email="un@exemple.test")
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        send_minutes(sitting=evening, by=None, at=AT)
    [failed] = stuck_mails(evening, AT)
    assert (failed.member, failed.error[:22]) == (member, "Le serveur de courriel")
    assert not MinutesDistribution.objects.exists()
    settings.EMAIL_BACKEND = backend
    with django_capture_on_commit_callbacks(execute=True):
        resend_minutes(mail=failed, by=None, at=AT)
        resend_minutes(mail=failed, by=None, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        resend_minutes(mail=failed, by=None, at=AT)
    assert (len(mail.outbox), stuck_mails(evening, AT)) == (1, [])
    assert MinutesDistribution.objects.get().member == member


def test_draft_is_not_mailed_without_address_nor_before_the_closing(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="Aucun membre n'a d'adresse"):
        send_minutes(sitting=evening, by=None, at=AT)
    with pytest.raises(Refusal, match="Clôturez d'abord"):
        send_minutes(sitting=store_evening("autre"), by=None, at=AT)


def test_distribution_on_paper_is_declared_once(evening: Sitting) -> None:
    told = {"sitting": evening, "channel": MinutesChannel.HAND, "sent_on": LATER, "by": None, "at": AT}
    assert declare_distribution(**told) == declare_distribution(**told)
    with pytest.raises(Refusal, match="est dans l'avenir"):
        declare_distribution(**{**told, "sent_on": date(2026, 11, 13)})


# --- remarks


def test_remark_is_added_and_changes_nothing_of_the_draft(evening: Sitting) -> None:
    write(evening, "<p>Le texte du projet.</p>")
    member = Mandate.objects.filter(council=evening.council).order_by("pk")[1]
    row = record_remark(
        sitting=evening, remark_html="<p>Pas exact.</p>", member=member, made_on=LATER, by=None, at=AT
    )
    answer_remark(
        remark=row,
        outcome=RemarkOutcome.ACCEPTED,
        rectification_html="<p>Lire autrement.</p>",
        by=None,
        at=AT,
    )
    text = text_of(evening)
    assert text.index("Le texte du projet.") < text.index("Pas exact.") < text.index("Lire autrement.")
    with pytest.raises(Refusal, match="déjà inscrite"):
        answer_remark(remark=row, outcome=RemarkOutcome.REFUSED, by=None, at=AT)
    with pytest.raises(FrozenRow):
        MinutesRemark.objects.get().save()


def test_rectification_supposes_that_the_remark_is_accepted(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="suppose que la remarque est retenue"):
        record_remark(
            sitting=evening,
            remark_html="<p>Un</p>",
            outcome=RemarkOutcome.REFUSED,
            rectification_html="<p>Deux</p>",
            by=None,
            at=AT,
        )
    assert not MinutesRemark.objects.exists()


# --- what the record lacks


def with_receipt(**facts: object) -> Sitting:
    """An evening closed without its secretary or its hour, an act of which was received by the State."""
    row = closed_evening(**facts)
    record_receipt(act=act_of(row, "p1"), by=None, at=AT, received_on=HELD_ON)
    return Sitting.objects.get(pk=row.pk)


def test_hour_missing_is_completed_once_the_acts_have_left_and_the_acts_stay() -> None:
    sitting = with_receipt()
    before = record_of(sitting).sitting
    silence_the_rest(sitting, by=None)
    later = opened_sitting(sitting.council, LATER)
    told = {"sitting": sitting, "settled_in": later, "by": None, "at": AT}
    with pytest.raises(MinutesIncomplete, match="L'heure de la séance"):
        settle_minutes(**told)
    fact = MissingFact(CompletionKind.HOUR, hour=time(20, 30))
    with pytest.raises(Refusal, match="comment cette mention est connue"):
        complete_minutes(sitting=sitting, fact=fact, reason=" ", by=None, at=AT)
    complete_minutes(sitting=sitting, fact=fact, reason="D'après la convocation.", by=None, at=AT)
    with pytest.raises(Refusal, match="déjà connue"):
        complete_minutes(sitting=sitting, fact=fact, reason="Encore", by=None, at=AT)
    text = text_of(sitting)
    assert "vingt heures trente" in text
    assert "restant inchangés : heure de la séance : 20 h 30 (D'après la convocation)." in text
    after = record_of(Sitting.objects.get(pk=sitting.pk)).sitting
    assert (after.starts_at, after.deliberations) == (None, before.deliberations)
    assert settle_minutes(**told).minutes_settled_in


def test_sitting_that_may_be_opened_again_is_not_completed(evening: Sitting) -> None:
    Sitting.objects.filter(pk=evening.pk).update(starts_at=None)
    fact = MissingFact(CompletionKind.HOUR, hour=time(20, 30))
    with pytest.raises(Refusal, match="peut encore être rouverte"):
        complete_minutes(sitting=evening, fact=fact, reason="Vu", by=None, at=AT)


# --- settling


def test_minutes_that_lack_a_mention_are_not_settled_l2121_15(evening: Sitting) -> None:
    later = opened_sitting(evening.council, LATER)
    with pytest.raises(MinutesIncomplete, match="Point 1 : la teneur des discussions") as refused:
        settle_minutes(sitting=evening, settled_in=later, by=None, at=AT)
    assert len(refused.value.lacks) == 4
    assert Sitting.objects.get(pk=evening.pk).minutes_settled_in == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 11, 1), "celle-ci ou une séance"), (date(2026, 12, 1), "pas encore eu lieu")],
)
def test_only_a_later_sitting_already_held_settles_l2121_15(evening: Sitting, day: date, said: str) -> None:
    silence_the_rest(evening, by=None)
    with pytest.raises(Refusal, match=said):
        settle_minutes(sitting=evening, settled_in=another_sitting(evening.council, day), by=None, at=AT)


def test_own_sitting_settles_only_where_none_follows(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    opened_sitting(evening.council, LATER)
    with pytest.raises(Refusal, match="Une séance a suivi celle-ci"):
        settle_minutes(sitting=evening, settled_in=evening, by=None, at=AT)


def test_sitting_only_planned_warns_of_settling_in_ones_own(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    another_sitting(evening.council, date(2026, 12, 1))
    told = {"sitting": evening, "settled_in": evening, "by": None, "at": AT}
    with pytest.raises(Refusal, match="prévue le 1er décembre 2026"):
        settle_minutes(**told)
    settle_minutes(**told, reason="Dernière séance du mandat.")
    assert Override.objects.get(code="minutes.planned_next").reason == "Dernière séance du mandat."


def settling_vote(sitting: Sitting, sense: str) -> AgendaItem:
    """The item that settles the minutes of ``sitting`` at a later one, voted in that sense."""
    later = another_sitting(sitting.council, LATER)
    found = plan_settling(sitting=sitting, to=later, by=None)
    vote = Vote.objects.create(sitting=later, uid="v", everyone=sense)
    VoteItem.objects.create(vote=vote, item=found, position=0)
    for position, member in enumerate(Mandate.objects.filter(council=sitting.council)):
        later.movements.create(position=position, kind="PRESENT", member=member)
    return found


def test_item_is_added_to_the_agenda_once(evening: Sitting) -> None:
    later = another_sitting(evening.council, LATER)
    found = plan_settling(sitting=evening, to=later, by=None)
    assert plan_settling(sitting=evening, to=later, by=None) == found
    assert (found.subject, found.title_html, linked_item(evening)) == (
        Subject.MINUTES,
        "Arrêt du procès-verbal de la séance du 10 novembre 2026",
        found,
    )


@pytest.mark.parametrize(
    "title",
    ["Approbation du procès-verbal de la séance précédente", "Procès-verbal du 10 novembre 2026"],
)
def test_item_that_the_clerk_wrote_is_linked_and_none_is_added(evening: Sitting, title: str) -> None:
    later = another_sitting(evening.council, LATER)
    written = add_item(later, ItemFacts(title_html=title, subject=Subject.MINUTES), by=None)
    assert plan_settling(sitting=evening, to=later, by=None) == written
    assert (linked_item(evening), later.agenda.count()) == (written, 1)


def test_item_of_the_minutes_of_another_sitting_is_left_to_it(evening: Sitting) -> None:
    later = another_sitting(evening.council, LATER)
    between = another_sitting(evening.council, date(2026, 11, 2), uid="entre")
    theirs = plan_settling(sitting=between, to=later, by=None)
    named = ItemFacts(title_html="Procès-verbal du 2 novembre 2026", subject=Subject.MINUTES)
    add_item(later, named, by=None)
    found = plan_settling(sitting=evening, to=later, by=None)
    assert (found.order, found.title_html) == (3, "Arrêt du procès-verbal de la séance du 10 novembre 2026")
    assert linked_item(between) == theirs


def test_minutes_are_settled_by_the_vote_of_their_item_l2121_15(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    found = settling_vote(evening, "FOR")
    settle_minutes(sitting=evening, settled_in=found.sitting, item=found, by=None, at=AT)
    minutes = record_of(Sitting.objects.get(pk=evening.pk)).sitting.minutes
    assert (minutes.settling_sitting, minutes.settling_item, minutes.settled_on) == (
        "suivante",
        found.uid,
        LATER,
    )


@pytest.mark.parametrize("names_item", [True, False])
def test_rejected_minutes_are_not_settled_by_any_way_l2121_15(evening: Sitting, names_item: bool) -> None:
    silence_the_rest(evening, by=None)
    found = settling_vote(evening, "AGAINST")
    told = {"settled_in": found.sitting, "item": found if names_item else None, "by": None, "at": AT}
    with pytest.raises(Refusal, match="n'a pas adopté ce procès-verbal"):
        settle_minutes(sitting=evening, **told, reason="Malgré le vote.")
    assert not Sitting.objects.get(pk=evening.pk).minutes_settled_in


def test_missing_vote_is_warned_of_and_the_reason_kept(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    found = settling_vote(evening, "FOR")
    Vote.objects.filter(uid="v").delete()
    told = {"sitting": evening, "settled_in": found.sitting, "by": None, "at": AT}
    with pytest.raises(Refusal, match="n'a pas de vote enregistré"):
        settle_minutes(**told)
    settle_minutes(**told, reason="Adopté sans vote, sur lecture.")
    assert Override.objects.get(code="minutes.not_voted").reason == "Adopté sans vote, sur lecture."


def test_sitting_of_which_nothing_is_recorded_settles_nothing_l2121_15(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    later = another_sitting(evening.council, LATER)
    with pytest.raises(Refusal, match="Rien n'est enregistré de la séance"):
        settle_minutes(sitting=evening, settled_in=later, by=None, at=AT, reason="Elle a eu lieu.")


def test_settled_minutes_are_frozen_and_issued_twice(evening: Sitting) -> None:
    write(evening, "<p>Un avis.</p>")
    done = settled(evening)
    assert settle_minutes(sitting=done, settled_in=done, by=None, at=AT).minutes_settled_in == "suivante"
    with pytest.raises(MinutesSettled, match="son texte ne change plus"):
        write(evening, "<p>Autre chose.</p>")
    assert {row.subject for row in SittingDocument.objects.filter(kind=PAPER.kind)} == {"", PUBLIC}
    assert text_of(evening).count("Procès-verbal arrêté en séance du 12 novembre 2026.") == 2
    assert why_not_reopened(done).startswith("Le procès-verbal de cette séance est arrêté")


def test_pack_to_sign_holds_the_settled_copy_and_no_draft_l2121_15(evening: Sitting) -> None:
    silence_the_rest(evening, by=None)
    issue_minutes(sitting=evening, by=None, at=AT)
    pack = pack_of(evening, today=AT.date())
    assert not pack.has_minutes
    assert not any("Procès-verbal" in document.label for document in pack.documents)
    later = opened_sitting(evening.council, LATER)
    settled = settle_minutes(sitting=evening, settled_in=later, by=None, at=AT)
    pack = pack_of(settled, today=AT.date())
    [minutes] = [document for document in pack.documents if "Procès-verbal" in document.label]
    content = minutes.part.read()
    assert pack.has_minutes
    assert content == read_document(issued_minutes(settled))
    assert "PROJET" not in "".join(tagged_text(content) + artifact_text(content)).upper()


def test_remark_after_the_settling_leaves_the_issued_file_as_it_is(evening: Sitting) -> None:
    done = settled(evening)
    before = read_document(issued_minutes(done))
    record_remark(sitting=done, remark_html="<p>Trop tard ?</p>", by=None, at=AT)
    assert read_document(issued_minutes(done)) == before
    assert "Trop tard" in text_of(done)


# --- signature, publication


def test_minutes_are_signed_once_settled_l2121_15(evening: Sitting) -> None:
    mayor, secretary = Mandate.objects.filter(council=evening.council).order_by("pk")[:2]
    with pytest.raises(Refusal, match="une fois arrêté"):
        record_signature(sitting=evening, member=mayor, signed_on=LATER, by=None, at=AT)
    done = settled(evening)
    rows = [
        record_signature(sitting=done, member=member, signed_on=LATER, by=None, at=AT)
        for member in (mayor, secretary)
    ]
    assert [row.capacity for row in rows] == ["La Maire", "Secrétaire de séance"]


def test_unsettled_minutes_do_not_go_online_l2121_15(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="une fois arrêté"):
        put_minutes_online(sitting=evening, by=None, at=AT)
    with pytest.raises(LookupError):
        public_view(evening)


def test_public_copy_is_online_once_without_private_passages(evening: Sitting) -> None:
    done = settled(evening)
    row = put_minutes_online(sitting=done, by=None, at=AT)
    assert put_minutes_online(sitting=done, by=None, at=AT) == row
    assert (row.effective_on, row.reference) == (LATER, "/public/exemple/proces-verbaux/seance/")
    assert online_since(done) == row
    assert SECRET in text_of(done)
    assert SECRET not in public_body(public_view(done))
    kept = issued_minutes(done, PUBLIC)
    assert kept is not None
    assert kept.sha256 != issued_minutes(done).sha256
    assert public_file(public_view(done)) == read_document(kept)


@pytest.mark.parametrize("is_online_first", [True, False])
def test_word_hidden_after_the_minutes_were_settled_is_in_no_public_copy(
    evening: Sitting,
    is_online_first: bool,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    done = settled(evening)
    if is_online_first:
        put_minutes_online(sitting=done, by=None, at=AT)
        assert "Tarifs p1" in plain(public_body(public_view(done)))
    with django_capture_on_commit_callbacks(execute=True):
        hide(act_of(done, "p1"), "Tarifs")
        hide(act_of(done, "p1"), "d'adopter")
    if not is_online_first:
        put_minutes_online(sitting=done, by=None, at=AT)
    file, kept = public_file(public_view(done)), issued_minutes(done, PUBLIC)
    for told in (public_body(public_view(done)), tagged_text(file)):
        assert "Tarifs p1" not in plain("".join(told))
        assert "Tarifs p2" in plain("".join(told))
    assert kept is not None
    assert read_document(kept) == file


def test_minutes_of_a_social_board_stay_off_our_pages() -> None:
    board = store_evening(council={"body_type": "CCAS"}, starts_at=time(20))
    PublicPages.objects.create(council=board.council, is_open=True)
    with pytest.raises(Refusal, match="couvertes par le secret") as refused:
        put_minutes_online(sitting=board, by=None, at=AT)
    assert refused.value.article == "CASF art. L. 133-5"


# --- dossier


def test_minutes_come_back_from_the_dossier() -> None:
    record = told_sitting("seance-mouvementee")
    minutes = replace(BUSY, settling_sitting="suivante", settling_item="p1", distributions=(), signatures=())
    facts = replace(record.sitting, minutes=minutes, minutes_settled_in="suivante")
    council = store_dossier(council=record.council, sittings=(facts,), by=None)
    dossier = dossier_of(council)
    assert dossier.sittings[0].minutes == minutes
    assert canonical_json(dossier).count('"debate_html"') == 5


def test_linked_item_belongs_to_a_later_sitting(evening: Sitting) -> None:
    with pytest.raises(Refusal, match="qui suit celle-ci"):
        link_item(sitting=evening, item=item(evening), by=None)


def test_act_knows_nothing_of_the_minutes(evening: Sitting) -> None:
    """Neither its data, which travel, nor what its copy is frozen from: a summary written later changes no act."""
    record = record_of(evening)
    before = act_profile(record, record.sitting.deliberations[0], mask=str)
    write(evening, "<p>Un avis.</p>")
    after = record_of(Sitting.objects.get(pk=evening.pk))
    assert after.sitting.minutes.debates
    assert act_profile(after, after.sitting.deliberations[0], mask=str) == before
