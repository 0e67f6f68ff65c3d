"""A signature on paper, noted, shown as the proof of the act, and taken back with a reason."""

from datetime import date, timedelta

import pytest

from councils.domain.errors import Refusal
from councils.domain.people import OfficeKind
from councils.models import Delegation, Mandate, Office
from deliberations.domain.publishing import Way
from deliberations.models import Deliberation, DueRow, HandSignature, HandSignatureUndone, Sitting
from deliberations.queries.evidence import proofs_of
from deliberations.queries.history import history_of
from deliberations.queries.signatures import Means, Signed, how_signed
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.closing import why_not_reopened
from deliberations.services.dues import refresh_sitting
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.services.passages import passages_of_act
from deliberations.services.publishing import publish_act
from deliberations.services.rectifying import rectify_act
from deliberations.services.transmitting import record_receipt
from tests.deliberations.finishing import AT, HELD_ON, act_of, closed_evening, store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DAY = HELD_ON + timedelta(days=1)


@pytest.fixture
def act() -> Deliberation:
    """Executory since the day of the sitting."""
    row = act_of(closed_evening(), "p1")
    site = "https://exemple.test/"
    publish_act(act=row, way=Way.OTHER_SITE, by=None, at=AT, effective_on=HELD_ON, reference=site)
    record_receipt(act=row, by=None, at=AT, received_on=HELD_ON)
    return row


def member(act: Deliberation, place: int) -> Mandate:
    return act.council.mandates.select_related("council", "person").get(uid=f"m{place + 1}")


def note(act: Deliberation, *, signatory: int = 0, on: date = DAY, remark: str = "") -> HandSignature:
    told = HandSigned(signed_on=on, signatory=member(act, signatory), remark=remark, secretary=member(act, 2))
    return record_hand_signature(act=act, told=told, by=None, at=AT)


def test_noted_signature_empties_the_list_and_undone_fills_it_again(act: Deliberation) -> None:
    listed = []

    def undo() -> None:
        undo_hand_signature(act=act, by=None, at=AT, reason="Non")

    for gesture in (
        lambda: None,
        lambda: note(act),
        undo,
    ):
        gesture()
        refresh_sitting(act.sitting, at=AT)
        listed.append([row.number for row in acts_to_sign(act.council)])
    assert listed == [["2026-1"], [], ["2026-1"]]
    assert how_signed(act) is None
    assert DueRow.objects.filter(act=act, code="step.sign").count() == 1


def test_signature_is_told_with_the_capacity_of_that_day(act: Deliberation) -> None:
    note(act)
    assert how_signed(act) == Signed(Means.HAND, DAY, f"La Maire, {member(act, 0)}")
    assert "signé" in why_not_reopened(act.sitting)


def test_proofs_and_history_keep_what_was_noted_and_undone(act: Deliberation) -> None:
    note(act, remark="Au bureau")
    undo_hand_signature(act=act, by=None, at=AT, reason="Mauvais acte")
    told = [(proof.label, proof.detail) for proof in proofs_of(act) if proof.kind == "Signature"]
    assert told == [
        (
            "Copie certifiée signée à la main",
            f"La Maire, {member(act, 0)} ; secrétaire de séance : {member(act, 2)} – Au bureau",
        ),
        ("Signature manuscrite annulée", "Mauvais acte"),
    ]
    history = history_of(act)
    said = {entry.sentence for entry in history.entries(history.references)}
    assert {"Signature manuscrite notée", "Signature manuscrite annulée"} <= said


def test_noted_twice_is_once(act: Deliberation) -> None:
    assert note(act) == note(act, signatory=1)


@pytest.mark.parametrize(
    ("day", "code"),
    [(HELD_ON - timedelta(days=1), "before_sitting"), (AT.date() + timedelta(days=1), "future")],
)
def test_day_that_cannot_be_is_refused(act: Deliberation, day: date, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        note(act, on=day)
    assert refusal.value.code == f"signature.{code}"


def test_signatory_without_power_is_doubted_until_somebody_says_why_l2122_18(act: Deliberation) -> None:
    with pytest.raises(Refusal, match="délégation") as refusal:
        note(act, signatory=4)
    assert refusal.value.article == "CGCT art. L. 2122-18"
    assert note(act, signatory=4, remark="Maire empêché").remark == "Maire empêché"


def test_signatory_with_a_delegation_of_that_day_is_not_doubted(act: Deliberation) -> None:
    Delegation.objects.create(
        council=act.council, mandate=member(act, 4), scope="Finances", includes_signature=True, until=DAY
    )
    assert note(act, signatory=4).signatory == member(act, 4)


def test_who_chaired_in_the_absence_of_the_head_is_not_doubted(act: Deliberation) -> None:
    Sitting.objects.filter(pk=act.sitting_id).update(chair=member(act, 3))
    assert note(act_of(act.sitting, "p1"), signatory=3).signatory == member(act, 3)


def test_signature_before_the_act_is_executory_needs_a_remark_l2131_1() -> None:
    act = act_of(closed_evening(), "p1")
    record_receipt(act=act, by=None, at=AT, received_on=HELD_ON)
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    with pytest.raises(Refusal, match="exécutoire ce jour-là") as refusal:
        note(act, on=AT.date() - timedelta(days=1))
    assert (refusal.value.code, refusal.value.article) == ("signature.not_executory", "CGCT art. L. 2131-1")
    with pytest.raises(Refusal, match=r"exécutoire ce jour-là.*délégation"):
        note(act, on=AT.date() - timedelta(days=1), signatory=4)
    assert note(act, on=AT.date()).remark == ""


def test_capacity_is_that_of_the_day_of_the_signature(act: Deliberation) -> None:
    Office.objects.filter(mandate=member(act, 0)).update(until=HELD_ON)
    member(act, 1).offices.all().delete()
    Office.objects.create(mandate=member(act, 1), kind=OfficeKind.MAYOR, title="Maire", since=DAY)
    assert note(act, signatory=1).capacity == "Le Maire"


def test_rectified_text_is_to_be_signed_again(act: Deliberation) -> None:
    note(act)
    passage = passages_of_act(act)[0]
    rectify_act(act=act, passage=passage.key, text="Tarifs exacts", reason="Faute", by=None, at=AT)
    assert how_signed(act) is None
    assert HandSignatureUndone.objects.get().reason == "Texte rectifié après la signature."
    refresh_sitting(act.sitting, at=AT)
    assert [row.number for row in acts_to_sign(act.council)] == ["2026-1"]


def test_draft_is_not_signed_and_undoing_needs_a_reason() -> None:
    draft = act_of(store_evening(), "p1")
    with pytest.raises(Refusal, match="pas de numéro"):
        note(draft)
    with pytest.raises(Refusal, match="pourquoi"):
        undo_hand_signature(act=draft, by=None, at=AT, reason=" ")
