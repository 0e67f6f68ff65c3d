"""One document signed by its secretary and its head, by whatever means, with real keys."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from councils.domain.errors import Refusal
from councils.domain.roles import RoleKind
from councils.models import CouncilRole, Delegation, Mandate, User
from deliberations.domain.issued import DocumentKind
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.signing_order import PaperState, PlaceEventKind, SignedKind
from deliberations.domain.signing_order import told as told_in_one_line
from deliberations.models import (
    Deliberation,
    IssuedDocument,
    PlaceSignature,
    Signature,
    SigningEvent,
    SigningPaper,
    Sitting,
)
from deliberations.queries.signatures import awaiting, how_signed, paper_in_force, places_of
from deliberations.services import signing_desk
from deliberations.services.closing import reopen_sitting, why_not_reopened
from deliberations.services.passages import passages_of_act
from deliberations.services.rectifying import rectify_act
from deliberations.services.register_entering import enter
from deliberations.services.register_files import volume_file
from deliberations.services.register_volumes import open_volume
from deliberations.services.signing_desk import (
    Chosen,
    OpenKey,
    OtherHolder,
    PaperMoved,
    sign_place,
    sign_places,
)
from deliberations.services.signing_drafts import is_still_made
from deliberations.services.signing_engine import put_signatures
from deliberations.services.signing_heads import HeadSigner
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import Told, note_place, prepare_sitting, take_back
from deliberations.services.storage import read_document
from deliberations.signing.fields import signature_fields
from tests.builders import make_user
from tests.deliberations.finishing import AT, act_of, closed, closed_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

USUAL = HeadSigner()


@pytest.fixture
def sitting() -> Sitting:
    return closed_evening(secretaries=("m3",))


@pytest.fixture
def act(sitting: Sitting) -> Deliberation:
    return act_of(sitting, "p1")


def account(sitting: Sitting, member: str, kind: RoleKind = RoleKind.MEMBER) -> User:
    """A user linked to the person of a mandate."""
    user = make_user(f"{member}@exemple.test")
    person = Mandate.objects.get(council=sitting.council, uid=member).person
    CouncilRole.objects.create(user=user, council=sitting.council, kind=kind, person=person)
    return user


@pytest.fixture
def secretary(sitting: Sitting) -> User:
    return account(sitting, "m3")


@pytest.fixture
def mayor(sitting: Sitting) -> User:
    return account(sitting, "m1", RoleKind.MAYOR)


def prepared(sitting: Sitting, *kinds: SignedKind, head: HeadSigner = USUAL) -> list[SigningPaper]:
    wanted = kinds or (SignedKind.REGISTER_ACT,)
    return prepare_sitting(sitting=sitting, kinds=wanted, by=None, at=AT, head=head)


def sign(user: User, act: Deliberation, key: OpenKey, *, at: datetime = AT) -> None:
    """Sign all that waits for ``user`` about ``act``."""
    waiting = [each for each in awaiting(user, act.council) if each.paper.deliberation_id == act.pk]
    for each in waiting:
        sign_place(chosen=Chosen(each.place, each.paper.sha256), key=replace(key, user=user), at=at)


@pytest.fixture
def key() -> OpenKey:
    """Nobody's certificate, that each signatory says to be his own."""
    pkcs12, _ = issue_pkcs12(AT - timedelta(hours=1))
    signer = open_certificate(pkcs12=pkcs12, passphrase=PASSPHRASE)
    return OpenKey(signer, reauthenticated_at=AT - timedelta(minutes=2), confirmed_holder="Intrus")


def paper_of(act: Deliberation, kind: SignedKind = SignedKind.REGISTER_ACT) -> SigningPaper:
    paper = paper_in_force(act.council, kind, act.uid)
    assert paper is not None
    return paper


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        action()
    return refused.value.code


def test_secretary_then_mayor_sign_and_the_act_is_issued(sitting, act, secretary, mayor, key):
    prepared(sitting)
    paper = paper_of(act)
    assert (paper.state, [place.name for place in paper.places.all()]) == (
        PaperState.TO_SECRETARY,
        ["Prénom M3", "Prénom M1"],
    )
    assert awaiting(mayor, act.council) == []
    sign(secretary, act, key)
    assert paper_of(act).state == PaperState.TO_HEAD
    assert not IssuedDocument.objects.filter(deliberation=act, kind=DocumentKind.REGISTER).exists()
    sign(mayor, act, key)
    paper = paper_of(act)
    assert paper.state == PaperState.SIGNED
    document = IssuedDocument.objects.get(deliberation=act, kind=DocumentKind.REGISTER)
    assert paper.issued == document
    content = read_document(document)
    assert [(each.name, each.signed, each.locks) for each in sorted(signature_fields(content), key=str)] == [
        ("sig_maire", True, True),
        ("sig_secretaire", True, False),
    ]
    rows = [
        (row.order, row.user, row.reauthenticated_at) for row in Signature.objects.filter(document=document)
    ]
    checked = AT - timedelta(minutes=2)
    assert rows == [(1, secretary, checked), (2, mayor, checked)]
    assert all(row.certificate for row in PlaceSignature.objects.all())


def test_certified_copy_still_waits_once_the_register_is_signed(sitting, act, secretary, mayor, key):
    prepared(sitting)
    sign(secretary, act, key)
    sign(mayor, act, key)
    assert how_signed(act) is None


def test_whole_sitting_is_signed_in_one_gesture(sitting, secretary, mayor, key):
    prepared(sitting, SignedKind.REGISTER_ACT, SignedKind.EXTRACT)
    for user, how_many in ((secretary, 3), (mayor, 6)):
        chosen = [Chosen(each.place, each.paper.sha256) for each in awaiting(user, sitting.council)]
        outcomes = sign_places(chosen=chosen, key=replace(key, user=user), at=AT)
        assert [outcome.message for outcome in outcomes] == [""] * how_many
    assert {paper.state for paper in SigningPaper.objects.all()} == {PaperState.SIGNED}


def test_server_stopped_in_a_long_gesture_keeps_what_was_written(sitting, mayor, key, monkeypatch):
    monkeypatch.setattr(signing_desk, "WRITTEN_TOGETHER", 2)
    prepared(sitting, SignedKind.EXTRACT)
    chosen = [Chosen(each.place, each.paper.sha256) for each in awaiting(mayor, sitting.council)]

    class Stopped(BaseException):
        pass

    uses = []

    def put(documents, key):
        uses.append(len(documents))
        if len(uses) == 2:
            raise Stopped
        return put_signatures(documents, key)

    monkeypatch.setattr(signing_desk, "put_signatures", put)
    with pytest.raises(Stopped):
        sign_places(chosen=chosen, key=replace(key, user=mayor), at=AT)
    assert (uses, PlaceSignature.objects.count()) == ([2, 1], 2)
    monkeypatch.undo()
    outcomes = sign_places(chosen=chosen, key=replace(key, user=mayor), at=AT)
    assert all(outcome.is_signed for outcome in outcomes)
    assert PlaceSignature.objects.count() == 3


def test_second_click_changes_nothing(sitting, act, secretary, key):
    prepared(sitting)
    (each,) = [w for w in awaiting(secretary, act.council) if w.paper.deliberation_id == act.pk]
    chosen = Chosen(each.place, each.paper.sha256)
    for _ in range(2):
        sign_place(chosen=chosen, key=replace(key, user=secretary), at=AT)
    assert PlaceSignature.objects.count() == 1


def test_only_the_person_of_the_place_signs(sitting, act, secretary, mayor, key):
    prepared(sitting)
    place = paper_of(act).places.get(order=1)
    chosen = Chosen(place, place.paper.sha256)
    agent = make_user("agent@exemple.test")
    CouncilRole.objects.create(user=agent, council=act.council, kind=RoleKind.SECRETARY)
    for user in (mayor, agent, None):
        said = refusal(lambda user=user: sign_place(chosen=chosen, key=replace(key, user=user), at=AT))
        assert said == "signing.not_yours"
    assert not PlaceSignature.objects.exists()


def test_mayor_waits_for_the_secretary(sitting, act, mayor, key):
    prepared(sitting)
    place = paper_of(act).places.get(order=2)
    said = refusal(
        lambda: sign_place(chosen=Chosen(place, place.paper.sha256), key=replace(key, user=mayor), at=AT)
    )
    assert said == "signing.secretary_first"


@pytest.mark.parametrize("kind", [PlaceEventKind.HAND, PlaceEventKind.REFUSED, PlaceEventKind.IMPEDED])
def test_mayor_signs_once_the_secretary_did_by_hand_or_cannot(sitting, act, mayor, key, kind):
    prepared(sitting)
    place = paper_of(act).places.get(order=1)
    note_place(place=place, told=Told(kind, AT.date(), "en voyage"), by=None, at=AT)
    sign(mayor, act, key)
    paper = paper_of(act)
    assert paper.state == PaperState.SIGNED
    said = told_in_one_line(places_of(paper))
    assert ("signé à la main par" in said, "lectroniquement par" in said) == (
        kind is PlaceEventKind.HAND,
        True,
    )


def test_signed_by_hand_throughout_needs_no_file(sitting, act):
    prepared(sitting)
    for place in paper_of(act).places.all():
        note_place(place=place, told=Told(PlaceEventKind.HAND, AT.date()), by=None, at=AT)
    paper = paper_of(act)
    assert (paper.state, paper.issued) == (PaperState.BY_HAND, None)


def test_refusal_is_kept_with_its_reason_and_taken_back(sitting, act, secretary, mayor, key):
    prepared(sitting)
    place = paper_of(act).places.get(order=2)
    assert refusal(lambda: note_place(place=place, told=Told(PlaceEventKind.REFUSED), by=mayor, at=AT)) == (
        "signing.reason"
    )
    told = Told(PlaceEventKind.REFUSED, reason="L'article 2 est faux")
    note_place(place=place, told=told, by=mayor, at=AT, as_signatory=True)
    assert paper_of(act).state == PaperState.REFUSED
    take_back(place=place, reason="Relu", by=mayor, at=AT)
    sign(secretary, act, key)
    sign(mayor, act, key)
    assert paper_of(act).state == PaperState.SIGNED
    reasons = [event.reason for event in SigningEvent.objects.filter(place=place)]
    assert reasons == ["L'article 2 est faux", "Relu", ""]


def test_mayor_is_never_passed_over(sitting, act):
    prepared(sitting)
    place = paper_of(act).places.get(order=2)
    told = Told(PlaceEventKind.IMPEDED, reason="malade")
    assert refusal(lambda: note_place(place=place, told=told, by=None, at=AT)) == "signing.head_needed"


def test_signature_taken_back_gives_the_first_file_again(sitting, act, secretary, mayor, key):
    prepared(sitting)
    before = read_document(paper_of(act))
    sign(secretary, act, key)
    place = paper_of(act).places.get(order=1)
    take_back(place=place, reason="Erreur de document", by=secretary, at=AT)
    paper = paper_of(act)
    assert (paper.state, read_document(paper) == before) == (PaperState.TO_SECRETARY, True)
    sign(secretary, act, key)
    sign(mayor, act, key)
    place = paper_of(act).places.get(order=1)
    assert (
        refusal(lambda: take_back(place=place, reason="Trop tard", by=secretary, at=AT)) == "signing.issued"
    )


def test_facts_changed_since_refuse_that_document_alone(sitting, secretary, key):
    prepared(sitting)
    act = act_of(sitting, "p1")
    chosen = [Chosen(each.place, each.paper.sha256) for each in awaiting(secretary, sitting.council)]
    passage = next(each for each in passages_of_act(act) if "tarifs" in each.text)
    rectify_act(act=act, passage=passage.key, text="d'adopter les droits", reason="Erreur", by=None, at=AT)
    outcomes = sign_places(chosen=chosen, key=replace(key, user=secretary), at=AT)
    assert [bool(outcome.message) for outcome in outcomes] == [True, False, False]
    assert "Le texte a changé depuis votre lecture" in outcomes[0].message
    assert PlaceSignature.objects.count() == 2


def test_other_file_than_the_one_read_is_refused(sitting, act, secretary, key):
    prepared(sitting)
    place = paper_of(act).places.get(order=1)
    with pytest.raises(PaperMoved):
        sign_place(chosen=Chosen(place, "0" * 64), key=replace(key, user=secretary), at=AT)


def test_certificate_of_somebody_else_is_to_be_confirmed(sitting, act, secretary, key):
    prepared(sitting)
    place = paper_of(act).places.get(order=1)
    with pytest.raises(OtherHolder):
        sign_place(
            chosen=Chosen(place, place.paper.sha256),
            key=replace(key, user=secretary, confirmed_holder=""),
            at=AT,
        )


def delegate(act: Deliberation, *, until: date | None, includes: bool = True) -> Mandate:
    member = Mandate.objects.get(council=act.council, uid="m2")
    Delegation.objects.create(
        council=act.council,
        mandate=member,
        scope="Signature",
        includes_signature=includes,
        since=date(2026, 1, 1),
        until=until,
        order_number="4",
    )
    return member


def test_delegate_signs_with_the_dates_of_his_order_l2122_18(sitting, act, secretary, key):
    member = delegate(act, until=date(2026, 12, 31))
    deputy = account(sitting, "m2", RoleKind.DEPUTY)
    prepared(sitting, head=HeadSigner(member))
    sign(secretary, act, key)
    sign(deputy, act, key)
    signature = PlaceSignature.objects.get(user=deputy)
    assert signature.capacity.endswith("par délégation, arrêté n° 4, du 1er janvier 2026 au 31 décembre 2026")


@pytest.mark.parametrize("kind", [SignedKind.REGISTER_ACT, SignedKind.EXTRACT])
@pytest.mark.parametrize(
    ("replaces", "said"),
    [("", "Pour la Maire et par délégation"), ("Maladie", "Pour la Maire empêchée")],
)
def test_document_prints_who_signs_for_the_mayor_instead_of_the_mayor(sitting, act, kind, replaces, said):
    member = Mandate.objects.get(council=act.council, uid="m2") if replaces else delegate(act, until=None)
    prepared(sitting, kind, head=HeadSigner(member, replaces))
    paper = paper_of(act, kind)
    printed = " ".join(tagged_text(read_document(paper)))
    assert printed.count(f"{said}, ") == 1
    assert printed.index(said) < printed.rindex("Prénom M2")
    assert "La Maire, Prénom M1" not in printed
    assert is_still_made(paper)


@pytest.mark.parametrize(
    ("until", "includes", "code"),
    [
        (AT.date() - timedelta(days=1), True, "signing.delegation_ended"),
        (None, False, "signing.delegation_without_signature"),
    ],
)
def test_delegate_without_power_is_asked_nothing(sitting, act, until, includes, code):
    member = delegate(act, until=until, includes=includes)
    assert refusal(lambda: prepared(sitting, head=HeadSigner(member))) == code


def test_delegation_ended_since_the_document_was_prepared(sitting, act, secretary, key):
    member = delegate(act, until=AT.date())
    deputy = account(sitting, "m2", RoleKind.DEPUTY)
    prepared(sitting, head=HeadSigner(member))
    sign(secretary, act, key)
    said = refusal(lambda: sign(deputy, act, key, at=AT + timedelta(days=1)))
    assert said == "signing.delegation_ended"


def test_prepared_twice_is_once_and_another_signatory_is_another_version(sitting, act):
    first = prepared(sitting)
    assert [paper.pk for paper in prepared(sitting)] == [paper.pk for paper in first]
    member = delegate(act, until=None)
    prepared(sitting, head=HeadSigner(member))
    rows = SigningPaper.objects.filter(deliberation=act).order_by("number")
    assert [(row.number, row.set_aside_at is None) for row in rows] == [(1, False), (2, True)]


def test_extract_is_signed_by_the_head_alone(sitting, act, mayor, key):
    prepared(sitting, SignedKind.EXTRACT)
    sign(mayor, act, key)
    paper = paper_of(act, SignedKind.EXTRACT)
    assert [place.order for place in paper.places.all()] == [1]
    assert IssuedDocument.objects.get(deliberation=act, kind=DocumentKind.EXTRACT).signatures.count() == 1


def test_sitting_opened_again_sets_aside_what_waits_and_stays_closed_once_signed(
    sitting, act, mayor, secretary, key
):
    prepared(sitting)
    sign(secretary, act, key)
    reopen_sitting(sitting=sitting, by=None, at=AT, reason="Erreur de vote")
    assert not SigningPaper.objects.filter(set_aside_at=None).exists()
    assert awaiting(mayor, sitting.council) == []
    sitting.refresh_from_db()
    closed(sitting)
    sitting.refresh_from_db()
    prepared(sitting)
    sign(secretary, act, key)
    sign(mayor, act, key)
    assert "déjà signé" in why_not_reopened(sitting)


def test_sheets_of_the_register_stay_those_that_are_signed_on_paper(sitting, act, secretary, mayor, key):
    prepared(sitting)
    sign(secretary, act, key)
    sign(mayor, act, key)
    signed = paper_of(act).issued
    volume = open_volume(
        council=act.council,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        binding=Binding.YEARLY,
        rule=SheetRule.PAGE,
        first_sheet=1,
        by=None,
        at=AT,
    )
    rows = enter(
        volume=volume, source="seance", uid=sitting.uid, by=None, at=AT, progress=lambda done, total: None
    )
    assert signed.sha256 not in {row.sha256 for row in rows}
    assert volume_file(volume).read().startswith(b"%PDF")
    signed.refresh_from_db()
    assert not hasattr(signed, "superseded_by")
