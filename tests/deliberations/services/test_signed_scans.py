"""A pile of papers signed by hand comes back from the scanner: real pages, printed, drawn, and scanned askew."""

import io
from collections.abc import Sequence
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from councils.domain.errors import Refusal
from deliberations.documents.view import Rendition
from deliberations.domain.publishing import Way
from deliberations.domain.scans import ScannedPart, public_id_of, sorted_pages
from deliberations.domain.short_codes import short_code
from deliberations.models import Deliberation, HandSignature, HandSignatureUndone, Sitting, StoredFile
from deliberations.queries import record_of
from deliberations.queries.evidence import proofs_of
from deliberations.queries.signatures import how_signed
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.services.publishing import publish_act
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.signed_scans import ScansFiled, ScanTold, file_signed_scans
from deliberations.services.storage import read_document
from deliberations.services.transmitting import record_receipt
from deliberations.services.uploads import PDF, CheckedFile
from tests.builders import make_user
from tests.deliberations.finishing import AT, HELD_ON, act_of, closed_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DAY = HELD_ON + timedelta(days=1)
BASE = "https://actes.example.fr"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def evening(settings) -> Sitting:
    """Two acts, executory since the day of the sitting."""
    settings.PUBLIC_BASE_URL = BASE
    sitting = closed_evening()
    for item in ("p1", "p3"):
        act = act_of(sitting, item)
        site = "https://exemple.test/"
        publish_act(act=act, way=Way.OTHER_SITE, by=None, at=AT, effective_on=HELD_ON, reference=site)
        record_receipt(act=act, by=None, at=AT, received_on=HELD_ON)
    return sitting


def scanned(act: Deliberation, rendition: Rendition = Rendition.REGISTER) -> list[Image.Image]:
    """The pages of a printed act as a scanner gives them back: 120 dots to the inch, grey, slightly turned."""
    record = record_of(act.sitting)
    printed = render_act(record, record.act(act.uid), rendition=rendition, file_format=FileFormat.PDF)
    pages = [page.render(scale=120 / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(printed)]
    return [page.rotate(0.8, fillcolor=255, resample=Image.Resampling.BILINEAR) for page in pages]


def pile(pages: Sequence[Image.Image], name: str = "pile.pdf") -> CheckedFile:
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=120, quality=60)
    return CheckedFile(name, stream.getvalue(), PDF, len(pages))


def blank() -> Image.Image:
    return Image.new("L", (992, 1403), 250)


def filed(sitting: Sitting, *files: CheckedFile, remark: str = "") -> ScansFiled:
    told = ScanTold(DAY, remark=remark)
    return file_signed_scans(council=sitting.council, files=files, told=told, by=None, at=AT)


def test_pile_in_any_order_goes_to_its_acts(evening):
    first, last = act_of(evening, "p1"), act_of(evening, "p3")
    pages = [*scanned(last, Rendition.EXTRACT), blank(), *scanned(first)]
    done = filed(evening, pile(pages))
    assert done.left == ()
    assert {(kept.act.number, kept.is_noted) for kept in done.kept} == {
        (first.number, True),
        (last.number, True),
    }
    assert sum(kept.pages for kept in done.kept) == len(pages)
    for act, count in ((first, len(scanned(first))), (last, len(pages) - len(scanned(first)))):
        row = HandSignature.objects.select_related("file").get(deliberation=act)
        assert (row.signed_on, str(row.signatory), row.file.pages) == (DAY, "Prénom m1", count)
        assert row.file.name == f"{short_code(act.public_id)}.pdf"
        with pikepdf.open(io.BytesIO(read_document(row.file))) as kept:
            assert len(kept.pages) == count
        assert how_signed(act) is not None


def test_signature_noted_without_its_paper_receives_it_once(evening):
    act = act_of(evening, "p1")
    mayor = act.council.mandates.get(uid="m1")
    record_hand_signature(act=act, told=HandSigned(DAY, mayor, remark="Relu."), by=None, at=AT)
    paper = pile(scanned(act))
    (kept,) = filed(evening, paper).kept
    assert not kept.is_noted
    assert [row.remark for row in act.hand_signatures.order_by("pk")] == ["Relu.", "Relu."]
    (left,) = filed(evening, paper).left
    assert "déjà conservés" in left.why
    assert StoredFile.objects.filter(media_type=PDF, hand_signatures__isnull=False).count() == 1
    undo_hand_signature(act=act, by=None, at=AT, reason="Papier d'une autre séance")
    assert how_signed(act) is None
    assert HandSignatureUndone.objects.count() == 2
    assert len([proof for proof in proofs_of(act) if "annulée" in proof.label]) == 2


def test_what_joins_nothing_is_told_and_the_rest_is_kept(evening):
    act = act_of(evening, "p1")
    stranger = closed_evening(uid="ailleurs")
    foreign = act_of(stranger, "p1")
    done = filed(evening, pile([blank(), *scanned(act)]), pile(scanned(foreign), "voisine.pdf"))
    assert [kept.act.pk for kept in done.kept] == [act.pk]
    assert [left.act for left in done.left] == [None, None]
    whys = " ".join(left.why for left in done.left)
    assert "« pile.pdf », page 1 : aucun code lisible" in whys
    assert f"{short_code(foreign.public_id)} n'est celui d'aucun acte" in whys
    assert not HandSignature.objects.filter(deliberation=foreign).exists()


def test_act_in_two_files_is_refused_and_nothing_of_it_is_kept(evening):
    pages = scanned(act_of(evening, "p1"))
    done = filed(evening, pile(pages, "un.pdf"), pile(pages, "deux.pdf"))
    assert done.kept == ()
    assert ["« un.pdf », « deux.pdf »" in left.why for left in done.left] == [True]
    assert not HandSignature.objects.exists()


def test_act_not_executory_that_day_is_refused_without_a_remark(evening):
    act = act_of(evening, "p1")
    told = ScanTold(HELD_ON - timedelta(days=1))
    done = file_signed_scans(council=evening.council, files=[pile(scanned(act))], told=told, by=None, at=AT)
    assert done.kept == ()
    assert not StoredFile.objects.filter(hand_signatures__isnull=False).exists()


def test_file_that_does_not_open_stops_everything(evening):
    broken = CheckedFile("cassé.pdf", b"%PDF-1.7 nothing", PDF, 1)
    with pytest.raises(Refusal, match=r"cassé\.pdf"):
        filed(evening, pile(scanned(act_of(evening, "p1"))), broken)
    assert not HandSignature.objects.exists()


def test_secretary_drops_the_pile_on_the_page(client, evening):
    act = act_of(evening, "p1")
    client.force_login(make_user(council=evening.council), backend=BACKEND)
    address = f"/conseils/{evening.council.uid}/a-signer/papiers/"
    upload = io.BytesIO(pile([*scanned(act), *scanned(act_of(evening, "p3"))]).content)
    upload.name = "pile.pdf"
    answer = client.post(address, {"scans": [upload], "signed_on": DAY.isoformat()}, follow=True)
    page = text_of_page(answer)
    assert answer.redirect_chain == [(address, 302)]
    assert f"Signature notée et papier conservé : délibération n° {act.number}" in page
    assert client.post(address, {"signed_on": DAY.isoformat()}).status_code == 422


def test_pages_are_sorted_by_their_codes():
    one, two = f"{BASE}/v/AAAAAAAAAAAAAAAA", f"{BASE}/v/BBBBBBBBBBBBBBBB"
    files = [[[], [one], [], [two], [one]], [[one, two], [], [two, "https://ailleurs.test"]]]
    found = sorted_pages(files)
    assert found.parts == {
        "A" * 16: (ScannedPart(0, (1, 2, 4)),),
        "B" * 16: (ScannedPart(0, (3,)), ScannedPart(1, (2,))),
    }
    assert found.lost == (ScannedPart(0, (0,)), ScannedPart(1, (0, 1)))
    assert public_id_of("https://exemple.test/v/trop-court") == ""
