"""The minutes signed by whatever means, told the same by both pages that note it."""

from datetime import time, timedelta

import pytest

from councils.domain.errors import Refusal
from councils.domain.roles import RoleKind
from councils.models import CouncilRole, Mandate, User
from deliberations.assembly import PrintOptions, page_count
from deliberations.domain.signing_order import PaperState, PlaceEventKind, SignedKind
from deliberations.models import DueRow, MinutesSignature, SigningPaper, Sitting, SittingDocument
from deliberations.queries.signatures import awaiting
from deliberations.services.dues import refresh_sitting
from deliberations.services.minutes import silence_the_rest
from deliberations.services.minutes_life import record_signature, settle_minutes
from deliberations.services.print_packs import pack_of, render_pack
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.services.signing_drafts import draft_minutes, is_still_made
from deliberations.services.signing_heads import USUAL, HeadSigner
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import Told, note_place, prepare_sitting, put_to_signature
from deliberations.services.storage import read_document
from deliberations.signing.fields import signature_fields
from tests.builders import make_user
from tests.deliberations.finishing import AT, HELD_ON, closed_evening, opened_sitting
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.support.pdftext import tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = AT + timedelta(days=9)


@pytest.fixture
def sitting() -> Sitting:
    """Its minutes settled by the next one."""
    row = closed_evening(secretaries=("m3",), starts_at=time(18, 30))
    silence_the_rest(sitting=row, by=None)
    following = opened_sitting(row.council, HELD_ON + timedelta(days=7))
    settle_minutes(sitting=row, settled_in=following, by=None, at=LATER, reason="Vérifié")
    row.refresh_from_db()
    return row


def account(sitting: Sitting, uid: str) -> User:
    user = make_user(f"{uid}@exemple.test")
    person = Mandate.objects.get(council=sitting.council, uid=uid).person
    CouncilRole.objects.create(user=user, council=sitting.council, kind=RoleKind.MEMBER, person=person)
    return user


def put(sitting: Sitting) -> SigningPaper:
    return put_to_signature(draft=draft_minutes(sitting, at=LATER), by=None, at=LATER)


def sign(user: User, sitting: Sitting) -> None:
    pkcs12, _ = issue_pkcs12(LATER - timedelta(hours=1))
    opened = open_certificate(pkcs12=pkcs12, passphrase=PASSPHRASE)
    (each,) = awaiting(user, sitting.council)
    key = OpenKey(opened, user=user, confirmed_holder="Intrus")
    sign_place(chosen=Chosen(each.place, each.paper.sha256), key=key, at=LATER)


def test_minutes_signed_by_both_are_issued_and_conform(sitting):
    before = SittingDocument.objects.filter(sitting=sitting, subject="").latest("version")
    paper = put(sitting)
    is_due = []
    for uid in ("m3", "m1"):
        sign(account(sitting, uid), sitting)
        refresh_sitting(sitting, at=LATER)
        is_due.append(DueRow.objects.filter(sitting=sitting, code="step.minutes_sign").exists())
    assert is_due == [True, False]
    paper.refresh_from_db()
    document = paper.issued_paper
    assert (paper.state, document.supersedes) == (PaperState.SIGNED, before)
    content = read_document(document)
    assert {field.name for field in signature_fields(content) if field.signed} == {
        "sig_maire",
        "sig_secretaire",
    }
    assert_conforms(content, profiles=("3a", "ua1"))
    pack = pack_of(sitting, today=LATER.date())
    assert page_count(render_pack(pack, PrintOptions())) > 1


def test_signature_on_paper_is_told_by_both_pages(sitting):
    paper = put(sitting)
    head = paper.places.get(order=2)
    note_place(place=head, told=Told(PlaceEventKind.HAND, LATER.date()), by=None, at=LATER)
    assert [row.member.uid for row in MinutesSignature.objects.all()] == ["m1"]
    secretary = Mandate.objects.get(council=sitting.council, uid="m3")
    record_signature(sitting=sitting, member=secretary, signed_on=LATER.date(), by=None, at=LATER)
    paper.refresh_from_db()
    assert paper.state == PaperState.BY_HAND
    assert MinutesSignature.objects.count() == 2


def test_minutes_are_signed_once_settled_l2121_15():
    row = closed_evening(secretaries=("m3",))
    with pytest.raises(Refusal, match="une fois arrêté par l'assemblée"):
        prepare_sitting(sitting=row, kinds=[SignedKind.MINUTES], by=None, at=AT, head=USUAL)


def test_minutes_print_who_replaces_the_mayor(sitting):
    head = HeadSigner(Mandate.objects.get(council=sitting.council, uid="m2"), "Maladie")
    paper = put_to_signature(draft=draft_minutes(sitting, at=LATER, head=head), by=None, at=LATER)
    printed = " ".join(tagged_text(read_document(paper)))
    assert "Pour la Maire empêchée, conseiller(ère) municipal(e), Prénom M2" in printed
    assert is_still_made(paper)
