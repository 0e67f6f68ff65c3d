"""An act followed by its annexes, and that carries one, is signed and found sound like any other."""

from dataclasses import replace
from datetime import date

import pytest

from deliberations.annexes import AttachedAnnex, attach, draw, place, read_sheets, shapes_of
from deliberations.annexes.cleaning import clean
from deliberations.documents.appended import appended_annex
from deliberations.documents.pdf import render_pdf
from deliberations.signing.check import check_signatures
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.trust import trusting
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.signing.samples import NOW, make_request
from tests.support.sample_view import sample_view
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration


def with_annexes(drawn: bytes) -> bytes:
    annex = appended_annex(1, "Plan du préau", act_number="2023-57", shapes=shapes_of(drawn))
    held = place(render_pdf(replace(sample_view(), appended=(annex,))), read_sheets(drawn))
    carried = AttachedAnnex("annexe-2.pdf", "Annexe n° 2", "application/pdf", foreign_pdf(1))
    return prepare_signature_fields(attach(held, [carried], dated=date(2023, 12, 19)))


def test_act_with_annexes_is_signed_sound_and_conforms(signer, appearance, roots):
    master = with_annexes(draw(foreign_pdf(2), "application/pdf", name="plan.pdf"))
    signed = signer.sign(master, make_request(appearance))
    report = check_signatures(signed.content, trust=trusting(*roots), at=NOW)
    assert (len(report.signatures), report.problems) == (1, ())
    assert_conforms(signed.content)


@pytest.mark.parametrize("which", ["signed", "twice_signed"])
def test_real_signature_is_known_as_one_when_the_file_is_sent_as_an_annex(
    which: str, request: pytest.FixtureRequest
):
    content = request.getfixturevalue(which).content
    kept = clean(content)
    assert (kept.content, kept.is_signed, kept.remarks) == (content, True, ())
    completed = clean(content + b"\n% plus tard\n%%EOF\n")
    assert (completed.is_signed, completed.remarks) == (True, ("completed",))
