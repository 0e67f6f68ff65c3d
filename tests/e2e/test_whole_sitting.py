"""A whole sitting as a new user lives it: from an empty installation to the act that anybody reads and checks.

Several people, each in a browser of their own: the secretary, the mayor whom she invites, two members who answer
from a telephone, a citizen. Days pass: what is prepared five days before is prepared by a clock five days behind.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import Locator, Page, expect

from deliberations.models import Dispatch
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.trust import trusting
from tests.builders import make_user
from tests.deliberations.receipts import receipt
from tests.e2e.conftest import PASSPHRASE
from tests.support.convening import PARIS, code_sent
from tests.support.docxmaker import lines
from tests.support.hand import MEASURED, Hand
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "un mot de passe long"
PEOPLE = (
    ("Mme", "Anne", "Martin", "Maire"),
    ("M.", "Bruno", "Petit", "1er adjoint au maire"),
    ("Mme", "Chloé", "Roy", ""),
    ("M.", "Denis", "Faure", ""),
    ("Mme", "Émilie", "Noël", ""),
    ("M.", "Farid", "Benali", ""),
    ("Mme", "Gaëlle", "Le Goff", ""),
)
"""A village of 90 inhabitants: seven seats (CGCT art. L. 2121-2)."""


SENTENCES = (
    "Chloé ROY, qui donne pouvoir à Bruno PETIT",
    "Ne prend part ni au débat ni au vote : 1 Émilie NOËL",
    "Nombre de votants : 6 Pour : 05 Contre : 01 Abstention : 00",
    "de fixer le tarif d’un week-end à 250 euros pour les habitants",
    "Télétransmis en préfecture le",
    "Publié sur le site Internet le",
)
"""What the signed copy says of the evening."""


def address_of(family_name: str) -> str:
    return f"{slugify(family_name)}@exemple.test"


def members_file() -> dict[str, object]:
    """The list that the town hall has in its spreadsheet."""
    rows = ["Civilité;Prénom;Nom;Fonction;Courriel"]
    rows += [
        f"{civility};{given};{family};{office};{address_of(family)}"
        for civility, given, family, office in PEOPLE
    ]
    return {"name": "élus.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}


def word_file() -> dict[str, object]:
    paragraphs = (
        "Objet : Tarifs de location de la salle des fêtes",
        "Madame le Maire rappelle que les tarifs de la salle n'ont pas changé depuis 2019.",
        "Vu le code général des collectivités territoriales, notamment son article L. 2121-29,",
        "Considérant la hausse du prix de l'énergie,",
        "Le conseil municipal, après en avoir délibéré, décide :",
        "- de fixer le tarif d'un week-end à 250 euros pour les habitants,",
        "- d'appliquer ce tarif au 1er janvier prochain.",
    )
    return {"name": "salle.docx", "mimeType": "", "buffer": lines(*paragraphs)}


@pytest.fixture
def earlier(monkeypatch) -> Callable[[timedelta], object]:
    """A context in which the server lives some time ago; its clock still runs."""
    real = timezone.now

    @contextmanager
    def living(ago: timedelta) -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: real() - ago)
            yield

    return living


@pytest.fixture
def someone(browser, browser_context_args) -> Iterator[Callable[..., Page]]:
    """Another person's browser."""
    contexts = []

    def enter(**more: object) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **more}))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        return page

    yield enter
    for context in contexts:
        context.close()


def link_sent(to: str, kind: str) -> str:
    """The last personal address received by somebody."""
    found = [m for m in mail.outbox if m.to == [to] and f"/{kind}/" in m.body]
    return re.search(rf"http://\S+/{kind}/\S+/", found[-1].body)[0]


def start_the_council(hand: Hand) -> None:
    page = hand.page
    hand.begin("conseil et membres")
    hand.follow("Créer un conseil")
    hand.type(page.get_by_label("Commune ou nom court"), "Neuve")
    hand.type(page.get_by_label("Population municipale"), "90")
    hand.press("Enregistrer et continuer")
    hand.type(page.get_by_label("Lieu habituel des séances"), "à la mairie")
    hand.press("Enregistrer et continuer")
    hand.follow("Importez votre fichier")
    hand.give("Fichier des membres", members_file())
    hand.press("Lire ce fichier")
    hand.press("Enregistrer ces membres")
    expect(page.get_by_text("7 membres en exercice pour 7 sièges.")).to_be_visible()
    hand.press("Enregistrer et continuer")
    hand.follow("Continuer")
    hand.press("Enregistrer et continuer")
    hand.follow("Terminer et ouvrir mon conseil")


def invite_the_mayor(hand: Hand, mayor: Page) -> None:
    page = hand.page
    hand.begin("compte du maire")
    hand.follow("Réglages")
    hand.follow("Utilisateurs")
    hand.follow("Inviter une personne")
    hand.check("Maire", exact=False)
    hand.choose(page.get_by_label("Fiche de l’élu"), "Anne Martin")
    hand.press("Envoyer l’invitation")
    expect(page.get_by_label("Adresse électronique")).to_have_value(address_of("Martin"))
    hand.press("Envoyer l’invitation")
    mayor.goto(link_sent(address_of("Martin"), "invitation"))
    for field in mayor.get_by_label("Mot de passe").all():
        field.fill(PASSWORD)
    mayor.get_by_role("button", name="Ouvrir mon compte").click()


def prepare_the_sitting(hand: Hand) -> None:
    page = hand.page
    hand.begin("ordre du jour")
    hand.follow("Neuve")
    hand.follow("Préparer une séance")
    day = timezone.localdate(timezone=PARIS) + timedelta(days=5)
    hand.type(page.get_by_label("Date de la séance"), day.isoformat())
    hand.type(page.get_by_label("Heure"), "00:01")
    hand.press("Créer la séance")
    for title, kind in (
        ("Tarifs de location de la salle des fêtes", ""),
        ("Désignation d’un délégué au syndicat des eaux", "Élection"),
    ):
        hand.follow("Ajouter un point détaillé")
        hand.type(page.locator("[contenteditable=true]").first, title)
        if kind:
            hand.choose(page.get_by_label("Nature"), kind)
        hand.press("Ajouter à l’ordre du jour")


def send_the_convocations(hand: Hand) -> None:
    hand.begin("convocation")
    hand.follow("Convocation", exact=True)
    hand.follow("Envoyer les convocations")
    hand.press("Envoyer les convocations")
    expect(hand.page.get_by_text("Tous les membres sont convoqués.")).to_be_visible()
    assert Dispatch.objects.count() == len(PEOPLE)


def answer_as_present(phone: Page) -> None:
    phone.goto(link_sent(address_of("Petit"), "convocation"))
    phone.get_by_role("button", name="Je serai présent").click()
    expect(phone.get_by_role("status")).to_contain_text("Votre réponse est enregistrée.")


def give_a_proxy(phone: Page) -> None:
    phone.goto(link_sent(address_of("Roy"), "convocation"))
    phone.get_by_role("button", name="Je suis excusée").click()
    phone.get_by_role("link", name="Je donne pouvoir à un autre membre").click()
    phone.get_by_label("Je donne pouvoir à").select_option(label="Bruno Petit")
    phone.get_by_role("button", name="Recevoir le code de confirmation").click()
    phone.get_by_label("Code à six chiffres").fill(code_sent())
    phone.get_by_role("button", name="Confirmer le pouvoir").click()
    expect(phone.get_by_role("status")).to_contain_text("Votre pouvoir est enregistré.")


def member_line(page: Page, name: str) -> Locator:
    return page.locator("li.member").filter(has=page.get_by_role("link", name=name))


def told(page: Page, sentence: str) -> None:
    """What the page announces last."""
    expect(page.locator("#annonce")).to_contain_text(sentence, use_inner_text=True)


def call_the_roll(hand: Hand) -> None:
    page = hand.page
    hand.begin("séance tenue")
    hand.follow("Séance du")
    hand.follow("Pendant la séance")
    hand.click(member_line(page, "Gaëlle LE GOFF").get_by_role("button", name="Absent"))
    hand.press("Les 5 autres sont présents")
    told(page, "Présents : 5")
    hand.choose(page.get_by_label("Secrétaire de séance"), "Bruno PETIT")
    hand.press("Ouvrir la séance")


def vote_the_first_item(hand: Hand) -> None:
    page = hand.page
    hand.press("Ouvrir le premier point")
    told(page, "Point 1 ouvert")
    hand.click(member_line(page, "Gaëlle LE GOFF").get_by_role("button", name="Arrive"))
    told(page, "Gaëlle LE GOFF est arrivée à")
    hand.follow("Émilie NOËL")
    hand.press("Se déporte du point 1")
    told(page, "Émilie NOËL se déporte")
    hand.click(page.get_by_role("group", name="Farid BENALI").get_by_text("Contre"))
    hand.press("Enregistrer le vote")
    told(page, "Point 1, vote enregistré. Adopté. Pour : 05, Contre : 01")


def elect_the_delegate(hand: Hand) -> None:
    """A member leaves and gives a proxy; then the secret ballot, whose totals alone are known."""
    page = hand.page
    hand.press("Point suivant")
    told(page, "Point 2 ouvert")
    hand.follow("Denis FAURE")
    hand.choose(page.get_by_label("Donne pouvoir à"), "Anne MARTIN")
    hand.press("Part en donnant pouvoir")
    told(page, "Denis FAURE donne pouvoir à Anne MARTIN")
    hand.follow("Saisir les tours de l’élection")
    hand.follow("Préparer l’élection")
    hand.press("Enregistrer")
    hand.follow("Enregistrer le tour n° 1")
    hand.choose(page.get_by_label("Membre", exact=True).first, "Émilie NOËL")
    hand.type(page.get_by_label("Voix", exact=True).first, "5")
    hand.type(page.get_by_label("Enveloppes trouvées"), "7")
    hand.type(page.get_by_label("Bulletins blancs"), "2")
    hand.press("Enregistrer ce tour")
    expect(page.get_by_text("Élu : Émilie NOËL")).to_be_visible()


def end_the_sitting(hand: Hand) -> None:
    hand.follow("Pendant la séance")
    hand.press("Lever la séance")
    told(hand.page, "La séance est levée à")


def write_from_word(hand: Hand) -> None:
    hand.begin("texte")
    hand.follow("Vue d’ensemble")
    hand.press("Rédiger la délibération")
    hand.follow("Importer un fichier Word")
    hand.give("Fichier Word", word_file())
    hand.press("Lire le fichier")
    hand.press("Enregistrer ce texte")


def close_the_sitting(hand: Hand) -> None:
    hand.begin("clôture")
    hand.follow("Séance du")
    hand.follow("Suites")
    expect(hand.page.get_by_role("row", name="Désignation d’un délégué")).to_contain_text("Élu : Émilie NOËL")
    hand.check("J’ai vérifié la séance")
    hand.press("Clôturer la séance")


def deposit(hand: Hand) -> None:
    """The pack is deposited on the State's site; the receipt that comes back is dropped here."""
    page, day = hand.page, timezone.localdate(timezone=PARIS)
    hand.begin("transmission et publication")
    hand.follow("Préparer le dépôt")
    hand.follow("Tarifs de location")
    told = {"received_on": day.isoformat(), "decided_on": f"{day:%Y%m%d}"}
    content = receipt(number=f"{day.year}_1", subject="Tarifs de location de la salle des fêtes", **told)
    hand.give("Fichier de l’accusé de réception", {"name": "ar.xml", "mimeType": "", "buffer": content})
    hand.press("Enregistrer la réception")
    expect(page.get_by_role("status").first).to_contain_text("La réception en préfecture est enregistrée")


def publish(hand: Hand) -> str:
    """The address of the public page."""
    hand.follow("Étape suivante : publier")
    hand.press("Publier")
    hand.press("Confirmer la publication")
    link = hand.page.get_by_role("link", name="voir la page publique")
    return str(link.evaluate("link => link.href"))


def sign(page: Page, keys: DemoKeys, site: str, file: Path) -> bytes:
    """The mayor comes back, finds what waits for her, and signs it."""
    page.goto(f"{site}/connexion/")
    page.get_by_label("Adresse électronique").fill(address_of("Martin"))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("link", name="Délibérations", exact=True).click()
    page.get_by_role("link", name="À signer").click()
    page.get_by_role("link", name="Tarifs de location").click()
    page.get_by_role("button", name="Signer la délibération").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)  # who signs proves again who they are
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Fichier du certificat").set_input_files(keys.pkcs12)
    page.get_by_label("Mot de passe du certificat").fill(PASSPHRASE)
    page.get_by_label("J’ai relu ces documents", exact=False).check()
    page.get_by_role("button", name="Signer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 document signé")
    page.get_by_role("link", name="Revenir à la délibération").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Télécharger la copie signée (PDF)").click()
    started.value.save_as(file)
    return file.read_bytes()


def test_whole_sitting(
    log_in, page: Page, someone, earlier, keys_of, live_server, tmp_path, record_property
) -> None:
    cache.clear()
    make_user("secretaire@exemple.test")
    page.set_default_timeout(10_000)
    with earlier(timedelta(days=5)):
        hand = Hand(log_in("secretaire@exemple.test"))
        start_the_council(hand)
        mayor = someone()
        invite_the_mayor(hand, mayor)
        prepare_the_sitting(hand)
        send_the_convocations(hand)
        phone = someone(viewport={"width": 390, "height": 844})
        answer_as_present(phone)
        give_a_proxy(phone)
    log_in("secretaire@exemple.test")
    call_the_roll(hand)
    vote_the_first_item(hand)
    elect_the_delegate(hand)
    end_the_sitting(hand)
    write_from_word(hand)
    close_the_sitting(hand)
    deposit(hand)
    public = publish(hand)
    keys = keys_of("Anne Martin")
    signed = sign(mayor, keys, live_server.url, tmp_path / "signed.pdf")
    assert check_signatures(signed, trust=trusting(keys.root.read_bytes()), at=datetime.now(UTC)).ok
    text = " ".join(tagged_text(signed))
    for sentence in SENTENCES:
        assert sentence in text
    citizen = someone()
    citizen.goto(public)
    expect(citizen.get_by_role("heading", level=1)).to_contain_text(
        "Tarifs de location de la salle des fêtes"
    )
    expect(citizen.locator("main")).to_contain_text("de fixer le tarif d’un week-end à 250 euros")
    assert citizen.context.cookies() == []
    record_property(MEASURED, hand.report())
    clicks, characters = hand.cost
    assert (clicks <= 70, characters <= 121, hand.typed_twice) == (True, True, [])
