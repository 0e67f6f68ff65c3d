"""A decision of the mayor signed electronically: it takes effect with the signature of its file."""

from datetime import timedelta

import pytest

from councils.domain.errors import Refusal
from councils.domain.roles import RoleKind
from councils.models import CouncilRole, User
from deliberations.domain.issued import DocumentKind
from deliberations.domain.signing_order import PaperState
from deliberations.models import DecisionCopy, DecisionSignature, MayorDecision, SigningPaper
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.signatures import awaiting
from deliberations.services.decision_documents import issue_register_sheet
from deliberations.services.decision_numbering import reopen_decision
from deliberations.services.decision_signing import note_signature
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.services.signing_drafts import draft_decision
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.storage import read_document
from deliberations.signing.fields import signature_fields
from tests.builders import make_user
from tests.deliberations.decisions.world import AT, numbered, store
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def row() -> MayorDecision:
    """Numbered, to be signed by the mayor."""
    found = numbered(store())
    return MayorDecision.objects.select_related("council", "signatory_member__person", "delegation").get(
        pk=found.pk
    )


@pytest.fixture
def mayor(row: MayorDecision) -> User:
    user = make_user("maire@exemple.test")
    CouncilRole.objects.create(
        user=user, council=row.council, kind=RoleKind.MAYOR, person=row.signatory_member.person
    )
    return user


def put(row: MayorDecision) -> SigningPaper:
    return put_to_signature(draft=draft_decision(row), by=None, at=AT)


def sign(user: User, row: MayorDecision) -> None:
    pkcs12, _ = issue_pkcs12(AT - timedelta(hours=1))
    key = OpenKey(
        open_certificate(pkcs12=pkcs12, passphrase=PASSPHRASE), user=user, confirmed_holder="Intrus"
    )
    (each,) = awaiting(user, row.council)
    sign_place(chosen=Chosen(each.place, each.paper.sha256), key=key, at=AT)


def test_decision_takes_effect_with_the_signature_of_its_file(row, mayor):
    put(row)
    sign(mayor, row)
    row.refresh_from_db()
    paper = SigningPaper.objects.get()
    assert (row.is_signed, paper.state) == (True, PaperState.SIGNED)
    content = read_document(paper)
    assert_conforms(content, profiles=("3a", "ua1"))
    (field,) = signature_fields(content)
    assert (field.name, field.signed, field.locks) == ("sig_maire", True, True)
    issue_register_sheet(row=row, by=None, at=AT)
    sheet = DecisionCopy.objects.get(decision=row, kind=DocumentKind.REGISTER)
    assert signature_fields(read_document(sheet)) == ()
    signature = DecisionSignature.objects.get()
    assert signature.electronic.user == mayor
    assert {proof.label for proof in proofs_of_decision(row) if proof.kind == "Signature"} == {
        "Décision signée électroniquement",
        "Décision n° DEC2024-01, version 1 à signer : mise à la signature",
    }


def test_decision_signed_on_paper_meanwhile_waits_no_more(row, mayor):
    put(row)
    note_signature(row=row, by=None, at=AT)
    assert awaiting(mayor, row.council) == []
    assert SigningPaper.objects.get().set_aside_at is not None


def test_text_taken_up_again_is_to_be_put_to_signature_anew(row, mayor):
    put(row)
    reopen_decision(row=row, by=None)
    assert awaiting(mayor, row.council) == []


def test_decision_without_number_is_not_put_to_signature(row):
    reopen_decision(row=row, by=None)
    row.refresh_from_db()
    with pytest.raises(Refusal, match="Donnez d'abord son numéro"):
        put(row)
