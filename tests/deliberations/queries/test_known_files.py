"""What is known of a digest: each table that keeps bytes answers for its own, and all are asked at once."""

import hashlib
from datetime import timedelta

import pytest

from deliberations.models import DecisionCopy
from deliberations.queries.known_files import SCAN, KnownFile, known_files
from deliberations.services.decision_documents import issue_register_sheet
from deliberations.services.decision_signing import sign_decision
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.services.list_publishing import LIST
from deliberations.services.sitting_documents import issue_paper
from deliberations.services.uploads import PDF, CheckedFile
from tests.builders import SHA
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.decisions import world as decisions
from tests.deliberations.finishing import act_of
from tests.deliberations.services.test_register import AT, FIRST, entered, opened, store_year

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CONTENT = foreign_pdf(2)
PAPER = CheckedFile("papier.pdf", CONTENT, PDF, 2)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def council(db):
    return store_year()


def told(sha256: str) -> list[tuple[object, str]]:
    return [(file.of, file.document) for file in known_files(sha256)]


def test_digest_that_nobody_knows_costs_one_query(council, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert known_files(SHA) == []


def test_sheet_of_an_act_is_known_as_itself_and_as_pages_of_the_register(council):
    act = act_of(council.sittings.get(uid="s1"), "p1")
    sheet, *_, closing = entered(opened(council), "s1")
    pages = (None, "Pages du registre")
    assert told(sheet.sha256) == [(act, sheet.document.get_kind_display()), pages]
    assert told(closing.sha256) == [pages]


def test_list_of_a_sitting_is_known(council):
    sitting = council.sittings.get(uid="s1")
    issued = issue_paper(sitting=sitting, paper=LIST, by=None, at=AT, edited_on=FIRST)
    assert told(issued.sha256) == [(sitting, issued.get_kind_display())]


def test_scan_of_an_act_is_known_until_its_signature_is_taken_back(council):
    act = act_of(council.sittings.get(uid="s1"), "p1")
    signatory = council.mandates.select_related("council", "person").get(uid="m1")
    paper = HandSigned(FIRST + timedelta(days=2), signatory, remark="Vérifié", scan=PAPER)
    signature = record_hand_signature(act=act, told=paper, by=None, at=AT)
    assert known_files(signature.file.sha256) == [KnownFile(act, SCAN)]
    undo_hand_signature(act=act, reason="Erreur", by=None, at=AT)
    assert known_files(signature.file.sha256) == []


def test_decision_is_known_by_its_sheet_and_its_scan(db):
    council = decisions.store()
    number = decisions.NumberTold(decisions.DECIDED, council.mandates.get(uid="m1"))
    row = sign_decision(row=decisions.drafted(council), told=number, by=None, at=decisions.AT, scan=PAPER)
    copy = issue_register_sheet(row=row, by=None, at=decisions.AT)
    scan = row.hand_signatures.get().file
    assert known_files(copy.sha256) == [KnownFile(row, copy.get_kind_display(), copy.kind)]
    assert known_files(scan.sha256) == [KnownFile(row, SCAN)]
    later = DecisionCopy.objects.create(
        **{field: getattr(copy, field) for field in ("decision", "kind", "size", "path", "snapshot", "at")},
        version=copy.version + 1,
        sha256=SHA,
    )
    assert [file.is_latest for sha in (copy.sha256, later.sha256) for file in known_files(sha)] == [
        False,
        True,
    ]
