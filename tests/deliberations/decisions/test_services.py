"""The life of a decision: drafted, signed and numbered, transmitted, published, reported to the council."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.acts import ActState
from deliberations.domain.delegated_checks import check_decision
from deliberations.domain.issued import DocumentKind
from deliberations.domain.publishing import Way
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.register import EntryKind as RegisterKind
from deliberations.domain.search import EntryKind
from deliberations.domain.sittings import Subject
from deliberations.models import (
    DecisionReport,
    DecisionSnapshot,
    DueRow,
    MayorDecision,
    MayorDelegation,
    RegisterEntry,
    SearchEntry,
    Sitting,
)
from deliberations.queries import dossier_of, record_of
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.decisions import (
    decision_case,
    decision_facts,
    decision_withdrawn_by,
    decisions_waiting,
    published_decisions,
)
from deliberations.services.closing import close_sitting, reopen_sitting
from deliberations.services.decision_changes import DecisionGivenUp, DecisionSigned, DecisionToSign
from deliberations.services.decision_delegations import (
    DelegationTold,
    remove_mayor_delegation,
    save_mayor_delegation,
)
from deliberations.services.decision_details import add_annex, remove_annex, set_decision_state
from deliberations.services.decision_documents import (
    issue_copy,
    latest_copy,
    paper_of,
    public_decision_pdf,
)
from deliberations.services.decision_numbering import (
    NumberTold,
    give_number_up,
    next_number,
    number_decision,
    reopen_decision,
    set_pattern,
)
from deliberations.services.decision_reports import declare_report
from deliberations.services.decision_signing import note_signature, sign_decision
from deliberations.services.decisions import (
    DecisionChanged,
    LinkTold,
    delete_draft,
    save_decision,
    text_mark,
)
from deliberations.services.dossiers import store_dossier
from deliberations.services.packs import build_pack
from deliberations.services.publishing import publish_act, unpublish_act
from deliberations.services.register_entering import enter
from deliberations.services.register_sources import SOURCES, EntryDraft
from deliberations.services.register_volumes import open_volume
from deliberations.services.searching import rebuild_index
from deliberations.services.storage import read_document
from deliberations.services.transmitting import (
    declare_deposit,
    deposit_sheet,
    record_receipt,
    require_transmissible,
)
from deliberations.views.shown.clock import dues_of
from tests.builders import AT as SITTING_AT
from tests.deliberations.decisions.world import AT, DECIDED, draft_of, drafted, given, numbered, signed, store
from tests.deliberations.finishing import make_draft
from tests.facts import make_item, make_vote
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATE = datetime(2024, 7, 10, 9, 0, tzinfo=UTC)
REPORT = make_item("p1", 1, subject=Subject.DELEGATED_DECISIONS, kind="INFORMATION")


@pytest.fixture
def council() -> Council:
    return store()


# --- signature and numbers


def test_numbers_follow_without_a_gap_each_year(council):
    first, second = signed(council), signed(council)
    other_year = signed(council, date(2023, 12, 31))
    assert [row.number for row in (first, second, other_year)] == ["DEC2024-01", "DEC2024-02", "DEC2023-01"]
    assert [row.slug for row in (first, second)] == ["dec2024-01", "dec2024-02"]
    assert [row.actes_number for row in (first, second)] == ["DEC2024_01", "DEC2024_02"]
    assert next_number(council, DECIDED) == 3


def test_a_second_click_changes_nothing(council):
    row = signed(council)
    told = NumberTold(date(2024, 6, 21), council.mandates.get(uid="m2"))
    again = sign_decision(row=row, told=told, by=None, at=AT)
    assert (again.number, again.decided_on, again.hand_signatures.count()) == ("DEC2024-01", DECIDED, 1)


def test_first_number_and_printed_number(council):
    assert signed(council, told={"first": 20}).number == "DEC2024-20"
    assert signed(council, told={"printed_number": "DEC202419"}).number == "DEC202419"
    assert signed(council).number == "DEC2024-21"
    assert signed(council, told={"printed_number": "DEC2024-30"}).number == "DEC2024-30"
    assert signed(council).number == "DEC2024-31"
    with pytest.raises(Refusal) as refused:
        signed(council, told={"first": 5})
    assert refused.value.code == "decision.first_number"
    with pytest.raises(Refusal) as refused:
        signed(council, told={"printed_number": "DEC2024-20"})
    assert refused.value.code == "decision.number_taken"
    assert MayorDecision.objects.filter(signed_at__isnull=True).count() == 2


def test_another_pattern_keeps_the_numbers_given(council):
    old = signed(council)
    set_pattern(council=council, pattern="{year}/D{sequence}", by=None)
    new = signed(council)
    old.refresh_from_db()
    assert (old.number, new.number) == ("DEC2024-01", "2024/D2")
    assert decision_facts(old).number == "DEC2024-01"
    assert paper_of(old).facts.number == "DEC2024-01"


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        ({"title_html": ""}, DECIDED, "decision.title"),
        ({"articles_html": ()}, DECIDED, "decision.empty"),
        ({}, date(2024, 6, 22), "decision.future"),
        ({}, date(2024, 7, 23), "decision.future"),
    ],
)
def test_what_cannot_be_signed(council, facts, on, code):
    with pytest.raises(Refusal) as refused:
        signed(council, on, **facts)
    assert refused.value.code == code
    assert not DecisionSnapshot.objects.exists()


def test_signed_decision_is_frozen(council):
    row = signed(council)
    draft = draft_of(council, title_html="Autre")
    with pytest.raises(DecisionSigned):
        save_decision(row=row, draft=draft, by=None)
    with pytest.raises(DecisionSigned):
        delete_draft(row=row, by=None)
    with pytest.raises(DecisionSigned):
        add_annex(row=row, title="Plan", is_hidden=False, file=None, by=None)
    MayorDecision.objects.filter(pk=row.pk).update(theme="changé à la main")
    assert paper_of(row).facts.decision.theme == ""


def test_two_people_edit_one_draft(council):
    row = drafted(council)
    mark = text_mark(row)
    save_decision(row=row, draft=draft_of(council, theme="Salles"), by=None, mark=mark)
    with pytest.raises(DecisionChanged):
        save_decision(row=row, draft=draft_of(council, theme="Locations"), by=None, mark=mark)
    row.refresh_from_db()
    assert row.theme == "Salles"
    save_decision(row=row, draft=draft_of(council, theme="Locations"), by=None, mark=text_mark(row))


def test_draft_loses_lines_and_is_erased(council):
    row = drafted(council, articles_html=("Un", "Deux"), link=LinkTold("WITHDRAWS", "DEC2023-04"))
    save_decision(row=row, draft=draft_of(council, articles_html=("Un",), clauses=()), by=None)
    assert [a.text_html for a in row.articles.all()] == ["Un"]
    assert (row.clauses.count(), row.links.count()) == (0, 0)
    annex = add_annex(row=row, title="Plan", is_hidden=True, file=None, by=None)
    assert decision_facts(row).decision.hidden_annexes == (1,)
    remove_annex(row=row, annex=annex, by=None)
    delete_draft(row=row, by=None)
    assert not MayorDecision.objects.exists()
    assert not SearchEntry.objects.filter(kind=EntryKind.DECISION).exists()


# --- numbered, then signed


def test_paper_is_prepared_for_the_day_on_which_it_will_be_signed(council):
    row = numbered(council, date(2024, 6, 24))
    assert (row.decided_on, row.is_to_sign) == (date(2024, 6, 24), True)
    with pytest.raises(Refusal, match="24/06/2024") as refused:
        note_signature(row=row, by=None, at=AT)
    assert refused.value.code == "decision.future"
    assert note_signature(row=row, by=None, at=AT + timedelta(days=3)).is_signed


def test_paper_already_numbered_keeps_its_day(council):
    row = numbered(council)
    told = NumberTold(date(2024, 6, 21), council.mandates.get(uid="m1"))
    with pytest.raises(DecisionToSign):
        sign_decision(row=row, told=told, by=None, at=AT)
    row.refresh_from_db()
    assert (row.decided_on, row.is_to_sign) == (DECIDED, True)


def test_number_is_not_given_for_a_day_far_ahead(council):
    with pytest.raises(Refusal, match="plus d'un mois"):
        numbered(council, date(2024, 7, 23))
    assert not MayorDecision.objects.filter(sequence__isnull=False).exists()


def test_number_is_kept_from_the_paper_to_the_signature(council):
    row = numbered(council)
    assert (row.number, row.is_to_sign, row.is_signed, row.slug) == ("DEC2024-01", True, False, "dec2024-01")
    assert not row.hand_signatures.exists()
    assert not DecisionSnapshot.objects.exists()
    with pytest.raises(DecisionToSign):
        save_decision(row=row, draft=draft_of(council), by=None)
    done = note_signature(row=row, by=None, at=AT)
    assert (done.number, done.is_signed, done.hand_signatures.count()) == ("DEC2024-01", True, 1)
    assert note_signature(row=row, by=None, at=AT).hand_signatures.count() == 1


def test_what_waits_for_its_signature_is_neither_sent_nor_told(council):
    row = numbered(council)
    for do in (
        lambda: publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT),
        lambda: require_transmissible(row),
        lambda: declare_report(row=row, sitting=Sitting.objects.get(), by=None),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.code == "decision.unsigned"
    assert decisions_waiting(Sitting.objects.get()) == []


def test_text_taken_up_again_keeps_its_number(council):
    row = numbered(council)
    reopened = reopen_decision(row=row, by=None)
    save_decision(row=reopened, draft=draft_of(council, theme="Salles"), by=None)
    assert signed(council).number == "DEC2024-02"
    with pytest.raises(Refusal) as refused:
        note_signature(row=reopened, by=None, at=AT)
    assert refused.value.code == "decision.unnumbered"
    told = NumberTold(DECIDED, council.mandates.get(uid="m1"))
    assert number_decision(row=reopened, told=told, by=None, at=AT).number == "DEC2024-01"


def test_number_of_the_year_before_printed_on_paper_is_kept_when_the_text_is_taken_up(council):
    told = NumberTold(DECIDED, council.mandates.get(uid="m1"), printed_number="DEC2023-58")
    row = number_decision(row=drafted(council), told=told, by=None, at=AT)
    reopened = reopen_decision(row=row, by=None)
    again = number_decision(row=reopened, told=replace(told, printed_number=""), by=None, at=AT)
    assert (again.number, again.is_to_sign) == ("DEC2023-58", True)


def test_number_given_up_is_never_given_again(council):
    row = numbered(council)
    with pytest.raises(Refusal) as refused:
        delete_draft(row=reopen_decision(row=row, by=None), by=None)
    assert refused.value.code == "decision.numbered"
    with pytest.raises(Refusal) as refused:
        give_number_up(row=row, reason=" ", by=None)
    assert refused.value.code == "decision.reason"
    kept = give_number_up(row=row, reason="Offre retirée.", by=None)
    assert give_number_up(row=row, reason="Autre", by=None).given_up == kept.given_up == "Offre retirée."
    assert signed(council).number == "DEC2024-02"
    told = NumberTold(DECIDED, council.mandates.get(uid="m1"))
    for do in (
        lambda: number_decision(row=row, told=told, by=None, at=AT),
        lambda: note_signature(row=row, by=None, at=AT),
        lambda: reopen_decision(row=row, by=None),
    ):
        with pytest.raises(DecisionGivenUp):
            do()


def test_signed_decision_keeps_its_number(council):
    row = signed(council)
    for do in (
        lambda: give_number_up(row=row, reason="Erreur", by=None),
        lambda: reopen_decision(row=row, by=None),
    ):
        with pytest.raises(DecisionSigned):
            do()
    with pytest.raises(Refusal) as refused:
        give_number_up(row=drafted(council), reason="Erreur", by=None)
    assert refused.value.code == "decision.unnumbered"


def test_numbers_that_wait_or_were_given_up_come_back_with_the_dossier(council):
    waiting, lost = numbered(council), numbered(council)
    give_number_up(row=lost, reason="Offre retirée.", by=None)
    told = dossier_of(council)
    made = store_dossier(
        council=replace(told.council, uid="ailleurs", siren="210300018"),
        sittings=(),
        delegations=told.delegations,
        decisions=told.decisions,
        by=None,
    )
    rows = {row.uid: row for row in made.mayor_decisions.all()}
    assert (rows[waiting.uid].is_to_sign, rows[waiting.uid].number) == (True, "DEC2024-01")
    assert (rows[lost.uid].given_up, rows[lost.uid].is_to_sign) == ("Offre retirée.", False)
    assert next_number(made, DECIDED) == 3


# --- delegation


def test_delegation_is_linked_to_our_deliberation():
    from tests.facts import make_act

    council = store("liee", deliberations=(make_act("p1", year=2024, sequence=12),))
    (row,) = MayorDelegation.objects.filter(council=council)
    assert row.deliberation is not None
    assert (str(row), row.deliberation.number) == ("Délibération n° 2024-12 du 28/03/2024", "2024-12")


def test_delegation_loses_and_changes_powers(council):
    row = MayorDelegation.objects.get()
    told = DelegationTold(number="2024-12", decided_on=date(2024, 3, 28), powers=given().powers[:1])
    save_mayor_delegation(council=council, told=told, by=None, row=row)
    assert [(p.paragraph, p.limit_cents) for p in row.powers.all()] == [(4, 500_000)]
    with pytest.raises(Refusal) as refused:
        save_mayor_delegation(council=council, told=replace(told, powers=()), by=None)
    assert refused.value.code == "delegation.empty"
    decision = drafted(council)
    with pytest.raises(Refusal) as refused:
        remove_mayor_delegation(row=row, by=None)
    assert refused.value.code == "delegation.used"
    delete_draft(row=decision, by=None)
    remove_mayor_delegation(row=row, by=None)
    assert not MayorDelegation.objects.exists()


# --- transmission and publication


def deposit(row, **told):
    basics = {
        "deposited_on": date(2024, 6, 21),
        "number": "DEC2024_01",
        "subject": "Salle",
        "matter_code": "3.3",
        "nature": 2,
    }
    return declare_deposit(act=row, by=None, at=AT, **{**basics, **told})


def test_nature_is_asked_then_kept(council):
    row = signed(council)
    assert (deposit_sheet(row).nature, deposit_sheet(row).identifier) == (0, "")
    deposit(row)
    deposit(row)
    row.refresh_from_db()
    sheet = deposit_sheet(row)
    assert (row.nature, row.matter_code, row.deposits.count()) == (2, "3.3", 1)
    assert sheet.identifier == "003-210300000-20240620-DEC2024_01-AR"
    assert sheet.files[0].name == "99_AU-003-210300000-20240620-DEC2024_01-AR-1-1_1.pdf"


def test_pack_holds_the_decision_and_what_is_typed(council):
    row = signed(council)
    with zipfile.ZipFile(io.BytesIO(build_pack([row]))) as archive:
        names = archive.namelist()
        notes = archive.read("a-recopier.txt").decode()
        with pikepdf.open(io.BytesIO(archive.read(names[0]))) as pdf:
            assert not pdf.is_encrypted
    assert names == ["99_DE-DEC2024_01_1.pdf", "a-recopier.txt"]
    assert "Nature : à choisir dans votre service de télétransmission" in notes
    assert "Date de la décision : 20/06/2024" in notes


def test_draft_is_not_transmitted_nor_one_that_need_not_be(council):
    for row, code in (
        (drafted(council), "decision.unsigned"),
        (signed(council, is_transmissible=False), "act.not_transmissible"),
    ):
        with pytest.raises(Refusal) as refused:
            require_transmissible(row)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"number": "dec_"}, "deposit.number"),
        ({"number": "2024_1"}, "deposit.number_taken"),
        ({"deposited_on": date(2024, 6, 19)}, "transmission.before_decision"),
        ({"deposited_on": date(2024, 6, 22)}, "transmission.future"),
    ],
)
def test_deposits_refused(told, code):
    from tests.facts import make_act

    council = store("prise", deliberations=(make_act("p1", actes_number="2024_1"),))
    with pytest.raises(Refusal) as refused:
        deposit(signed(council), **told)
    assert refused.value.code == code


def test_numbers_of_both_kinds_are_never_the_same():
    """@CTES knows one authority: a decision signed after a deliberation takes another number."""
    from tests.facts import make_act

    council = store("prise", deliberations=(make_act("p1", actes_number="DEC2024_01"),))
    assert signed(council).actes_number == "DEC2024_01_2"


def test_base_refuses_a_number_given_twice(council):
    first, second = signed(council), signed(council)
    second.actes_number = first.actes_number
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def receive(row, on=date(2024, 6, 21), at=AT):
    return record_receipt(act=row, by=None, at=at, received_on=on, reference="ref")


def test_executory_once_received_and_published(council, django_capture_on_commit_callbacks):
    row = signed(council)
    with pytest.raises(Refusal) as refused:
        issue_copy(row=row, by=None, at=AT)
    assert refused.value.code == "decision.not_executory"
    with django_capture_on_commit_callbacks(execute=True):
        assert receive(row).pk == receive(row).pk
    assert latest_copy(row) is None
    with django_capture_on_commit_callbacks(execute=True):
        publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    copy = latest_copy(row)
    assert copy is not None
    assert (copy.version, copy.pages) == (1, 1)
    assert issue_copy(row=row, by=None, at=AT).pk == copy.pk
    assert read_document(copy).startswith(b"%PDF-1.7")
    sheet = latest_copy(row, DocumentKind.REGISTER)
    assert sheet is not None
    kinds = [proof.kind for proof in proofs_of_decision(row)]
    assert (kinds.count("Document"), kinds.count("Transmission"), kinds.count("Publication")) == (4, 1, 1)


def test_individual_decision_is_notified(council):
    row = signed(council, is_individual=True)
    with pytest.raises(Refusal) as refused:
        publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    assert refused.value.code == "publication.way"
    with pytest.raises(Refusal) as refused:
        publish_act(act=row, way=Way.POSTING, by=None, at=AT, effective_on=DECIDED)
    assert refused.value.code == "publication.reason"
    line = publish_act(
        act=row, way=Way.POSTING, by=None, at=AT, effective_on=DECIDED, reason="Demandé par le préfet."
    )
    assert line.reason == "Demandé par le préfet."
    noted = publish_act(act=row, way=Way.NOTIFICATION, by=None, at=AT, effective_on=date(2024, 6, 21))
    assert (noted.channel, noted.reason) == ("notification", "")


def test_public_page_is_closed_after_two_months_and_for_good(council):
    row = signed(council)
    line = publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    assert line.reference == "/public/exemple/decisions/2024/dec2024-01/"
    assert publish_act(act=row, way=Way.OWN_PAGE, by=None, at=LATE).pk == line.pk
    with pytest.raises(Refusal) as refused:
        unpublish_act(act=row, by=None, at=LATE, reason="Fin")
    assert refused.value.code == "publication.two_months"
    end = AT + timedelta(days=63)
    assert unpublish_act(act=row, by=None, at=end, reason="Fin").reason == "Fin"
    with pytest.raises(Refusal) as refused:
        publish_act(act=row, way=Way.OWN_PAGE, by=None, at=end)
    assert refused.value.code == "publication.gone"
    assert list(published_decisions(council)) == []


def test_withdrawn_by_a_published_decision(council):
    first = signed(council)
    second = signed(council, link=LinkTold("WITHDRAWS", "DEC2024-01", DECIDED))
    publish_act(act=first, way=Way.OWN_PAGE, by=None, at=AT)
    assert decision_withdrawn_by(first) is None
    publish_act(act=second, way=Way.OWN_PAGE, by=None, at=AT)
    assert decision_withdrawn_by(first) == second
    assert list(published_decisions(council)) == [second]


def test_state_is_noted_on_a_signed_decision(council):
    with pytest.raises(Refusal) as refused:
        set_decision_state(row=drafted(council), state=ActState.SUSPENDED, by=None)
    assert refused.value.code == "decision.unsigned"
    row = set_decision_state(row=signed(council), state=ActState.SUSPENDED, by=None)
    assert paper_of(row).facts.decision.state is ActState.SUSPENDED


@pytest.mark.parametrize("state", [ActState.SUSPENDED, ActState.ANNULLED])
def test_decision_no_longer_in_force_is_not_served_as_executory(client, council, state):
    row = signed(council, is_transmissible=False, contractor="Société Untel", amount_cents=12345)
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    copy = issue_copy(row=row, by=None, at=AT)
    row.refresh_from_db()
    assert public_decision_pdf(row) == read_document(copy)
    set_decision_state(row=row, state=state, by=None)
    row.refresh_from_db()
    now = public_decision_pdf(row)
    assert now != read_document(copy)
    assert "exécutoire" not in " ".join(tagged_text(now))
    assert profile_of(now).isdisjoint({b"Untel", b"12345"})
    place = (council.uid, row.year_of_address, row.slug)
    page = client.get(reverse("public_decision", args=place)).content.decode()
    told = {ActState.SUSPENDED: "suspendue", ActState.ANNULLED: "annulée"}[state]
    assert f"Cette décision est {told}." in page


def profile_of(pdf: bytes) -> set[bytes]:
    """Which of the facts kept for the town hall stand in the data attached to the file."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        files = [spec.get_file().read_bytes() for spec in document.attachments.values()]
    assert files
    return {word for word in (b"Untel", b"12345") if any(word in data for data in files)}


def sheet_for_the_register(row: MayorDecision, at: datetime) -> EntryDraft:
    source = SOURCES["decision"]
    (draft,) = source.prepare(row.council, row.uid, by=None, at=at, progress=lambda done, total: None).drafts
    return draft


def test_signed_decisions_wait_for_the_register(council):
    rows = [signed(council), signed(council, date(2024, 6, 1)), signed(council, date(2023, 5, 1))]
    drafted(council)
    found = list(SOURCES["decision"].waiting(council, date(2024, 1, 1), DECIDED, DECIDED))
    assert [(each.label, each.on) for each in found] == [
        (f"Décision du maire n° {rows[1].number}", date(2024, 6, 1)),
        (f"Décision du maire n° {rows[0].number}", DECIDED),
    ]


def test_register_takes_the_sheet_issued_once(council):
    row = signed(council)
    first, again = sheet_for_the_register(row, AT), sheet_for_the_register(row, LATE)
    assert first.stored == again.stored
    assert (first.kind, first.number, first.title) == (
        RegisterKind.DECISION,
        row.number,
        "Mise à disposition de la salle de réunion",
    )
    assert row.copies.filter(kind=DocumentKind.REGISTER).count() == 1


def test_decision_enters_the_register_once(council):
    row = signed(council)
    volume = open_volume(
        council=council,
        since=date(DECIDED.year, 1, 1),
        until=date(DECIDED.year, 12, 31),
        binding=Binding.YEARLY,
        rule=SheetRule.PAGE,
        first_sheet=1,
        by=None,
        at=AT,
    )
    enter(volume=volume, source="decision", uid=row.uid, by=None, at=AT, progress=lambda done, total: None)
    entry = RegisterEntry.objects.get(council=council, kind=RegisterKind.DECISION)
    assert (entry.number, entry.source_uid) == (row.number, row.uid)
    with pytest.raises(Refusal, match="n'attend pas"):
        sheet_for_the_register(row, LATE)


# --- report to the council


def sitting_of(council: Council) -> Sitting:
    return Sitting.objects.get(council=council)


def with_report(uid: str = "rapport") -> Council:
    return store(
        uid,
        agenda=(REPORT, make_item("p2", 2, matter_code="7.5")),
        votes=(make_vote("p2"),),
        deliberations=(make_draft("p2"),),
    )


def close(council: Council) -> Sitting:
    return close_sitting(sitting=sitting_of(council), by=None, at=SITTING_AT, reason="Vérifié.")


def test_closing_freezes_what_was_reported():
    council = with_report()
    first, second = signed(council), signed(council, date(2024, 6, 1))
    later = signed(council, date(2024, 6, 21))
    drafted(council)
    MayorDecision.objects.filter(pk=later.pk).update(decided_on=date(2024, 7, 1))
    sitting = sitting_of(council)
    assert decisions_waiting(sitting) == [second, first]
    told = record_of(sitting).sitting.reported_decisions
    assert [each.number for each in told] == ["DEC2024-02", "DEC2024-01"]
    sitting = close(council)
    assert [report.decision for report in sitting.decision_reports.all()] == [second, first]
    signed(council, date(2024, 6, 2))
    assert [report.decision for report in sitting.decision_reports.all()] == [second, first]
    assert record_of(sitting).sitting.reported_decisions == told
    facts = decision_facts(first)
    assert facts.decision.reported_in == sitting.uid
    assert [f.code for f in check_decision(decision_case(first, facts))] == []


def test_reopened_sitting_hears_again_at_its_second_closing():
    council = with_report()
    first = signed(council)
    sitting = close(council)
    reopen_sitting(sitting=sitting, by=None, at=SITTING_AT, reason="Oubli.")
    second = signed(council, date(2024, 6, 1))
    close(council)
    reported = DecisionReport.objects.order_by("position")
    assert [report.decision for report in reported] == [second, first]


@pytest.mark.parametrize(("origin", "found"), [("LIVE", []), ("RECORDED", ["decision.reported_late"])])
def test_a_sitting_taken_over_from_paper_counts_as_held(council, origin, found):
    row = signed(council)
    Sitting.objects.update(origin=origin, opened_at=None, finished_at=None)
    assert [f.code for f in check_decision(decision_case(row, decision_facts(row)))] == found


def test_nothing_is_reported_where_the_agenda_forgets_it(council):
    signed(council)
    close_sitting(sitting=sitting_of(council), by=None, at=SITTING_AT, reason="Vérifié.")
    assert not DecisionReport.objects.exists()


def test_report_of_a_past_sitting_is_declared(council):
    row, sitting = signed(council), sitting_of(council)
    with pytest.raises(Refusal) as refused:
        declare_report(row=row, sitting=sitting, by=None)
    assert refused.value.code == "report.open"
    Sitting.objects.filter(pk=sitting.pk).update(origin="RECORDED")
    sitting.refresh_from_db()
    assert (
        declare_report(row=row, sitting=sitting, by=None).pk
        == declare_report(row=row, sitting=sitting, by=None).pk
    )
    Sitting.objects.filter(pk=sitting.pk).update(held_on=date(2024, 6, 1))
    sitting.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        declare_report(row=signed(council), sitting=sitting, by=None)
    assert refused.value.code == "report.sitting"


def test_clock_asks_for_the_report(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed(council)
    (due,) = DueRow.objects.filter(code="sitting.delegated_decisions")
    assert (due.last, due.sitting, due.article) == (
        date(2024, 6, 28),
        sitting_of(council),
        "CGCT art. L. 2122-23",
    )
    assert due.next_action == (
        "Inscrire « décisions du maire » à l'ordre du jour : 1 décision prise par délégation, sans compte rendu."
    )


def dues() -> list[tuple[str, str, date | None]]:
    rows = DueRow.objects.filter(decision__isnull=False).select_related("decision__council")
    return [(due.code, due.decision.number, due.last) for due in rows.order_by("pk")]


def test_clock_asks_to_send_and_to_publish(council, django_capture_on_commit_callbacks):
    """CGCT art. L. 2131-1, L. 2131-2: an individual decision within fifteen days."""
    with django_capture_on_commit_callbacks(execute=True):
        row, other = signed(council, is_individual=True), signed(council, is_transmissible=False)
        drafted(council)
    last = date(2024, 7, 5)
    assert dues() == [
        ("decision.transmission", row.number, last),
        ("decision.publication", row.number, None),
        ("decision.publication", other.number, None),
    ]
    (group,) = dues_of([council], AT)
    shown = {due.title: due.url for due in group.all if "décision" in due.title}
    assert shown["Transmettre la décision du maire à l'État"].endswith(f"/{row.uid}/transmission/")
    assert shown["Publier ou notifier 2 décisions du maire"].endswith("/decisions/")
    with django_capture_on_commit_callbacks(execute=True):
        receive(row)
        for each in (row, other):
            way = Way.NOTIFICATION if each.is_individual else Way.POSTING
            publish_act(act=each, way=way, by=None, at=AT, effective_on=date(2024, 6, 21))
    assert dues() == []


def test_clock_asks_to_have_a_numbered_decision_signed(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row, lost = numbered(council), numbered(council)
        give_number_up(row=lost, reason="Offre retirée.", by=None)
    assert dues() == [("step.decision_sign", row.number, None)]
    (group,) = dues_of([council], AT)
    assert [due.url for due in group.all if "signer" in due.title] == [
        reverse("decision_sign", args=(council.uid, row.uid))
    ]
    with django_capture_on_commit_callbacks(execute=True):
        note_signature(row=row, by=None, at=AT)
    assert [code for code, _, _ in dues()] == ["decision.transmission", "decision.publication"]


def test_clock_is_quiet_once_the_report_is_on_the_agenda(django_capture_on_commit_callbacks):
    council = with_report()
    with django_capture_on_commit_callbacks(execute=True):
        signed(council)
    assert not DueRow.objects.filter(code="sitting.delegated_decisions").exists()


# --- search, dossier


def test_decision_is_found_without_its_private_passages(council, django_capture_on_commit_callbacks):
    hidden = 'Concession à <mark data-private="">Mme Untel</mark>'
    with django_capture_on_commit_callbacks(execute=True):
        row = signed(council, title_html=hidden, contractor="Comité des fêtes")
        drafted(council)
    entry = SearchEntry.objects.get(kind=EntryKind.DECISION, uid=row.uid)
    assert (entry.number, entry.held_on, entry.is_draft) == ("DEC2024-01", DECIDED, False)
    assert "Untel" not in f"{entry.title} {entry.body} {entry.stems}"
    assert "Comité des fêtes" not in f"{entry.body} {entry.stems}"
    assert SearchEntry.objects.filter(kind=EntryKind.DECISION, is_draft=True).count() == 1
    SearchEntry.objects.all().delete()
    rebuild_index(council)
    assert SearchEntry.objects.filter(kind=EntryKind.DECISION).count() == 2


def test_dossier_round_trip():
    council = with_report("aller")
    row = signed(council, amount_cents=120_00, link=LinkTold("AMENDS", "DEC2023-04", date(2023, 5, 1)))
    signed(council, told={"printed_number": "DEC202419"}, matter_code="3.3")
    drafted(council, verb="autorise")
    receive(row)
    publish_act(act=row, way=Way.POSTING, by=None, at=AT, effective_on=date(2024, 6, 21))
    set_pattern(council=council, pattern="{year}-D{sequence}", by=None)
    signed(council)
    close(council)
    first = dossier_of(council)
    assert [d.printed_number for d in first.decisions] == ["DEC2024-01", "DEC202419", "", ""]
    assert first.decision_pattern == "{year}-D{sequence}"
    copy = replace(first.council, uid="retour", siren="")
    stored = store_dossier(
        council=copy,
        sittings=first.sittings,
        by=None,
        delegations=first.delegations,
        decisions=first.decisions,
        decision_pattern=first.decision_pattern,
    )
    again = dossier_of(stored)
    assert again.decisions == first.decisions
    assert again.delegations == first.delegations
    assert again.decision_pattern == first.decision_pattern
    assert {r.decision.number for r in DecisionReport.objects.filter(sitting__council=stored)} == {
        "DEC2024-01",
        "DEC202419",
        "2024-D2",
    }


def test_replaced_dossier_takes_its_decisions_away():
    council = store_dossier(council=store_facts("remplace"), sittings=(), by=None, **parts("Un"))
    store_dossier(council=store_facts("remplace"), sittings=(), by=None, replace=True, **parts("Deux"))
    assert [row.title for row in MayorDecision.objects.filter(council=council)] == ["Deux"]


def store_facts(uid: str):
    from tests.deliberations.decisions.world import commune

    return commune(uid)


def parts(title: str):
    from tests.deliberations.decisions.world import decided

    return {"delegations": (given(),), "decisions": (decided(title_html=title, reported_in=""),)}


def test_signature_keeps_the_capacity_of_the_day(council):
    row = signed(council)
    (kept,) = row.hand_signatures.all()
    assert (kept.capacity, kept.signed_on, kept.power) == ("La Maire", DECIDED, "HEAD")
    assert timezone.is_aware(kept.at)


@pytest.mark.parametrize("how_many", [1, 3])
def test_public_list_does_not_read_each_decision(council, how_many, django_assert_num_queries):
    """One query of the withdrawals, one of what they name, one of the page, whatever their number."""
    for _ in range(how_many):
        old = signed(council)
        new = signed(council, link=LinkTold("WITHDRAWS", old.number, DECIDED))
        for row in (old, new):
            publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    with django_assert_num_queries(3):
        shown = [(row.number, row.council.uid) for row in published_decisions(council)]
    assert len(shown) == how_many
