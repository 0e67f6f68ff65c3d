"""« Modèle Word de la commune »: sent, checked, tried, used, failing, taken out of use."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliberations.models import StoredFile, WordTemplate
from deliberations.services.rendering import FileFormat
from deliberations.services.word_templates import starter_of, template_in_use
from tests.builders import BACKEND
from tests.deliberations.views.world import address, load, make_cast, text_of_page
from tests.support.docxmaker import lines
from tests.support.docxtext import docx_blocks
from tests.support.hostile_templates import corpus
from tests.support.word_templates import SOME_DAY, store_template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE = "/conseils/gruson/reglages/modele-word/"
OWN = (
    "Commune : {{ collectivite }}",
    "{{ objet }}",
    "{% for s in signatures %}",
    "{{ s.nom }}",
    "{% endfor %}",
)


@pytest.fixture
def council():
    return load("gruson-2023-12-19")


@pytest.fixture
def secretary(client, council):
    secretary = make_cast(council).secretary
    client.force_login(secretary, backend=BACKEND)
    return secretary


def send(client, content, name="Modèle de la mairie.docx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def test_template_is_sent_tried_used_and_stopped(client, secretary, council):
    assert send(client, lines(*OWN)).status_code == 302
    row = WordTemplate.objects.get()
    assert (row.file.name, row.is_active, row.fields) == (
        "Modèle de la mairie.docx", False, ["collectivite", "objet", "signatures"],
    )  # fmt: skip
    assert row.history.get().history_change_reason == "word_template.received"
    page = text_of_page(client.get(PAGE))
    assert "Modèle à l'essai" in page
    assert "Le modèle n'imprime pas la décision. Champ à ajouter : decisions ou dispositif." in page
    trial = client.get(f"{PAGE}{row.uid}/essai-dernier-acte.docx")
    assert docx_blocks(trial.content)[0] == "Commune : Commune de GRUSON"
    docx = address("download", rendition="extrait", file_format="docx")
    assert docx_blocks(client.get(docx).content)[0].startswith("Le mardi dix-neuf décembre")

    assert client.post(f"{PAGE}{row.uid}/utiliser/").status_code == 302
    blocks = docx_blocks(client.get(docx).content)
    assert (blocks[0], blocks[-1]) == ("Commune : Commune de GRUSON", "Olivier TURPIN")
    standard = client.get(f"{docx}?modele=standard")
    assert docx_blocks(standard.content)[0].startswith("Le mardi dix-neuf décembre")
    assert "Word, version standard" in text_of_page(client.get(address("act")))
    assert "selon « Modèle de la mairie.docx »" in text_of_page(client.get("/conseils/gruson/reglages/"))

    assert "Ne plus utiliser ce modèle ?" in text_of_page(client.get(f"{PAGE}retirer/"))
    client.post(f"{PAGE}retirer/")
    assert docx_blocks(client.get(docx).content)[0].startswith("Le mardi dix-neuf décembre")
    assert "version standard</a>" not in text_of_page(client.get(address("act")))
    reasons = [h.history_change_reason for h in WordTemplate.history.order_by("history_id")]
    assert reasons == ["word_template.received", "word_template.used", "word_template.stopped"]
    assert all(h.history_user == secretary for h in WordTemplate.history.all())


def test_one_template_is_in_use_at_a_time(client, secretary, council):
    content = lines("{{ objet }}")
    first, second = (store_template(council, content, name=name) for name in ("a.docx", "b.docx"))
    for row in (first, second, second):
        client.post(f"{PAGE}{row.uid}/utiliser/")
    assert template_in_use(council) == second
    page = text_of_page(client.get(PAGE))
    assert "Modèles précédents" in page
    assert page.index("Modèle en service") < page.index("a.docx")
    assert client.get(f"{PAGE}{first.uid}/fichier.docx").content == content


@pytest.mark.once
@pytest.mark.parametrize("name", ["call of a class", "entity"])
def test_hostile_template_is_refused_and_not_kept(client, secretary, name):
    hostile = next(each for each in corpus() if each.name == name)
    response = send(client, hostile.content)
    assert response.status_code == 422
    assert hostile.said in text_of_page(response).replace("&#x27;", "'")
    assert not StoredFile.objects.filter(name="Modèle de la mairie.docx").exists()
    assert not WordTemplate.objects.exists()


def test_every_fault_is_listed_with_its_place(client, secretary):
    page = text_of_page(send(client, lines("{{ objets }}", "Fin", "{{ vote }}")))
    assert (
        "corps, paragraphe 1 : « {{ objets }} » — Champ inconnu : « objets ». Vouliez-vous dire « objet » ?"
        in page
    )
    assert (
        "corps, paragraphe 3 : « {{ vote }} » — Champ inconnu : « vote ». Vouliez-vous dire « votes » ?"
        in page
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "modele.doc",
            b"\xd0\xcf\x11\xe0" + b"0" * 100,
            "n'est pas d'un type accepté : document Word (.docx)",
        ),
        ("modele.docx", b"%PDF-1.7", "n'est pas un vrai fichier DOCX"),
        ("modele.docx", b"", "Ce fichier est vide."),
    ],
)
def test_other_files_are_refused(client, secretary, name, content, said):
    response = send(client, content, name)
    assert response.status_code == 422
    assert said in text_of_page(response).replace("&#x27;", "'")


def test_template_that_fails_says_why_and_leads_to_the_standard_version(client, secretary, council):
    """A field that a former version knew: the template was sound when it was received."""
    store_template(council, lines("{{ ancien_champ }}"), active=True)
    docx = address("download", rendition="extrait", file_format="docx")
    response = client.get(docx)
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Champ inconnu : « ancien_champ »." in page
    assert f'href="{docx}?modele=standard"' in page
    assert client.get(address("download", rendition="extrait", file_format="pdf")).status_code == 200


def test_template_whose_file_is_damaged_says_so(client, secretary, council, caplog):
    row = store_template(council, lines("{{ objet }}"), active=True)
    StoredFile.objects.filter(pk=row.file_id).update(sha256="0" * 64)
    response = client.get(address("download", rendition="extrait", file_format="docx"))
    assert response.status_code == 422
    assert "manquant ou altéré" in text_of_page(response)
    assert client.get(f"{PAGE}{row.uid}/fichier.docx").status_code == 422


def test_template_of_another_council_is_not_found(client, secretary, council):
    elsewhere = council.__class__.objects.get(uid="ailleurs")
    row = store_template(elsewhere, lines("{{ objet }}"), active=True)
    for part in ("fichier.docx", "essai-exemple.docx", "essai-dernier-acte.docx"):
        assert client.get(f"{PAGE}{row.uid}/{part}").status_code == 404
    assert client.post(f"{PAGE}{row.uid}/utiliser/").status_code == 404
    assert (
        docx_blocks(client.get(address("download", rendition="extrait", file_format="docx")).content)[0] != ""
    )
    assert template_in_use(council) is None


def test_starter_is_found_sound(client, secretary, council):
    starter = client.get(f"{PAGE}modele-de-depart.docx")
    assert starter["Content-Type"] == FileFormat.DOCX.media_type
    assert starter.content == starter_of(council, SOME_DAY)
    assert send(client, starter.content).status_code == 302
    assert WordTemplate.objects.get().warnings == []


def test_page_lists_every_field_with_an_example(client, secretary):
    page = text_of_page(client.get(PAGE))
    assert "{{ date_convocation }}" in page
    assert "15 décembre 2023" in page
    assert "{% for personne in signatures %}" in page
    assert "Les exemples viennent de votre dernière délibération." in page
