"""What follows a signature: judged as pyHanko judges it, from fewer ways; and counted byte by byte."""

from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.misc import PdfStrictReadError

from deliberations.signing.layers import tells_all
from deliberations.signing.ports import SignedDocument
from deliberations.signing.reading import SignedFileReader
from deliberations.signing.updates import UpdatePolicy, _asked
from deliberations.signing.ways import Document
from tests.deliberations.signing.attacks.structures import HEAD, stream
from tests.deliberations.signing.attacks.updates import HIDDEN, updated

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    "change", [None, "order of pages", "attachment", "field with words", "signature shown in another place"]
)
def test_ways_are_those_of_pyhanko(register_act: SignedDocument, change: str | None):
    pdf = updated(HIDDEN[change])(register_act.content) if change else register_act.content
    ours, theirs = SignedFileReader(pdf), SignedFileReader(pdf)
    first = ours.embedded_regular_signatures[0].signed_revision
    state, reference = ours.get_historical_resolver(first), theirs.get_historical_resolver(first)
    reference._load_reverse_xref_cache()
    asked = set(_asked(state))
    ways = Document(state).ways(asked)
    assert {each: ways.get(each, set()) for each in asked} == {
        each: reference._get_usages_of_ref(each) for each in asked
    }
    assert sum(map(len, ways.values())) > 5


def test_verdict_is_that_of_pyhanko(register_act: SignedDocument):
    for one in SignedFileReader(register_act.content).embedded_regular_signatures:
        policy = UpdatePolicy(1)
        assert one.evaluate_signature_coverage() is not None
        one.compute_integrity_info(diff_policy=policy)
        ours = one.diff_result
        again = next(
            each
            for each in SignedFileReader(register_act.content).embedded_regular_signatures
            if each.field_name == one.field_name
        )
        again.compute_integrity_info()
        assert ours == again.diff_result


def test_every_byte_of_our_updates_is_told(register_act: SignedDocument):
    pdf = register_act.content
    reader = SignedFileReader(pdf)
    end = pdf.index(b"%%EOF") + 6
    assert tells_all(reader, pdf, after=0, end=end)
    assert not tells_all(reader, pdf, after=0, end=end - 20)
    assert not tells_all(reader, pdf, after=1, end=end)


def test_object_twice_in_its_stream_is_refused():
    places = [len(HEAD)]
    held = b"1 0 1 2 <</Type/Catalog>>"
    body = HEAD + b"2 0 obj\n" + stream(held, b"/Type/ObjStm/N 2/First 8") + b"\nendobj\n"
    rows = [(0, 0, 65535), (2, 2, 0), (1, places[0], 0), (1, len(body), 0)]
    data = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + rank.to_bytes(2, "big") for kind, at, rank in rows
    )
    table = b"3 0 obj\n" + stream(data, b"/Type/XRef/W[1 4 2]/Size 4/Root 1 0 R") + b"\nendobj\n"
    pdf = body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)
    with pytest.raises(PdfStrictReadError, match="twice"):
        _ = SignedFileReader(pdf).root


def test_objects_of_a_stream_are_read_as_before(register_act: SignedDocument):
    written = BytesIO()
    with pikepdf.open(BytesIO(register_act.content)) as document:
        document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    reader = SignedFileReader(written.getvalue())
    assert reader.root["/Type"] == "/Catalog"
    assert reader.root["/Pages"]["/Kids"][0]["/Type"] == "/Page"
