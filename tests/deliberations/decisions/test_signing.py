"""Who may sign a decision: the mayor of that day, or whom the law lets sign for him; computed, never chosen."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from councils.domain.bodies import BodyType
from councils.domain.errors import Refusal
from councils.domain.people import Office, OfficeKind
from councils.domain.roles import RoleKind
from councils.models import Delegation
from councils.models import Office as OfficeRow
from deliberations.domain.delegated_signing import Powers, SigningPower, require_power
from deliberations.domain.wording.decisions import signing_capacity, words_on
from deliberations.models import MayorDelegation
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.services.decision_numbering import NumberTold
from deliberations.services.decision_signing import keep_signed_paper, note_signature, sign_decision
from deliberations.services.uploads import CheckedFile
from tests.builders import make_user
from tests.deliberations.annexes.samples import picture
from tests.deliberations.decisions.world import AT, DECIDED, commune, drafted, given, numbered, store

BACKEND = "django.contrib.auth.backends.ModelBackend"
FORBIDDEN = given(allows_signature=False)
REPLACED = given(allows_replacement=True)


def with_offices(**offices):
    """The commune with these offices instead of those it has."""
    council = commune()
    mandates = tuple(
        replace(m, offices=tuple(offices[m.uid])) if m.uid in offices else m for m in council.mandates
    )
    return replace(council, mandates=mandates)


DEPUTY = with_offices(m2=[Office(OfficeKind.DEPUTY, "Premier adjoint", order=1)])
FORMER = with_offices(m1=[Office(OfficeKind.MAYOR, until=date(2024, 6, 19))], m2=[Office(OfficeKind.MAYOR)])
NOBODY = with_offices(m1=[])


@pytest.mark.parametrize(
    ("council", "delegation", "ordered", "member", "power"),
    [
        (DEPUTY, given(), (), "m1", SigningPower.HEAD),
        (FORMER, given(), (), "m1", None),
        (FORMER, given(), (), "m2", SigningPower.HEAD),
        (DEPUTY, given(), (), "m2", None),
        (DEPUTY, given(), ("m2",), "m2", SigningPower.ORDER),
        (DEPUTY, None, ("m2",), "m2", SigningPower.ORDER),
        (DEPUTY, FORBIDDEN, ("m2",), "m2", None),
        (DEPUTY, REPLACED, (), "m2", SigningPower.REPLACEMENT),
        (DEPUTY, REPLACED, (), "m3", None),
        (commune(), REPLACED, (), "m3", SigningPower.REPLACEMENT),
        (DEPUTY, REPLACED, ("m2",), "m2", SigningPower.ORDER),
        (DEPUTY, given(), (), "inconnu", None),
    ],
)
def test_by_what_right_l2122_17_l2122_18_l2122_23(council, delegation, ordered, member, power):
    assert Powers(council, DECIDED, delegation, ordered).of(member) is power


@pytest.mark.parametrize(
    ("council", "delegation", "ordered", "code", "article"),
    [
        (DEPUTY, given(), (), "decision.no_power", "CGCT art. L. 2122-17, L. 2122-18, L. 2122-23"),
        (DEPUTY, FORBIDDEN, ("m2",), "decision.signature_forbidden", "CGCT art. L. 2122-23"),
        (NOBODY, given(), (), "decision.no_mayor", "CGCT art. L. 2122-22"),
    ],
)
def test_refused_with_the_article(council, delegation, ordered, code, article):
    with pytest.raises(Refusal) as refused:
        require_power(Powers(council, DECIDED, delegation, ordered), "m2", "Prénom M2")
    assert (refused.value.code, refused.value.article) == (code, article)


def test_who_is_no_longer_a_councillor_signs_nothing():
    gone = replace(
        DEPUTY,
        mandates=tuple(replace(m, until=date(2024, 6, 19)) if m.uid == "m2" else m for m in DEPUTY.mandates),
    )
    assert Powers(gone, DECIDED, REPLACED, ("m2",)).of("m2") is None


def test_another_body_is_not_judged():
    other = replace(commune(), body_type=BodyType.EPCI)
    assert require_power(Powers(other, DECIDED), "m3", "Prénom M3") is None


@pytest.mark.parametrize(
    ("power", "told"),
    [
        (SigningPower.HEAD, ""),
        (SigningPower.ORDER, "Pour la Maire et par délégation, le Premier adjoint"),
        (SigningPower.REPLACEMENT, "Pour la Maire empêchée, le Premier adjoint"),
    ],
)
def test_capacity_is_written_from_the_right(power, told):
    assert signing_capacity(words_on(DEPUTY, DECIDED), "m1", "m2", power) == told


# --- signed


@pytest.fixture
def council(db):
    made = store()
    OfficeRow.objects.create(
        mandate=made.mandates.get(uid="m2"), kind=OfficeKind.DEPUTY, title="Premier adjoint", order=1
    )
    return made


def sign(council, member: str, by=None):
    told = NumberTold(DECIDED, council.mandates.get(uid=member))
    return sign_decision(row=drafted(council), told=told, by=by, at=AT)


def refusal_of(council, member: str, by=None) -> str:
    with pytest.raises(Refusal) as refused:
        sign(council, member, by)
    return refused.value.code


@pytest.mark.integration
def test_a_deputy_signs_by_the_order_of_the_mayor(council):
    assert refusal_of(council, "m2") == "decision.no_power"
    deputy = council.mandates.get(uid="m2")
    order = {"council": council, "mandate": deputy, "scope": "Salles"}
    Delegation.objects.create(**order, order_number="2023-7", until=date(2024, 6, 19))
    assert refusal_of(council, "m2") == "decision.no_power"
    Delegation.objects.create(**order, order_number="2024-8", since=date(2024, 6, 20))
    row = sign(council, "m2")
    (kept,) = row.hand_signatures.all()
    assert (kept.power, kept.order_number) == ("ORDER", "2024-8")
    assert kept.capacity == row.signatory_capacity == "Pour la Maire et par délégation, le Premier adjoint"
    told = next(proof.detail for proof in proofs_of_decision(row) if proof.kind == "Signature")
    assert told.endswith("par délégation du maire, arrêté n° 2024-8")


@pytest.mark.integration
def test_mayor_kept_from_acting_the_council_decides_unless_it_said_otherwise(council):
    assert refusal_of(council, "m2") == "decision.no_power"
    MayorDelegation.objects.update(allows_replacement=True)
    assert sign(council, "m2").signatory_capacity == "Pour la Maire empêchée, le Premier adjoint"
    MayorDelegation.objects.update(allows_replacement=True, allows_signature=False)
    assert refusal_of(council, "m3") == "decision.no_power"


@pytest.mark.integration
def test_who_is_not_the_secretary_notes_only_his_own_signature(council):
    mayor, deputy = (
        make_user(
            f"{uid}@exemple.test",
            council=council,
            kind=RoleKind.DEPUTY,
            person=council.mandates.get(uid=uid).person.uid,
        )
        for uid in ("m1", "m2")
    )
    assert refusal_of(council, "m1", by=deputy) == "decision.not_own_signature"
    assert sign(council, "m1", by=mayor).is_signed
    assert sign(council, "m1", by=make_user(council=council, kind=RoleKind.SECRETARY)).is_signed


@pytest.mark.integration
def test_paper_of_somebody_else_is_noted_and_kept_by_the_secretary(council):
    person = council.mandates.get(uid="m2").person.uid
    deputy = make_user("m2@exemple.test", council=council, kind=RoleKind.DEPUTY, person=person)
    row, scan = numbered(council), CheckedFile("signee.png", picture(), "image/png")
    for do in (
        lambda: note_signature(row=row, by=deputy, at=AT),
        lambda: keep_signed_paper(row=note_signature(row=row, by=None, at=AT), scan=scan, by=deputy, at=AT),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.code == "decision.not_own_signature"
    assert [kept.file for kept in row.hand_signatures.all()] == [None]


@pytest.mark.integration
def test_power_is_asked_again_when_the_signature_is_noted(council):
    row = numbered(council)
    OfficeRow.objects.filter(mandate__uid="m1").update(until=date(2024, 6, 19))
    with pytest.raises(Refusal) as refused:
        note_signature(row=row, by=None, at=AT)
    assert refused.value.code == "decision.no_mayor"


@pytest.mark.integration
def test_page_offers_those_who_may_sign_and_refuses_the_others(client, council):
    row = drafted(council)
    address = reverse("decision_sign", args=("exemple", row.uid))
    client.force_login(make_user(council=council), backend=BACKEND)
    offered = client.get(address).context["form"].fields["signatory"].choices
    assert offered == [("", "Choisir un membre"), ("m1", "Jeanne Martin – maire en fonction")]
    told = {"signed_on": DECIDED.isoformat(), "signatory": "m2", "consent": "on"}
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert "n'était, le 20 juin 2024, ni maire en fonction" in refused.context["form"].errors["signatory"][0]
    assert client.post(address, {**told, "signatory": "m1"}).status_code == 302


@pytest.mark.integration
def test_page_of_a_deputy_offers_himself_alone(client, council):
    row = drafted(council)
    person = council.mandates.get(uid="m2").person.uid
    deputy = make_user("m2@exemple.test", council=council, kind=RoleKind.DEPUTY, person=person)
    client.force_login(deputy, backend=BACKEND)
    page = client.get(reverse("decision_sign", args=("exemple", row.uid)))
    assert page.context["signers"] == []
    assert "personne ne peut signer ce jour-là" in page.content.decode().replace("&#x27;", "'")
