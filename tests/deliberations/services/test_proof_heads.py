"""The head of each day: sealed once, timestamped when the server answers, published, mailed."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from councils.models import Council
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import consistency_proof, is_consistent, leaf_hash, root_of_inclusion
from deliberations.models import ProofEntry, ProofHead, ProofRecipients
from deliberations.services.proof import prove
from deliberations.services.proof_heads import (
    digest_of_head,
    head_over,
    inclusion_of,
    leaves_of,
    seal_head,
    seal_heads,
    set_recipients,
)
from deliberations.services.timestamping import stamp_of
from deliberations.signing.stamping import is_stamped_by
from tests.builders import make_issued, make_user, store_act, store_council
from tests.support.pki import Pki

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
NEXT = NOW + timedelta(days=1)


@pytest.fixture
def council() -> Council:
    council = store_council()
    for number in range(5):
        prove(council, ProofKind.ISSUED, {"number": number}, NOW)
    return council


def test_head_is_the_root_of_all_entries_once_a_day(council: Council) -> None:
    head = seal_head(council, at=NOW)
    assert head is not None
    assert (head.day, head.size, head.published_at) == (date(2026, 11, 30), 5, NOW)
    prove(council, ProofKind.PUBLISHED, {"late": True}, NOW)
    assert seal_head(council, at=NOW) is None
    later = seal_head(council, at=NEXT)
    assert later is not None
    assert later.size == 6
    assert seal_head(council, at=NEXT + timedelta(days=1)) is None
    leaves = leaves_of(council, 6)
    assert is_consistent(
        first=5,
        first_root=bytes.fromhex(head.root),
        second=6,
        second_root=bytes.fromhex(later.root),
        path=consistency_proof(leaves, 5),
    )


def test_day_is_that_of_the_council(council: Council) -> None:
    """23:30 in UTC is already the next day in Paris."""
    head = seal_head(council, at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    assert head is not None
    assert head.day == date(2026, 12, 1)


def test_duty_says_what_it_did_and_nothing_twice(council: Council) -> None:
    assert seal_heads(NOW) == "Têtes du registre de preuve : 1 racine de plus."
    assert seal_heads(NOW) == ""


def test_duty_enters_first_what_was_there_before(django_db_blocker: object) -> None:
    act = store_act()
    make_issued(act)
    assert seal_heads(NOW)
    assert ProofHead.objects.get().size == ProofEntry.objects.count()


def test_head_is_timestamped_by_the_server_of_the_settings(
    council: Council, pki: Pki, settings: object
) -> None:
    settings.TIMESTAMP_URL = pki.timestamp_url()
    seal_heads(NOW)
    head = ProofHead.objects.get()
    told = stamp_of(bytes(head.token), digest_of_head(head))
    assert abs(told.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert is_stamped_by(bytes(head.token), [pki.certificate("racine")])
    assert head.stamped_at == NOW


def test_head_waits_for_a_server_that_is_down(council: Council, pki: Pki, settings: object) -> None:
    settings.TIMESTAMP_URL = pki.timestamp_url()
    with pki.down("tsa"):
        seal_heads(NOW)
    assert not ProofHead.objects.get().is_stamped
    seal_heads(NOW + timedelta(hours=1))
    assert ProofHead.objects.get().is_stamped


def test_head_leaves_by_mail_with_its_token(council: Council, pki: Pki, settings: object) -> None:
    settings.TIMESTAMP_URL, settings.PUBLIC_BASE_URL = pki.timestamp_url(), "https://actes.exemple.test"
    set_recipients(
        council=council,
        emails=["maire@exemple.test", "archives@exemple.test", "maire@exemple.test"],
        by=make_user(),
    )
    seal_heads(NOW)
    seal_heads(NOW)
    head = ProofHead.objects.get()
    assert sorted(message.to[0] for message in mail.outbox) == ["archives@exemple.test", "maire@exemple.test"]
    message = mail.outbox[0]
    assert head.root in message.body
    assert "https://actes.exemple.test/public/exemple/preuves/" in message.body
    told = json.loads(message.attachments[0].content)
    assert (told["size"], told["root"], told["council"]) == (5, head.root, "exemple")
    assert message.attachments[1].content == bytes(head.token)
    assert head.mailed_at == NOW


def test_head_without_recipient_waits(council: Council) -> None:
    seal_heads(NOW)
    assert ProofHead.objects.get().mailed_at is None
    set_recipients(council=council, emails=["archives@exemple.test"], by=None)
    seal_heads(NOW)
    assert len(mail.outbox) == 1
    assert "à horodater" not in mail.outbox[0].subject
    assert "pas encore horodatée" in mail.outbox[0].body


def test_recipients_are_kept_with_their_history(council: Council) -> None:
    set_recipients(council=council, emails=["a@exemple.test"], by=None)
    set_recipients(council=council, emails=[], by=None)
    assert ProofRecipients.objects.get().addresses == []
    assert ProofRecipients.history.count() == 2


def test_inclusion_can_be_computed_anew(council: Council) -> None:
    entry = ProofEntry.objects.get(seq=3)
    assert head_over(entry) is None
    head = seal_head(council, at=NOW)
    assert head_over(entry) == head
    told = inclusion_of(entry, head)
    leaf = leaf_hash(bytes.fromhex(told["entry"]["hash"]))
    assert leaf.hex() == told["leaf_hash"]
    path = [bytes.fromhex(each) for each in told["audit_path"]]
    root = root_of_inclusion(leaf, told["leaf_index"], told["tree_size"], path)
    assert root is not None
    assert root.hex() == head.root == told["head"]["root"]
    assert "salt" not in json.dumps(told)
