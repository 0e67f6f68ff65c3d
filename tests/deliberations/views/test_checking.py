"""The short address of a certified page: to the act online, or a page that says that there is none, and no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberations.domain.publishing import Way
from deliberations.domain.short_codes import short_code
from deliberations.models import Deliberation, MayorDecision, PublicPages
from deliberations.queries import dossier_of
from deliberations.received.pdf_text import pdf_text
from deliberations.services.decision_documents import issue_copy
from deliberations.services.publishing import publish_act, unpublish_act
from tests.builders import BACKEND, make_user
from tests.deliberations.decisions.world import signed
from tests.deliberations.decisions.world import store as store_decisions
from tests.deliberations.finishing import AT, SECRET, act_of, closed_evening, store_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ACT = "/public/exemple/deliberations/2026/2026-1/"
FILE = "/public/exemple/deliberations/2026/2026-1.pdf"


@pytest.fixture
def act() -> Deliberation:
    """Closed; its code was printed on a paper."""
    row = act_of(closed_evening(), "p1")
    Deliberation.objects.filter(pk=row.pk).update(public_id_is_known=True)
    row.refresh_from_db()
    return row


def of(act: Deliberation) -> str:
    return f"/v/{act.public_id}"


def test_code_leads_to_the_act_online(client, act):
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    answer = client.get(of(act))
    assert (answer.status_code, answer["Location"]) == (302, ACT)
    assert answer.cookies == {}


@pytest.mark.parametrize("typed", [str.lower, short_code, lambda code: f"  {code[:8]} {code[8:]} "])
def test_code_is_read_however_it_is_typed(client, act, typed):
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    answer = client.get("/v/", {"code": typed(act.public_id)})
    assert (answer.status_code, answer["Location"]) == (302, of(act))
    assert client.get(f"/v/{typed(act.public_id).strip()}")["Location"] == ACT


@pytest.fixture
def decided() -> MayorDecision:
    """Signed: its paper bears its code."""
    return signed(store_decisions("decisions"), is_transmissible=False)


def test_code_of_a_decision_leads_to_its_page(client, decided, settings):
    settings.PUBLIC_BASE_URL = "https://actes.example.fr"
    assert "pas encore, sur nos pages" in text_of_page(client.get(f"/v/{decided.public_id}"))
    publish_act(act=decided, way=Way.OWN_PAGE, by=None, at=AT)
    issue_copy(row=decided, by=None, at=AT)
    answer = client.get(f"/v/{decided.public_id}")
    assert (answer.status_code, answer["Location"]) == (302, "/public/decisions/decisions/2024/dec2024-01/")
    file = b"".join(client.get("/public/decisions/decisions/2024/dec2024-01.pdf"))
    assert f"actes.example.fr/v/{short_code(decided.public_id)}" in pdf_text(file)


def test_decision_certified_and_not_online_says_so(client, decided):
    publish_act(act=decided, way=Way.POSTING, by=None, at=AT, effective_on=decided.decided_on)
    issue_copy(row=decided, by=None, at=AT)
    assert "n'est pas, ou pas encore, sur nos pages publiques" in text_of_page(
        client.get(f"/v/{decided.public_id}")
    )
    (told,) = dossier_of(decided.council).decisions
    assert told.public_id == decided.public_id


def test_one_code_is_never_that_of_two_kinds_of_acts(act, decided):
    for known, other in ((act, decided), (decided, act)):
        other.public_id, other.public_id_is_known, other._state.adding = known.public_id, True, True
        with pytest.raises(ValidationError) as refused:
            other.clean()
        assert set(refused.value.message_dict) == {"public_id"}
        other.refresh_from_db()


def test_act_that_is_not_online_says_so_and_no_more(client, act):
    answer = client.get(of(act))
    page = text_of_page(answer)
    assert answer.status_code == 200
    assert "n'est pas, ou pas encore, sur nos pages publiques" in page
    assert short_code(act.public_id) in page
    told = (act.council.place_name, act.number, SECRET, "Prénom", "délibération n°")
    assert [word for word in told if word and word in page] == []
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_same_answer_for_somebody_who_is_logged_in(client, act):
    anonymous = client.get(of(act)).content
    client.force_login(make_user(council=act.council), backend=BACKEND)
    assert client.get(of(act)).content == anonymous


def test_act_taken_off_leads_to_the_page_that_says_it(client, act):
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    unpublish_act(act=act, reason="Erreur de pièce", by=None, at=AT + timedelta(days=70))
    assert client.get(of(act), follow=True).status_code == 410


def test_closed_pages_hide_it(client, act):
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    PublicPages.objects.update_or_create(council=act.council, defaults={"is_open": False})
    assert client.get(of(act)).status_code == 200


@pytest.mark.parametrize(
    "code", ["ABCDEFGHIJKLMNOP", "trop-court", "A" * 400, "ABCDEFGHIJKLMN01", "é" * 16, "\x00"]
)
def test_unknown_code_is_404(client, act, code):
    assert client.get(f"/v/{code}").status_code == 404


def test_code_that_no_paper_bears_is_404(client):
    draft = act_of(store_evening(), "p1")
    assert draft.public_id
    assert client.get(of(draft)).status_code == 404


def test_wrong_code_is_refused_with_its_cure(client, act):
    answer = client.get("/v/", {"code": "ABCD-1"})
    assert answer.status_code == 422
    assert "Un code compte seize lettres ou chiffres" in text_of_page(answer)
    assert 'value="ABCD-1"' in answer.content.decode()


def test_few_queries_and_nothing_written(client, act):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(of(act))
    assert len(queries) < 20
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert client.post(of(act)).status_code == 405


def test_public_file_bears_the_code(client, act, settings):
    settings.PUBLIC_BASE_URL = "https://actes.example.fr"
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    text = pdf_text(client.get(FILE).content)
    assert f"actes.example.fr/v/{short_code(act.public_id)}" in text
