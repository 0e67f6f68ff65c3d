"""From an empty commune, the reference deliberation by the forms alone, and what it costs in clicks and characters."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from deliberations.domain.wording.typography import plain
from deliberations.models import Deliberation
from tests.builders import make_user
from tests.support.docxmaker import lines
from tests.support.hand import MEASURED, Hand
from tests.support.pdftext import tagged_blocks

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "deliberation-2023-57.txt"
MEMBERS = (
    ("Monsieur", "Olivier", "Turpin"),
    ("", "Mélanie", "Dazin-Deslandes"),
    ("", "Thierry", "Masquelier"),
    ("", "Hélène", "Héroguer"),
    ("", "Philippe", "Simoens"),
    ("", "Thibault", "Tison"),
    ("", "Alexia", "Gaillet"),
    ("", "Jean-Claude", "Hautcoeur"),
    ("", "Sabrina", "Watrelot"),
    ("", "Valère", "Carette"),
    ("", "Aimé", "Duquenne"),
    ("", "Jacques", "Durieu"),
    ("", "Alain", "Dufrene"),
    ("Madame", "Hélène", "Havret"),
    ("Madame", "Isabelle", "Descamps"),
)


def seed() -> str:
    return GOLDEN.read_text(encoding="utf-8")


def word_file() -> dict[str, object]:
    """The text of the act as the secretary has it in Word: from its object to its annexes."""
    text = seed()
    start, end = text.index("Délibération n°"), text.index("Monsieur le Maire certifie")
    paragraphs = [line.strip() for line in text[start:end].splitlines() if line.strip()]
    return {"name": "2023-57.docx", "mimeType": "", "buffer": lines(*paragraphs)}


def tagged_lines(pdf: bytes) -> list[str]:
    """The structure of the file as lines, « - » before what is tagged as an item of a list."""
    return [f"{'- ' * (block.tag == 'LI')}{plain(block.text)}" for block in tagged_blocks(pdf) if block.text]


def title() -> str:
    """The object of the act, without its number and its theme."""
    (line,) = [line for line in seed().splitlines() if line.startswith("Délibération n°")]
    return line.partition("extrascolaires - ")[2].rstrip(".")


def start_the_council(hand: Hand) -> None:
    page = hand.page
    hand.begin("conseil")
    hand.follow("Créer un conseil")
    hand.type(page.get_by_label("Commune ou nom court"), "Gruson")
    hand.type(page.get_by_label("Code INSEE"), "59275")
    hand.press("Enregistrer et continuer")
    hand.type(page.get_by_label("Lieu habituel des séances"), "au sein de la mairie")
    hand.press("Enregistrer et continuer")


def enter_the_members(hand: Hand) -> None:
    page = hand.page
    hand.begin("membres")
    for n, (civility, given, family) in enumerate(MEMBERS):
        if civility:
            hand.choose(page.locator(f"#id_m-{n}-civility"), civility)
        hand.type(page.locator(f"#id_m-{n}-given_name"), given)
        hand.type(page.locator(f"#id_m-{n}-family_name"), family)
    hand.choose(page.locator("#id_m-0-office"), "Maire")
    hand.check("Je recopie un tableau existant")
    hand.press("Enregistrer et continuer")
    hand.follow("Continuer")


def set_the_letterhead(hand: Hand) -> None:
    page = hand.page
    hand.begin("en-tête")
    hand.check("Capitales accentuées")
    hand.check("Majuscules aux mots des titres")
    hand.check("Nom de la commune en capitales")
    hand.check("Une autre forme")
    hand.type(page.get_by_label("Autre forme du numéro imprimé"), "{year}- {sequence}")
    hand.check("À compter de la publication et de la transmission")
    hand.press("Enregistrer et continuer")
    hand.follow("Terminer et ouvrir mon conseil")


def prepare_the_sitting(hand: Hand) -> None:
    page = hand.page
    hand.begin("séance")
    hand.follow("Préparer une séance")
    hand.type(page.get_by_label("Date de la séance"), "2023-12-19")
    hand.type(page.get_by_label("Heure"), "18:00")
    hand.press("Créer la séance")
    hand.follow("Ajouter un point détaillé")
    hand.type(page.get_by_label("Thème"), "Affaires scolaires et extrascolaires")
    hand.type(page.locator("[contenteditable=true]").first, title())
    hand.click(page.get_by_text("Désignation, membres qui ne participent pas"))
    hand.choose(page.get_by_label("Ce point désigne quelqu’un"), "Oui – non établi")
    hand.press("Ajouter à l’ordre du jour")


def tell_the_convocation(hand: Hand) -> None:
    page = hand.page
    hand.begin("convocation")
    hand.follow("Convocation", exact=True)
    hand.follow("Enregistrer un envoi sur papier")
    hand.type(page.get_by_label("Jour de l’envoi"), "2023-12-15")
    hand.press("Enregistrer l’envoi")


def enter_the_sheet(hand: Hand) -> None:
    page = hand.page
    hand.begin("présences et votes")
    hand.follow("Après coup")
    hand.choose(page.get_by_label("Secrétaire de séance", exact=True), "Mélanie DAZIN-DESLANDES")
    hand.follow("Tous présents")
    for member, holder in (("Hélène HAVRET", "Dazin"), ("Isabelle DESCAMPS", "Durieu")):
        row = page.get_by_role("row", name=member)
        hand.click(row.get_by_text("Excusé", exact=True))
        hand.type(row.get_by_role("combobox"), holder)
    hand.follow("Tous les points : tous pour")
    hand.press("Enregistrer", exact=True)


def write_the_text(hand: Hand) -> None:
    hand.begin("texte")
    hand.press("Rédiger la délibération")
    hand.follow("Importer un fichier Word")
    hand.give("Fichier Word", word_file())
    hand.press("Lire le fichier")
    hand.press("Enregistrer ce texte")


def close_the_sitting(hand: Hand) -> None:
    page = hand.page
    hand.begin("clôture")
    hand.follow("Séance du mardi 19 décembre 2023")
    hand.follow("Suites")
    hand.type(page.get_by_label("Premier numéro"), "57")
    hand.type(page.get_by_label("Pourquoi clôturer malgré les alertes"), "Les pouvoirs sont au dossier")
    hand.check("J’ai vérifié la séance")
    hand.press("Clôturer la séance")


def make_it_executory(hand: Hand) -> None:
    """Received in prefecture and put on the commune's site on the same day, both declared."""
    page = hand.page
    hand.begin("transmission et publication")
    hand.follow("Préparer le dépôt")
    hand.follow("2023-57")
    hand.type(page.get_by_label("Date de réception en préfecture"), "2023-12-28")
    hand.press("Enregistrer la réception")
    hand.follow("Étape suivante : publier")
    hand.check("Sur un autre site")
    hand.type(page.get_by_label("Date", exact=True), "2023-12-28")
    hand.press("Publier")
    hand.press("Confirmer la publication")


def test_reference_act_from_an_empty_commune(log_in, page: Page, download, record_property) -> None:
    make_user("secretaire@exemple.test")
    page.set_default_timeout(8_000)
    hand = Hand(log_in("secretaire@exemple.test"))
    start_the_council(hand)
    enter_the_members(hand)
    set_the_letterhead(hand)
    prepare_the_sitting(hand)
    tell_the_convocation(hand)
    enter_the_sheet(hand)
    write_the_text(hand)
    close_the_sitting(hand)
    make_it_executory(hand)
    act = Deliberation.objects.get()
    assert (act.number, act.council.place_name) == ("2023-57", "Gruson")
    page.goto(page.url.split("/publication/")[0] + "/")
    _, pdf = download("Copie certifiée exécutoire, PDF")
    assert tagged_lines(pdf) == [line for raw in seed().splitlines() if (line := plain(raw))]
    record_property(MEASURED, hand.report())
    clicks, characters = hand.cost
    assert (clicks <= 49, characters <= 557) == (True, True)
