"""A councillor who was secretary of the sitting signs it all with the keyboard; each page is accessible."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from councils.domain.roles import RoleKind
from councils.models import CouncilRole
from deliberations.domain.signing_order import PaperState, SignedKind
from deliberations.models import SigningPaper
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_papers import prepare_sitting
from tests.builders import make_user
from tests.deliberations.finishing import closed_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def councillor():
    """Linked to the person who was secretary; her whole sitting waits for her."""
    sitting = closed_evening(secretaries=("m3",))
    person = sitting.council.mandates.get(uid="m3").person
    user = make_user("conseillere@exemple.test")
    CouncilRole.objects.create(user=user, council=sitting.council, kind=RoleKind.MEMBER, person=person)
    prepare_sitting(sitting=sitting, kinds=[SignedKind.REGISTER_ACT], by=None, at=timezone.now(), head=USUAL)
    return user


def test_member_signs_a_whole_sitting_with_the_keyboard(councillor, log_in_as, go):
    log_in_as(councillor)
    page: Page = go("/conseils/exemple/a-signer/")
    look(page)
    page.emulate_media(media="print")
    expect(page.locator(".sign-row label").first).to_be_visible()  # the list to sign, on paper too
    page.emulate_media(media="screen")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    boxes.last.focus()
    page.keyboard.press("Space")
    expect(boxes.last).not_to_be_checked()
    page.get_by_role("button", name="Continuer vers la signature").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous signez 2 documents")
    look(page)
    pkcs12, _ = issue_pkcs12(timezone.now() - timedelta(hours=1))
    file = {"name": "cle.p12", "mimeType": "application/x-pkcs12", "buffer": pkcs12}
    for _ in range(2):  # the certificate is in another name: the second time it is confirmed
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_label("Mot de passe").fill(PASSPHRASE)
        page.get_by_label("relu ces documents", exact=False).check()
        confirmation = page.get_by_label("Je confirme que ce certificat", exact=False)
        if confirmation.count():
            confirmation.check()
        page.get_by_role("button", name="Signer", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 documents signés")
    look(page)
    states = SigningPaper.objects.order_by("pk").values_list("state", flat=True)
    assert sorted(states) == [PaperState.TO_HEAD, PaperState.TO_HEAD, PaperState.TO_SECRETARY]
