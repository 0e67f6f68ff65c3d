"""Words of a signed decision hidden from the public: on its page, in its file, in the lists and in the search."""

import pytest
from django.urls import reverse

from councils.domain.errors import Refusal
from deliberations.domain.publishing import Way
from deliberations.models import DecisionRectification, SearchEntry
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.decisions import decision_facts
from deliberations.services.decision_documents import decision_body, paper_of, public_paper
from deliberations.services.hiding import hide_words
from deliberations.services.passages import passages_of_act
from deliberations.services.publishing import publish_act
from deliberations.services.searching import rebuild_index
from tests.builders import make_user
from tests.deliberations.decisions.world import AT, drafted, signed, store

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def council():
    return store()


def named(council, **facts):
    """A decision about Mme Untel, signed and put online."""
    row = signed(
        council,
        title_html="Concession à Mme Untel",
        articles_html=("Elle est accordée à Mme Untel",),
        **facts,
    )
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    return row


def hide(row, label: str, words: str, reason: str = "Donnée personnelle."):
    passage = next(each for each in passages_of_act(row) if each.label == label)
    numbers = [n for n, word in enumerate(passage.words) if word.text.strip(".;") in words.split()]
    return hide_words(act=row, passage=passage.key, words=numbers, reason=reason, by=None, at=AT)


def hide_all(row):
    hide(row, "Objet", "Mme Untel")
    hide(row, "Décision", "Mme Untel")


def test_hidden_words_stay_in_the_decision_and_leave_the_public_copy(council):
    row = named(council)
    before = decision_body(paper_of(row), paper_of(row).rendition())
    hide_all(row)
    paper = paper_of(row)
    whole = decision_body(paper, paper.rendition())
    assert whole.count("Untel") == before.count("Untel") > 1
    public = decision_body(public_paper(paper), paper.rendition())
    assert ("Untel" in public, public.count("[occulté]")) == (False, before.count("Untel"))
    assert paper.facts.decision.signatory == decision_facts(row).decision.signatory
    kept = [proof.label for proof in proofs_of_decision(row) if proof.kind == "Texte"]
    assert kept == ["Erreur rectifiée : « Mme Untel » → « [occulté] »"] * 2


def test_public_pages_and_search_follow_at_once(client, council):
    row = named(council)
    pages = [
        reverse("public_decisions", args=("exemple",)),
        reverse("public_decision", args=("exemple", 2024, row.slug)),
    ]
    assert all("Untel" in client.get(page).content.decode() for page in pages)
    hide_all(row)
    assert not any("Untel" in client.get(page).content.decode() for page in pages)
    rebuild_index(council)
    entry = SearchEntry.objects.get(uid=row.uid)
    assert "Untel" not in f"{entry.title} {entry.body}"
    assert "untel" not in f"{entry.title_stems} {entry.stems}".lower()


@pytest.mark.parametrize(
    ("words", "reason", "code"),
    [("", "Motif.", "rectification.words"), ("Untel", " ", "rectification.reason")],
)
def test_nothing_is_hidden_without_words_or_a_reason(council, words, reason, code):
    row = named(council)
    with pytest.raises(Refusal) as refused:
        hide(row, "Objet", words, reason)
    assert refused.value.code == code
    row.refresh_from_db()
    assert "<mark" not in row.title_html
    assert not DecisionRectification.objects.exists()


def test_page_hides_what_is_ticked(client, council):
    row = named(council)
    client.force_login(make_user(council=council), backend=BACKEND)
    address = reverse("decision_hide", args=("exemple", row.uid))
    page = client.get(address)
    passage = page.context["passages"][0]
    assert passage.label == "Objet"
    chosen = f"{address}?passage={passage.key}"
    assert client.post(chosen, {"reason": "Donnée."}).status_code == 422
    answer = client.post(chosen, {"words": ["2", "3"], "reason": "Donnée personnelle."})
    assert answer.url == reverse("decision", args=("exemple", row.uid))
    row.refresh_from_db()
    assert row.title_html == "Concession à <mark data-private>Mme Untel</mark>"
    assert client.post(chosen, {"words": ["2"], "reason": "Encore."}).status_code == 422


def test_a_draft_is_marked_where_it_is_written(client, council):
    row = drafted(council)
    client.force_login(make_user(council=council), backend=BACKEND)
    answer = client.get(reverse("decision_hide", args=("exemple", row.uid)))
    assert answer.url == reverse("decision_edit", args=("exemple", row.uid))
