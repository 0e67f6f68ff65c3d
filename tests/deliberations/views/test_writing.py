"""The editor by plain forms: the whole Gruson text typed, conflicts, corrections, versions, library, Word."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberations.documents.view import Rendition
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.text_versions import digest_of
from deliberations.models import AgendaItem, Deliberation, LibraryClause, Override, Sitting, TextModel
from deliberations.queries import record_of
from deliberations.queries.texts import text_stored
from deliberations.services.changes import changing
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.texts import save_text
from tests.builders import BACKEND
from tests.deliberations.views.world import ACT, SITTING, address, load, make_cast, text_of_page, the_act
from tests.support.docxmaker import lines, usual_act

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def cast():
    return make_cast(load("gruson-2023-12-19"))


@pytest.fixture
def client(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    return client


def typed(text: ActText, **more: object) -> dict[str, object]:
    """The form of the page filled with ``text``."""
    form: dict[str, object] = {
        "title_html": text.title_html,
        "statement_html": text.statement_html,
        "clause_kind": [clause.kind.value for clause in text.clauses],
        "clause_text": [clause.text_html for clause in text.clauses],
        "part": [str(index) for index in range(len(text.operative))],
        "annex": list(text.annexes),
    }
    for index, part in enumerate(text.operative):
        form |= {
            f"verb_{index}": part.verb,
            f"layout_{index}": part.layout.value,
            f"block_{index}": list(part.blocks_html),
        }
    return {**form, **more}


def save(client, text: ActText, **more: object):
    return client.post(address("act_write"), typed(text, **more))


def rendered(rendition: Rendition) -> bytes:
    act = the_act()
    record = record_of(act.sitting)
    return render_act(record, record.act(act.uid), rendition=rendition, file_format=FileFormat.TEXT)


def test_gruson_is_typed_by_forms_alone_and_prints_the_same(client):
    wanted = text_stored(the_act())
    expected = {rendition: rendered(rendition) for rendition in (Rendition.EXTRACT, Rendition.CERTIFIED)}
    save_text(the_act(), ActText(), by=None)
    assert rendered(Rendition.EXTRACT) != expected[Rendition.EXTRACT]
    response = save(client, wanted, base=digest_of(ActText()), gesture="save")
    assert (response.status_code, response.url) == (302, f"{address('act_write')}#contenu")
    assert text_stored(the_act()) == wanted
    assert {rendition: rendered(rendition) for rendition in expected} == expected


def test_page_shows_the_text_its_facts_and_its_remarks(client):
    page = text_of_page(client.get(address("act_write")))
    for said in (
        "Rédiger la délibération n° 2023-57",
        '<option value="VU" selected>Vu</option>',
        "le Schéma directeur des espaces numériques de travail",
        "En exercice : 15 ; Présents : 13",
        "Pour : 15 ; Contre : 00 ; Abstention : 00",
        'id="r-expose"',
    ):
        assert said in page
    assert page.count("<h1") == 1


def test_draft_is_opened_from_an_item(client):
    row = Sitting.objects.get(uid=SITTING["sitting"])
    AgendaItem.objects.create(sitting=row, uid="point-2", order=2, title_html="Tarifs", kind="DELIBERATION")
    assert "Rédiger la délibération" in text_of_page(client.get(reverse("sitting", kwargs=SITTING)))
    response = client.post(reverse("item_write", kwargs={**SITTING, "item": "point-2"}))
    act = Deliberation.objects.get(item__uid="point-2")
    assert response.url == reverse("act_write", kwargs={**SITTING, "act": act.uid})
    assert (act.title_html, client.get(response.url).status_code) == ("Tarifs", 200)


def test_links_to_the_editor_are_for_the_secretary_alone(client, cast):
    for url in (reverse("sitting", kwargs=SITTING), address("act")):
        client.force_login(cast.secretary, backend=BACKEND)
        assert address("act_write") in client.get(url).content.decode()
        client.force_login(cast.auditor, backend=BACKEND)
        assert address("act_write") not in client.get(url).content.decode()


def test_two_people_see_both_texts_and_nothing_is_lost(client):
    base = digest_of(text_stored(the_act()))
    theirs, mine = ActText(title_html="Le leur"), ActText(title_html="Le mien")
    save(client, theirs, base=base)
    response = save(client, mine, base=base)
    page = text_of_page(response)
    assert response.status_code == 409
    assert text_stored(the_act()) == theirs
    assert ">Le mien</textarea>" in page
    assert '<del><span class="visually-hidden">[retiré : </span>leur' in page
    save(client, mine, base=base, gesture="mine")
    assert text_stored(the_act()) == mine


def test_text_not_chosen_is_set_aside(client):
    base = digest_of(text_stored(the_act()))
    save(client, ActText(title_html="Le leur"), base=base)
    save(client, ActText(title_html="Le mien"), base=base, gesture="theirs")
    assert text_stored(the_act()).title_html == "Le leur"
    assert '"title_html":"Le mien"' in the_act().versions.get(kind="SET_ASIDE").content


def test_automatic_saving_tells_the_new_base_and_a_conflict(client):
    base = digest_of(text_stored(the_act()))
    text = ActText(title_html="Un")
    response = client.post(address("act_autosave"), typed(text, base=base))
    assert f'data-base="{digest_of(text)}"' in response.content.decode()
    response = client.post(address("act_autosave"), typed(ActText(title_html="Deux"), base=base))
    assert "Ce texte a été enregistré par" in text_of_page(response)
    assert "data-base" not in text_of_page(response)
    assert text_stored(the_act()) == text


def test_preview_shows_what_is_typed_and_writes_nothing(client):
    before = text_stored(the_act())
    page = text_of_page(
        client.post(address("act_preview"), typed(ActText(statement_html="<p>Vu du ciel.</p>")))
    )
    assert "<p>Vu du ciel.</p>" in page
    assert text_stored(the_act()) == before


def fault(client):
    """A live act with a malformed article; the key of its finding as the page gives it."""
    Sitting.objects.update(origin="LIVE")
    text = ActText(
        title_html="Tarifs", clauses=(Clause(ClauseKind.VU, "le CGCT, notamment son article L.2121 29"),)
    )
    save(client, text)
    page = client.get(address("act_write")).content.decode()
    marked = [piece.split('"')[0] for piece in page.split('value="correct:')[1:]]
    return text, marked


def test_correction_changes_its_block_alone(client):
    text, keys = fault(client)
    assert keys
    save(client, text, gesture=f"correct:{keys[0]}")
    assert text_stored(the_act()).clauses[0].text_html == "le CGCT, notamment son article L. 2121-29"
    assert text_stored(the_act()).title_html == "Tarifs"


def test_finding_is_set_aside_with_a_reason(client):
    text, keys = fault(client)
    save(client, text, gesture=f"aside:{keys[0]}")
    assert Override.objects.count() == 0
    save(client, text, gesture=f"aside:{keys[0]}", **{f"reason_{keys[0]}": "ainsi écrit dans la loi"})
    row = Override.objects.get()
    assert (row.reason, row.where) == ("ainsi écrit dans la loi", "visas et considérants, n° 1")
    assert "Écarté : ainsi écrit dans la loi" in text_of_page(client.get(address("act_write")))


def test_clause_of_the_library_is_found_and_inserted_among_the_visas(client):
    page = text_of_page(client.get(address("clause_search"), {"visa": "schema DIRECTEUR"}))
    assert "le Schéma directeur des espaces numériques de travail" in page
    text = ActText(clauses=(Clause(ClauseKind.VU, "un"), Clause(ClauseKind.CONSIDERANT, "deux")))
    save(client, text, gesture="insert:cgct")
    assert [clause.text_html for clause in text_stored(the_act()).clauses] == [
        "un",
        "le Code général des collectivités territoriales",
        "deux",
    ]
    response = save(client, text, gesture="find", visa="loi")
    assert response.url == f"{address('act_write')}?visa=loi#bibliotheque"


def test_library_page_hides_and_shows(client):
    url = reverse("clause_library", kwargs={"council": "gruson"})
    row = LibraryClause.objects.filter(key__contains="schema directeur").get()
    assert "Schéma directeur" in text_of_page(client.get(url, {"mots": "schéma"}))
    for hidden in (True, False):
        client.post(url, {"clause": row.pk})
        row.refresh_from_db()
        assert row.hidden is hidden
    assert client.post(url, {"clause": "²"}).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_three_rows(client, rows, django_assert_max_num_queries):
    for index in range(rows):
        save(client, ActText(title_html=f"Version {index}"))
    for name, most in (("act_versions", 90), ("act_start", 90)):
        with django_assert_max_num_queries(most) as found:
            client.get(address(name))
        counted = len(found)
        save(client, ActText(title_html=f"Encore {name}"))
        with django_assert_max_num_queries(counted):
            client.get(address(name))


def test_versions_are_read_compared_and_restored(client):
    before = text_stored(the_act())
    save(client, ActText(title_html="Un seul mot"))
    page = text_of_page(client.get(address("act_versions")))
    assert "Version 1 : Texte d'origine" in page
    page = text_of_page(client.get(address("act_version", number=2)))
    assert "[ajouté : </span>" in page
    assert "(retiré)" in page
    page = text_of_page(client.get(address("act_version", number=1), {"avec": "aujourdhui"}))
    assert "De cette version au texte d'aujourd'hui" in page
    assert client.post(address("act_version", number=1)).url == address("act_write")
    assert text_stored(the_act()) == before
    assert client.get(address("act_version", number=9)).status_code == 404


def test_text_starts_from_an_earlier_act_with_the_accepted_changes_alone(client):
    council = the_act().council
    later = Sitting.objects.create(council=council, uid="seance-2024", held_on="2024-12-17", origin="LIVE")
    item = AgendaItem.objects.create(sitting=later, uid="p", order=1, title_html="ENT", kind="DELIBERATION")
    client.post(reverse("item_write", kwargs={"council": "gruson", "sitting": "seance-2024", "item": "p"}))
    act = Deliberation.objects.get(item=item)
    place = {"council": "gruson", "sitting": "seance-2024", "act": act.uid}
    page = text_of_page(client.get(reverse("act_start", kwargs=place), {"mots": "continuité 2023-57"}))
    assert "n° 2023-57" in page
    url = reverse("act_start_from", kwargs={**place, "source": f"acte-{the_act().pk}"})
    page = text_of_page(client.get(url))
    assert '<mark class="suggestion-word">2023-2024</mark>' in page
    name = page.split('value="2024-2025"')[0].rsplit('name="', 1)[1].split('"')[0]
    response = client.post(url, {name.replace("new", "accept"): "on", name: "2024-2025"})
    assert response.url == reverse("act_write", kwargs=place)
    copied, source = text_stored(act), text_stored(the_act())
    assert copied.statement_html == source.statement_html.replace("2023-2024", "2024-2025")
    assert copied.clauses == source.clauses


def test_text_is_kept_as_a_model_and_dropped(client):
    client.post(address("act_keep_model"), {"name": "Numérique"})
    model = TextModel.objects.get()
    assert "Numérique" in text_of_page(client.get(address("act_start")))
    client.post(address("act_start"), {"modele": model.pk})
    assert TextModel.objects.count() == 0
    client.post(address("act_keep_model"), {"name": ""})
    assert TextModel.objects.count() == 0


def word(content: bytes):
    return {"file": SimpleUploadedFile("acte.docx", content)}


def test_word_file_is_reviewed_then_saved(client):
    response = client.post(address("act_word"), word(usual_act()))
    page = text_of_page(response)
    assert "Tout le document a trouvé sa place" in page
    assert '<th scope="row">Membres en exercice</th><td>15</td><td>15</td>' in page
    form = response.context["form"]
    posted = {
        "target": [piece.target.value for piece in form.pieces],
        "html": [piece.html for piece in form.pieces],
        "base": form["base"].value(),
    }
    assert client.post(address("act_word"), posted).url == address("act_write")
    text = text_stored(the_act())
    assert (text.title_html, len(text.clauses), text.annexes) == (
        "Tarifs de la cantine",
        2,
        ("Grille des tarifs",),
    )
    assert the_act().versions.first().label == "Import d'un fichier Word"


def test_what_the_act_hides_is_hidden_in_the_file_or_told(client):
    hidden = "<p>Avis de <mark data-private>Mme Un</mark> et de <mark data-private>M. Deux</mark>.</p>"
    Deliberation.objects.filter(pk=the_act().pk).update(statement_html=hidden)
    given = word(lines("Objet : Vente", "Exposé", "Mme Un est venue avec M. Trois."))
    page = text_of_page(client.post(address("act_word"), given))
    assert "&lt;mark data-private&gt;Mme Un&lt;/mark&gt; est venue" in page
    assert "Ces mots étaient occultés dans l'acte" in page
    assert "<li>M. Deux</li>" in page
    assert "<li>Mme Un</li>" not in page


def test_what_word_did_not_make_clear_must_be_placed(client):
    response = client.post(
        address("act_word"), word(lines("Objet : Vente", "Vu le code", "Une phrase perdue"))
    )
    assert "Un morceau n'a pas été compris" in text_of_page(response)
    before = text_stored(the_act())
    response = client.post(address("act_word"), {"target": ["TITLE", "UNKNOWN"], "html": ["Vente", "perdue"]})
    assert response.status_code == 422
    assert ">perdue</textarea>" in text_of_page(response)
    assert text_stored(the_act()) == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_file_that_is_no_word_is_refused_on_the_form(client, content):
    response = client.post(address("act_word"), word(content))
    assert response.status_code == 422
    assert "Le formulaire n'a pas été accepté" in text_of_page(response)


def test_details_and_links(client):
    mayor = the_act().sitting.chair
    form = {
        "signatory": mayor.pk,
        "capacity": "Pour le maire",
        "identifiers": "Registre : 12",
        "action": "save",
    }
    assert client.post(address("act_details"), form).status_code == 302
    act = the_act()
    assert (act.signatory_member, act.signatory_capacity) == (mayor, "Pour le maire")
    response = client.post(address("act_details"), {**form, "identifiers": "sans genre", "signatory": ""})
    page = text_of_page(response)
    assert response.status_code == 422
    assert "« sans genre » : écrivez le genre, deux-points, puis le numéro." in page
    assert re.search(r">\s*sans genre\s*</textarea>", page)
    client.post(address("act_details"), {"action": "link", "kind": "REPLACES", "number": "2019-4"})
    link = act.links.get()
    assert (link.kind, link.number) == ("REPLACES", "2019-4")
    assert "Remplace la délibération n° 2019-4" in text_of_page(client.get(address("act_details")))
    client.post(address("act_details"), {"action": f"unlink:{link.pk}"})
    assert act.links.count() == 0


def test_finished_sitting_refuses_and_keeps_what_is_typed(client):
    with changing(the_act().sitting, by=None, reason="text.saved"):
        pass
    Sitting.objects.update(finished_at="2024-01-01T00:00:00Z")
    response = save(client, ActText(title_html="Trop tard"))
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Cette séance est clôturée" in page
    assert ">Trop tard</textarea>" in page


FIELDS = st.sampled_from(
    "title_html statement_html clause_kind clause_text part verb_0 block_0 annex gesture base target html file action "
    "signatory identifiers kind other adopted_on modele name".split()
)
NAMES = st.sampled_from(
    "act_write act_autosave act_preview act_word act_details act_start act_keep_model".split()
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, st.dictionaries(FIELDS, st.lists(st.text(max_size=30), max_size=3), max_size=8))
def test_hostile_input_is_never_a_server_error(client, name, fields):
    assert client.post(reverse(name, kwargs=ACT), fields).status_code in {200, 302, 409, 422}
