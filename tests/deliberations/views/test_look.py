"""Settings of the documents: every choice is kept, seen before, and refused with its cure; and the short address."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from councils.domain.look_blocks import USUAL_ORDER, ActBlock, BlockTitle
from councils.domain.look_data import look_of
from councils.domain.look_variants import Typeface
from councils.domain.looks import HouseLook
from councils.domain.ready_looks import READY_LOOKS
from councils.forms.look import LookForm
from councils.forms.look_words import told_look
from councils.models import Council
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council():
    return Council.objects.create(uid="bourg", place_name="Bourg")


@pytest.fixture
def user(client, council):
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    return user


USUAL = HouseLook()


def sent(look: HouseLook = USUAL, **changes: object) -> dict[str, object]:
    """What the browser sends for ``look``: boxes not ticked are left out."""
    told = {**LookForm.initial_of(look), **changes}
    return {name: "on" if value is True else value for name, value in told.items() if value is not False}


def post(client, page="", **data):
    return client.post(f"/conseils/bourg/reglages/presentation/{page}", data)


@pytest.mark.parametrize("key", READY_LOOKS)
def test_ready_look_is_offered_and_kept_whole(client, user, council, key):
    page = client.get(f"/conseils/bourg/reglages/presentation/?modele={key}")
    form = page.context["form"]
    assert post(client, **sent(USUAL, **form.initial)).status_code == 302
    council.refresh_from_db()
    assert look_of(council.look) == READY_LOOKS[key].look
    assert council.look == {} if key == "classique" else council.look != {}


def test_the_usual_look_writes_nothing(client, user, council):
    before = council.history.count()
    assert post(client, **sent()).status_code == 302
    assert council.history.count() == before


def test_history_tells_it(client, user, council):
    post(
        client, **sent(typeface="SANS", title_OBJECT="Objet :", untitled_DECISION=True, shows_republic=False)
    )
    assert told_look(Council.objects.get().look) == (
        "Imprimer « République française » : non ; Caractères : Droits (Fira Sans) ; "
        "Titres des blocs : Objet « Objet : », Décision sans titre"
    )
    assert told_look({}) == "présentation usuelle"
    assert council.history.first().history_change_reason == "council.look"
    assert council.history.first().history_user == user


def test_blocks_are_moved_by_their_numbers(client, user, council):
    """Two blocks at one place: the one moved there comes first."""
    post(client, **sent(place_VOTES="13"))
    council.refresh_from_db()
    order = look_of(council.look).order
    assert order.index(ActBlock.VOTES) == order.index(ActBlock.CLOSING) - 1
    assert sorted(order) == sorted(USUAL_ORDER)


def test_titles_and_lines_are_kept(client, user, council):
    post(
        client,
        **sent(
            title_OBJECT="Objet :",
            untitled_DECISION=True,
            shown_VOTES=False,
            letterhead_lines="Arrondissement de Lille\n\n  Canton de Templeuve ",
        ),
    )
    council.refresh_from_db()
    look = look_of(council.look)
    assert look.titles == (BlockTitle(ActBlock.OBJECT, "Objet :"), BlockTitle(ActBlock.DECISION, ""))
    assert look.hidden == (ActBlock.NUMBER, ActBlock.VOTES)
    assert look.letterhead_lines == ("Arrondissement de Lille", "Canton de Templeuve")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place_DECISION": "2"}, "« Objet » se place avant « Décision »."),
        ({"place_CLOSING": "1"}, "« Décision » se place avant « Formule finale et signature »."),
        ({"place_OPENING": "premier"}, "Écrivez un nombre entier."),
        ({"place_OPENING": ""}, "Ce champ est obligatoire."),
        ({"typeface": "COMIC"}, "Ce choix n'existe pas."),
        ({"letterhead_lines": "a\nb\nc\nd\ne"}, "L'en-tête porte au plus 4 lignes libres"),
        ({"title_OBJECT": "x" * 121}, "au plus 120 caractères"),
    ],
)
def test_what_no_act_could_be_printed_with_is_refused(client, user, council, changes, said):
    refused = post(client, **sent(**changes))
    assert refused.status_code == 422
    assert said in text_of_page(refused)
    council.refresh_from_db()
    assert council.look == {}


def test_preview_shows_the_choices_and_keeps_nothing(client, user, council):
    shown = post(client, "apercu/", **sent(title_DECISION="Ce que nous décidons", accent="GREEN"))
    assert shown.status_code == 200
    assert "accent-green" in shown.content.decode()
    assert "Ce que nous décidons" in text_of_page(shown)
    council.refresh_from_db()
    assert council.look == {}


def test_preview_says_what_does_not_hold(client, user):
    shown = post(client, "apercu/", **sent(place_DECISION="1"))
    assert "« Objet » se place avant « Décision »." in text_of_page(shown)


def test_preview_without_script_is_on_the_page(client, user, council):
    shown = post(client, **sent(title_DECISION="Ce que nous décidons"), apercu="1")
    assert shown.status_code == 200
    assert "Ce que nous décidons" in text_of_page(shown)
    council.refresh_from_db()
    assert council.look == {}


def test_pdf_of_the_choices_is_a_draft(client, user):
    answer = post(client, "apercu.pdf", **sent(typeface=Typeface.SANS))
    assert answer["Content-Type"] == "application/pdf"
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with pikepdf.open(BytesIO(content)) as document:
        fonts = {
            str(font.BaseFont).partition("+")[2]
            for page in document.pages
            for font in page.Resources.Font.values()
        }
    assert fonts == {"Acte-Fira", "Acte-Fira-Bold"}


def test_every_choice_says_what_it_prints(client, user):
    page = client.get(reverse("settings_look", kwargs={"council": "bourg"}))
    told = text_of_page(page)
    for example in (
        "« sous la présidence de son Maire, Olivier TURPIN »",
        "« Étaient présents : Olivier TURPIN, Mélanie DAZIN… »",
        "Jamais d'un scrutin secret.",
    ):
        assert example in told


def test_each_part_says_how_much_was_changed(client, user):
    page = client.get(reverse("settings_look", kwargs={"council": "bourg"}), {"modele": "moderne"})
    told = text_of_page(page)
    assert "Papier (3 réglages changés)" in told
    assert "Objet et décision (1 réglage changé)" in told
    assert "Formules et signature (" not in told


def test_a_spoilt_column_is_refused(council):
    council.look = {"order": ["DECISION"]}
    with pytest.raises(Exception, match="Chaque bloc a une place"):
        council.full_clean()
    council.look = json.loads('{"nothing": "RIEN"}')
    with pytest.raises(Exception, match="n'a pas la forme attendue"):
        council.full_clean()
