"""The first start, the members and the installation in Chromium, as a new secretary meets them."""

import pytest
from playwright.sync_api import Page, expect

from councils.models import Council
from tests.builders import make_user
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

FILE = "Civilité;Prénom;Nom;Date de naissance;Date d'élection;Suffrages obtenus;Fonction\n" + "\n".join(
    f"{'Mme' if n % 2 else 'M.'};P{n};Nom{n};0{n}/01/19{50 + n};15/03/2026;312;" for n in range(1, 8)
)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def test_commune_gets_its_council_from_nothing(log_in, page):
    make_user("secretaire@exemple.test")
    log_in("secretaire@exemple.test")
    look(page)
    page.get_by_role("link", name="Créer un conseil").click()
    look(page)
    page.get_by_label("Commune ou nom court").fill("Neuve")
    page.get_by_label("Code INSEE").fill("59275")
    page.get_by_label("SIREN").fill("215902750")
    page.get_by_label("Population municipale").fill("90")
    press(page, "Enregistrer et continuer")
    expect(page.get_by_text("3 jours francs")).to_be_visible()
    look(page)
    page.get_by_label("Une autre forme").check()
    page.get_by_label("Autre forme", exact=True).press_sequentially("D{sequence:03d}")
    expect(page.locator("#exemple-de-numero")).to_have_text("Exemple : D007")
    press(page, "Enregistrer et continuer")
    look(page)
    page.get_by_role("link", name="Importez votre fichier").click()
    look(page)
    page.get_by_label("Fichier des membres").set_input_files(
        {"name": "membres.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    press(page, "Lire ce fichier")
    expect(page.get_by_text("Rien n’est encore enregistré.")).to_be_visible()
    look(page)
    press(page, "Enregistrer ces membres")
    expect(page.get_by_text("7 membres en exercice pour 7 sièges.")).to_be_visible()
    look(page)
    press(page, "Enregistrer et continuer")
    expect(page.get_by_text("Ordre calculé d’après la loi", exact=False)).to_be_visible()
    look(page)
    page.get_by_role("link", name="Continuer").click()
    look(page)
    page.get_by_label("Vert sapin").check()
    page.get_by_label("Courriel de la mairie").fill("mairie@exemple.test")
    press(page, "Enregistrer et continuer")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exemple : tarifs de location")
    look(page)
    page.get_by_role("link", name="Terminer et ouvrir mon conseil").click()
    page.get_by_role("link", name="Réglages").click()
    look(page)
    page.get_by_role("link", name="Ajouter une valeur : Population").click()
    look(page)
    page.get_by_role("link", name="Membres", exact=True).click()
    look(page)
    install(page)


def install(page: Page) -> None:
    """From the members' page to the table with its mayor and deputies."""
    page.get_by_role("link", name="Installer le nouveau conseil").click()
    expect(page.get_by_text("P1 Nom1")).to_be_visible()
    look(page)
    page.get_by_label("Date de la séance").fill("2026-03-20")
    press(page, "Préparer la séance d’installation")
    look(page)
    page.get_by_role("link", name="Enregistrer les tours : L’élection du maire").click()
    look(page)
    page.get_by_role("link", name="Préparer l’élection").click()
    look(page)
    press(page, "Enregistrer")
    page.get_by_role("link", name="Enregistrer le tour n° 1").click()
    look(page)
    page.get_by_label("Membre", exact=True).first.select_option(label="P3 NOM3")
    page.get_by_label("Voix", exact=True).first.fill("7")
    page.get_by_label("Enveloppes trouvées").fill("7")
    press(page, "Enregistrer ce tour")
    expect(page.get_by_text("Élu : P3 NOM3")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Revenir à l’installation").click()
    press(page, "Inscrire au tableau")
    expect(page.get_by_role("row", name="P3 Nom3")).to_contain_text("Maire")
    look(page)
    page.get_by_role("link", name="Membres", exact=True).click()
    page.get_by_role("link", name="Madame P3 Nom3").click()
    look(page)
    page.get_by_role("link", name="Mettre fin au mandat").click()
    look(page)


ERRORS = [
    ("/commencer/{council}/identite/", "Enregistrer et continuer", "Remplissez « Commune ou nom court »."),
    ("/conseils/{council}/membres/ajouter/", "Ajouter ce membre", "Écrivez le nom, ou la désignation"),
    ("/conseils/{council}/membres/fichier/", "Lire ce fichier", "Choisissez un fichier."),
    ("/conseils/{council}/reglages/population/", "Enregistrer", "Ce champ est obligatoire."),
    (
        "/conseils/{council}/installation/",
        "Préparer la séance d’installation",
        "Indiquez la date.",
    ),
]


def test_refused_forms_are_accessible(page, log_in, live_server):
    council = Council.objects.create(uid="neuve", place_name="Neuve")
    make_user("secretaire@exemple.test", council=council)
    log_in("secretaire@exemple.test")
    for path, button, said in ERRORS:
        page.goto(f"{live_server.url}{path.format(council='neuve')}")
        for field in page.get_by_role("textbox").all():
            field.fill("")
        for field in page.locator("input[type=date]").all():
            field.fill("")
        press(page, button)
        expect(page.get_by_role("alert")).to_contain_text(said, use_inner_text=True)
        look(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_council_is_entered_without_javascript(log_in, page):
    make_user("secretaire@exemple.test")
    log_in("secretaire@exemple.test")
    page.get_by_role("link", name="Créer un conseil").click()
    page.get_by_label("Commune ou nom court").fill("Neuve")
    press(page, "Enregistrer et continuer")
    press(page, "Enregistrer et continuer")
    page.get_by_label("Nom", exact=True).first.fill("Dupont")
    press(page, "Enregistrer et continuer")
    expect(page.get_by_role("link", name="Dupont")).to_be_visible()
    council = Council.objects.get()
    assert str(council.mandates.get()) == "Dupont"


def test_keyboard_goes_through_the_quick_entry(log_in, page):
    make_user("secretaire@exemple.test")
    log_in("secretaire@exemple.test")
    page.get_by_role("link", name="Créer un conseil").click()
    page.get_by_label("Commune ou nom court").fill("Neuve")
    page.keyboard.press("Enter")
    press(page, "Enregistrer et continuer")
    page.get_by_label("Prénom", exact=True).first.focus()
    page.keyboard.type("Anne")
    page.keyboard.press("Tab")
    page.keyboard.type("Un")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Anne Un")).to_be_visible()
