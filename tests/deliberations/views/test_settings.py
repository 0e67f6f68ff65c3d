"""Settings of a council: dated facts add up, and the look is kept."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.models import Council, CouncilPreferences
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#14284b"/></svg>'
LOOK = {"colour": "WINE", "printed_choice": "meme", "appeal": "PUBLICATION", "accented_capitals": "on"}


@pytest.fixture
def council():
    return Council.objects.create(uid="bourg", place_name="Bourg")


@pytest.fixture
def user(client, council):
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    return user


def post(client, page, **sent):
    return client.post(f"/conseils/bourg/reglages/{page}/", sent)


def test_values_add_up_with_their_dates(client, user, council):
    assert post(client, "population", value="1200").status_code == 302
    refused = post(client, "population", value="1300")
    assert refused.status_code == 422
    assert "dites à partir de quel jour celle-ci s'applique." in text_of_page(refused)
    post(client, "population", value="1300", since="2026-01-01")
    assert list(council.populations.values_list("value", "since")) == [(1200, None), (1300, date(2026, 1, 1))]
    page = text_of_page(client.get("/conseils/bourg/reglages/"))
    assert page.index("1300 habitants") < page.index("1200 habitants")


def test_value_of_a_day_changes_only_as_a_correction(client, user, council):
    post(client, "sieges", value="15", since="2020-03-15")
    refused = post(client, "sieges", value="19", since="2020-03-15")
    assert "Une valeur existe déjà à cette date." in text_of_page(refused)
    post(client, "sieges", value="19", since="2020-03-15", corrects="on")
    row = council.seats.get()
    assert (row.value, row.history.count()) == (19, 2)


def test_publication_mode_is_dated_with_its_deliberation(client, user, council):
    post(client, "publicite", mode="POSTING", decided_by="2022-40", since="2022-07-01")
    assert council.publication_modes.values_list("mode", "decided_by", "since").get() == (
        "POSTING",
        "2022-40",
        date(2022, 7, 1),
    )
    assert "Par affichage (délibération 2022-40)" in " ".join(
        text_of_page(client.get("/conseils/bourg/reglages/")).replace('<span class="detail">', "").split()
    )


def test_unknown_figure_is_not_found(client, user):
    assert client.get("/conseils/bourg/reglages/autre/").status_code == 404


def test_letterhead_keeps_a_sound_picture(client, user, council):
    picture = SimpleUploadedFile("blason.svg", SVG, content_type="image/svg+xml")
    post(client, "en-tete", **LOOK, picture=picture, picture_description="Blason de Bourg")
    council.refresh_from_db()
    assert bytes(council.coat_of_arms) == SVG
    assert (council.coat_of_arms_media_type, council.coat_of_arms_description) == (
        "image/svg+xml",
        "Blason de Bourg",
    )
    assert CouncilPreferences.objects.get().colour == "WINE"
    post(client, "en-tete", **LOOK, picture_description="Armes de Bourg")
    council.refresh_from_db()
    assert (bytes(council.coat_of_arms), council.coat_of_arms_description) == (SVG, "Armes de Bourg")
    post(client, "en-tete", **LOOK, remove_picture="on")
    council.refresh_from_db()
    assert (council.coat_of_arms, council.coat_of_arms_media_type) == (None, "")


def test_letterhead_refuses_a_picture_that_is_not_one(client, user, council):
    picture = SimpleUploadedFile("blason.png", b"<script>", content_type="image/png")
    response = post(client, "en-tete", **LOOK, picture=picture, contact_email="mairie@exemple.test")
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Cette image ne convient pas" in page
    assert 'value="mairie@exemple.test"' in page
    council.refresh_from_db()
    assert council.coat_of_arms is None


def test_rules_and_identity_are_changed_and_dated_figures_left(client, user, council):
    council.seats.create(value=15)
    post(client, "identite", body_type="COMMUNE", place_name="Bourg-Neuf", insee_code="67482")
    sent = {"territory": "ALSACE_MOSELLE", "time_zone": "Europe/Paris", "number_choice": "autre"}
    refused = post(client, "regles", **sent, number_pattern="{year}")
    assert "Cette forme ne convient pas" in text_of_page(refused)
    post(
        client,
        "regles",
        **sent,
        number_pattern="N{sequence:04d}",
        department_code="67",
        tribunal="Strasbourg",
    )
    council.refresh_from_db()
    told = (council.place_name, council.department_name, council.territory, council.number_pattern)
    assert told == ("Bourg-Neuf", "Bas-Rhin", "ALSACE_MOSELLE", "N{sequence:04d}")
    assert council.seats.get().value == 15
    assert council.history.first().history_change_reason == "council.rules"
