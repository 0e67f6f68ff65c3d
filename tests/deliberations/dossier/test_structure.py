"""What no dossier may contain: one line per impossible fact, with its exact path and message."""

import json
from base64 import b64encode
from functools import cache
from pathlib import Path

import pytest

from deliberations.dossier.problems import InvalidDossier
from deliberations.dossier.reader import read_dossier

pytestmark = pytest.mark.unit

SAMPLE = Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json"


@cache
def text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


def found(change) -> list[tuple[str, str]]:
    """Problems of the Gruson dossier once changed; none when it is read."""
    data = json.loads(text())
    change(data["council"], data["sittings"][0])
    try:
        read_dossier(json.dumps(data).encode())
    except InvalidDossier as error:
        return [(p.path, p.message) for p in error.problems]
    return []


def council(**values):
    return lambda council, sitting: council.update(values)


def sitting(**values):
    return lambda council, sitting: sitting.update(values)


def mandate(place: int, **values):
    return lambda council, sitting: council["mandates"][place].update(values)


def movement(place: int, **values):
    return lambda council, sitting: sitting["movements"][place].update(values)


def vote(**values):
    return lambda council, sitting: sitting["votes"][0].update(values)


def item(**values):
    return lambda council, sitting: sitting["agenda"][0].update(values)


def act(**values):
    return lambda council, sitting: sitting["deliberations"][0].update(values)


def style(**values):
    return lambda council, sitting: council["style"].update(values)


S, C = "$.sittings[0]", "$.council"
UID = "identifiant invalide ; minuscules sans accent, chiffres et tirets, 64 signes au plus"
CONTROL = "caractère de contrôle interdit dans un texte"
PATTERN = "motif de numéro invalide ; employer {year} et {sequence}"
NO_ZONE = "heure sans fuseau ; écrire par exemple « 2023-12-19T18:00:00+01:00 »"
RANGE = "année hors de portée (1790 à 2199)"
ONE_OF_THREE = "un membre, un groupe ou un nombre : un seul des trois"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 7"><script/></svg>'
FILE = {"kind": "REGISTER", "version": 1, "sha256": "a" * 64, "size": 3}
IMAGE = {"media_type": "image/png", "base64": PIXEL}


def stranger(uid: str = "personne") -> str:
    return f"membre inconnu : « {uid} »"


def not_on_agenda(uid: str = "point-9") -> str:
    return f"point inconnu de l'ordre du jour : « {uid} »"


PEOPLE = {
    "unknown-person": (mandate(1, person="x"), f"{C}.mandates[1].person", "personne inconnue : « x »"),
    "nobody-and-no-label": (
        *(mandate(1, person=None), f"{C}.mandates[1]"),
        "mandat sans personne ni intitulé de fonction (« label »)",
    ),
    "person-without-any-name": (
        lambda council, sitting: council["persons"][2].update(given_name=" ", family_name=""),
        f"{C}.persons[2]",
        "ni prénom ni nom ; l'un des deux est nécessaire",
    ),
    "substitute-of-nobody": (
        *(mandate(1, substitute_for="x"), f"{C}.mandates[1].substitute_for"),
        "mandat inconnu : « x »",
    ),
    "substitute-of-himself": (
        *(mandate(1, substitute_for="dazin-deslandes"), f"{C}.mandates[1].substitute_for"),
        "nul ne se supplée soi-même",
    ),
    "mandate-that-ends-before-it-begins": (
        *(mandate(1, since="2020-07-03", until="2020-07-02"), f"{C}.mandates[1].until"),
        "fin antérieure au début",
    ),
    "office-that-ends-before-it-begins": (
        mandate(
            1, offices=[{"kind": "DEPUTY"}, {"kind": "DEPUTY", "since": "2021-01-01", "until": "2020-01-01"}]
        ),
        f"{C}.mandates[1].offices[1].until",
        "fin antérieure au début",
    ),
    "negative-votes-obtained": (
        *(mandate(1, votes_obtained=-1), f"{C}.mandates[1].votes_obtained"),
        "nombre négatif (-1) ; zéro ou plus attendu",
    ),
    "same-person-uid-twice": (
        lambda council, sitting: council["persons"].append({"uid": "turpin", "family_name": "Turpin"}),
        f"{C}.persons",
        "« turpin » y est 2 fois comme « uid » ; il doit être unique",
    ),
    "same-mandate-uid-twice": (
        lambda council, sitting: council["mandates"].append({"uid": "turpin", "person": "turpin"}),
        f"{C}.mandates",
        "« turpin » y est 2 fois comme « uid » ; il doit être unique",
    ),
}
COUNCIL = {
    "no-name": (council(place_name=" "), f"{C}.place_name", "nom absent"),
    "siren": (council(siren="12345"), f"{C}.siren", "neuf chiffres attendus ; lu : « 12345 »"),
    "siret": (council(siret="1" * 13), f"{C}.siret", f"quatorze chiffres attendus ; lu : « {'1' * 13} »"),
    "insee": (council(insee_code="5A999"), f"{C}.insee_code", None),
    "insee-letters": (
        *(council(insee_code="5C999"), f"{C}.insee_code"),
        "code INSEE à cinq signes attendu ; lu : « 5C999 »",
    ),
    "time-zone": (
        council(time_zone="Europe/Lille"),
        f"{C}.time_zone",
        "fuseau horaire inconnu : « Europe/Lille »",
    ),
    "time-zone-outside-the-folder": (
        *(council(time_zone="../../etc/passwd"), f"{C}.time_zone"),
        "fuseau horaire inconnu : « ../../etc/passwd »",
    ),
    "number-pattern": (council(number_pattern="{annee}-{sequence}"), f"{C}.number_pattern", PATTERN),
    "number-pattern-enormous": (
        council(number_pattern="{sequence:0999999999d}"),
        f"{C}.number_pattern",
        PATTERN,
    ),
    "printed-number-pattern": (style(printed_number="{year}"), f"{C}.style.printed_number", PATTERN),
    "look-order": (
        council(look={"order": ["DECISION"]}),
        f"{C}.look.order",
        "chaque bloc a une place, et une seule",
    ),
    "look-hidden": (
        council(look={"hidden": ["DECISION"]}),
        f"{C}.look.hidden",
        "le bloc « Décision » est toujours imprimé",
    ),
    "look-title": (
        council(look={"titles": [{"block": "OBJECT", "text": "x" * 121}]}),
        f"{C}.look.titles",
        "un titre tient sur une ligne de 120 signes",
    ),
    "look-ready": (council(look={"typeface": "SANS", "letterhead_lines": ["Canton de Templeuve"]}), "", None),
    "printed-number-empty": (style(printed_number=""), "", None),
    "arms": (council(coat_of_arms=IMAGE), "", None),
    "arms-of-another-type": (
        council(coat_of_arms={**IMAGE, "media_type": "text/html"}),
        f"{C}.coat_of_arms.media_type",
        "image d'un type non admis ; admis : image/png, image/svg+xml, image/jpeg",
    ),
    "arms-not-base64": (
        council(coat_of_arms={**IMAGE, "base64": "é!"}),
        f"{C}.coat_of_arms.base64",
        "image illisible : ce n'est pas du base64",
    ),
    "arms-empty": (
        *(council(coat_of_arms={**IMAGE, "base64": ""}), f"{C}.coat_of_arms.base64"),
        "image illisible : ce n'est pas un fichier PNG",
    ),
    "arms-not-what-they-say": (
        *(council(coat_of_arms={**IMAGE, "media_type": "image/jpeg"}), f"{C}.coat_of_arms.base64"),
        "image illisible : ce n'est pas un fichier JPEG",
    ),
    "arms-with-a-script": (
        council(coat_of_arms={"media_type": "image/svg+xml", "base64": b64encode(SCRIPT).decode()}),
        f"{C}.coat_of_arms.base64",
        "dessin SVG refusé : élément actif « script » ; le retirer",
    ),
    "department": (
        *(council(department_code="2C"), f"{C}.department_code"),
        "code de département attendu (59, 2A ou 971) ; lu : « 2C »",
    ),
    "population-negative": (
        council(populations=[{"value": -3}]),
        f"{C}.populations[0].value",
        "nombre négatif (-3) ; zéro ou plus attendu",
    ),
}
VALUES = {
    "uid-capitals": (sitting(uid="Séance"), f"{S}.uid", UID),
    "uid-empty": (sitting(uid=""), f"{S}.uid", UID),
    "uid-too-long": (sitting(uid="a" * 65), f"{S}.uid", UID),
    "uid-with-a-newline": (sitting(uid="a\n"), f"{S}.uid", UID),
    "uid-of-64": (sitting(uid="a" * 64), "", None),
    "control-character": (sitting(place="à la\u0007 mairie"), f"{S}.place", CONTROL),
    "carriage-return": (sitting(place="à la\r mairie"), f"{S}.place", CONTROL),
    "windows-apostrophe": (sitting(place="l\u0092école"), f"{S}.place", CONTROL),
    "not-a-character": (sitting(place="l\ufffeécole"), f"{S}.place", CONTROL),
    "tab-and-newline-are-kept": (sitting(place="à\tla\nmairie"), "", None),
    "naive-stamp": (sitting(opened_at="2023-12-19T18:00:00"), f"{S}.opened_at", NO_ZONE),
    "naive-movement": (movement(3, at="2023-12-19T18:00:00"), f"{S}.movements[3].at", NO_ZONE),
    "hour-with-a-zone": (
        *(sitting(starts_at="18:00:00+01:00"), f"{S}.starts_at"),
        "heure sans fuseau attendue, celle du conseil, sous la forme « HH:MM »",
    ),
    "year-1": (sitting(held_on="0001-01-01"), f"{S}.held_on", RANGE),
    "year-1789": (sitting(held_on="1789-12-14"), f"{S}.held_on", RANGE),
    "year-1790": (sitting(held_on="1790-01-01"), "", None),
    "year-2200": (sitting(held_on="2200-01-01"), f"{S}.held_on", RANGE),
    "stamp-in-the-year-9999": (sitting(closed_at="9999-12-31T23:59:59+00:00"), f"{S}.closed_at", RANGE),
    "negative-order": (item(order=-1), f"{S}.agenda[0].order", "nombre négatif (-1) ; zéro ou plus attendu"),
    "enormous-order": (item(order=10**30), f"{S}.agenda[0].order", "nombre trop grand"),
    "negative-tally": (
        *(vote(everyone=None, tally={"against": -2}), f"{S}.votes[0].tally.against"),
        "nombre négatif (-2) ; zéro ou plus attendu",
    ),
    "line-too-long": (sitting(place="x" * 2001), f"{S}.place", "texte trop long (2001 signes)"),
    "line-of-2000": (sitting(place="x" * 2000), "", None),
    "text-too-long": (
        *(act(statement_html="x" * 4_000_001), f"{S}.deliberations[0].statement_html"),
        "texte trop long (4000001 signes)",
    ),
    "script": (
        *(act(statement_html="<p>a</p><script>alert(1)</script>"), f"{S}.deliberations[0].statement_html"),
        "balises HTML non admises : <script>",
    ),
    "images-and-titles": (
        *(item(title_html="<h1>a</h1><img src=x onerror=y>"), f"{S}.agenda[0].title_html"),
        "balises HTML non admises : <h1>, <img>",
    ),
    "script-in-the-third-decision": (
        act(operative=[{"blocks_html": ["a", "b", "<SCRIPT>"]}]),
        f"{S}.deliberations[0].operative[0].blocks_html[2]",
        "balises HTML non admises : <script>",
    ),
    "tags-too-deep": (
        *(act(title_html="<b>" * 41), f"{S}.deliberations[0].title_html"),
        "balises HTML imbriquées trop profondément (41 niveaux)",
    ),
    "tag-never-closed": (
        *(act(title_html="a<b, c>=d et la suite <i"), f"{S}.deliberations[0].title_html"),
        "balise HTML jamais fermée : « <i » ; pour un simple « < », écrire « &lt; »",
    ),
    "comment-never-closed": (
        *(act(statement_html="a <!-- b"), f"{S}.deliberations[0].statement_html"),
        "balise HTML jamais fermée : « <!-- b » ; pour un simple « < », écrire « &lt; »",
    ),
    "tag-too-long": (
        *(act(statement_html=f"<p title='{'x' * 2000}'>a</p>"), f"{S}.deliberations[0].statement_html"),
        f"balise HTML trop longue (2012 signes, 2000 au plus) : « <p title='{'x' * 30}… »",
    ),
    "tag-of-2000": (act(statement_html=f"<p title='{'x' * 1988}'>a</p>"), "", None),
    "less-than-is-no-tag": (act(title_html="1 < 2, <3 et 4<"), "", None),
    "issued-of-another-kind": (
        act(issued=[{**FILE, "kind": "COPY"}]),
        f"{S}.deliberations[0].issued[0].kind",
        "valeur inconnue 'COPY' ; valeurs admises : 'EXTRACT', 'REGISTER' ou 'CERTIFIED'",
    ),
    "issued-in-another-format": (
        act(issued=[{**FILE, "format": "ODT"}]),
        f"{S}.deliberations[0].issued[0].format",
        "valeur inconnue 'ODT' ; valeurs admises : 'PDF' ou 'DOCX'",
    ),
    "issued-in-both-formats": (act(issued=[FILE, {**FILE, "format": "DOCX"}]), "", None),
    "marked-section": (act(title_html="lot <![2[ x> voirie"), "", None),
}
REFERENCES = {
    "movement-of-a-stranger": (movement(0, member="personne"), f"{S}.movements[0].member", stranger()),
    "proxy-to-a-stranger": (movement(14, other="personne"), f"{S}.movements[14].other", stranger()),
    "chair": (sitting(chair="personne"), f"{S}.chair", stranger()),
    "second-secretary": (sitting(secretaries=["turpin", "personne"]), f"{S}.secretaries[1]", stranger()),
    "rapporteur": (item(rapporteur="personne"), f"{S}.agenda[0].rapporteur", stranger()),
    "secretary-of-the-item": (item(secretary="personne"), f"{S}.agenda[0].secretary", stranger()),
    "signatory": (
        *(act(signatory={"member": "personne"}), f"{S}.deliberations[0].signatory.member"),
        stranger(),
    ),
    "ballot": (
        vote(ballots=[{"choice": "AGAINST", "member": "personne"}]),
        f"{S}.votes[0].ballots[0].member",
        stranger(),
    ),
    "dispatch": (
        sitting(convocation={"dispatches": [{"member": "personne", "channel": "POST"}]}),
        f"{S}.convocation.dispatches[0].member",
        stranger(),
    ),
    "candidate": (
        sitting(
            elections=[
                {
                    "uid": "e",
                    "item": "point-1",
                    "posts": "maire",
                    "rounds": [
                        {"number": 1, "candidates": [{"name": "A", "votes": 1, "members": ["personne"]}]}
                    ],
                }
            ]
        ),
        f"{S}.elections[0].rounds[0].candidates[0].members[0]",
        stranger(),
    ),
    "vote-on-an-unknown-item": (
        *(vote(items=["point-1", "point-9"]), f"{S}.votes[0].items[1]"),
        not_on_agenda(),
    ),
    "movement-at-an-unknown-item": (
        *(movement(16, moment={"item": "point-9"}), f"{S}.movements[16].moment.item"),
        not_on_agenda(),
    ),
    "effect-until-an-unknown-item": (
        *(movement(16, until={"item": "point-9"}), f"{S}.movements[16].until.item"),
        not_on_agenda(),
    ),
    "act-on-an-unknown-item": (act(item="point-9"), f"{S}.deliberations[0].item", not_on_agenda()),
    "statement-on-an-unknown-item": (
        *(
            sitting(statements=[{"about": "present", "text": "13", "item": "point-9"}]),
            f"{S}.statements[0].item",
        ),
        not_on_agenda(),
    ),
}
IMPOSSIBLE = {
    "proxy-to-oneself-is-told-by-the-checks": (movement(14, other="havret"), "", None),
    "substitute-of-oneself": (
        movement(14, kind="SUBSTITUTE_SEATED", other="havret"),
        f"{S}.movements[14].other",
        "un pouvoir ou une suppléance ne va pas au membre lui-même",
    ),
    "substitute-missing": (
        *(movement(14, kind="SUBSTITUTE_SEATED", other=None), f"{S}.movements[14].other"),
        "suppléant absent",
    ),
    "proxy-without-holder-exists": (movement(14, other=None), "", None),
    "same-position-twice": (
        *(movement(1, position=1), f"{S}.movements"),
        "« 1 » y est 2 fois comme « position » ; il doit être unique",
    ),
    "vote-on-nothing": (vote(items=[]), f"{S}.votes[0].items", "un vote porte sur un point au moins"),
    "secret-vote-with-names": (
        vote(method="SECRET", everyone=None, ballots=[{"choice": "FOR", "member": "turpin"}]),
        f"{S}.votes[0]",
        "un scrutin secret ne garde que des totaux (« tally »), aucun choix personnel",
    ),
    "secret-vote-of-everyone": (
        *(vote(method="SECRET"), f"{S}.votes[0]"),
        "un scrutin secret ne garde que des totaux (« tally »), aucun choix personnel",
    ),
    "secret-vote-with-totals": (vote(method="SECRET", everyone=None, tally={"in_favour": 15}), "", None),
    "totals-and-ballots": (
        *(vote(tally={"in_favour": 15}), f"{S}.votes[0].tally"),
        "des totaux ou des bulletins, pas les deux",
    ),
    "ballot-of-nobody": (vote(ballots=[{"choice": "FOR"}]), f"{S}.votes[0].ballots[0]", ONE_OF_THREE),
    "ballot-of-a-member-and-a-group": (
        vote(ballots=[{"choice": "FOR", "count": 1}, {"choice": "FOR", "member": "turpin", "group": "A"}]),
        f"{S}.votes[0].ballots[1]",
        ONE_OF_THREE,
    ),
    "ballot-of-a-member-with-a-count": (
        vote(ballots=[{"choice": "FOR", "member": "turpin", "count": 2}]),
        f"{S}.votes[0].ballots[0]",
        ONE_OF_THREE,
    ),
    "ballot-of-a-group-with-a-count": (vote(ballots=[{"choice": "FOR", "group": "A", "count": 2}]), "", None),
    "two-acts-on-one-item": (
        lambda council, sitting: sitting["deliberations"].append({"uid": "autre", "item": "point-1"}),
        f"{S}.deliberations",
        "« point-1 » y est 2 fois comme « item » ; il doit être unique",
    ),
    "same-vote-uid-twice": (
        lambda council, sitting: sitting["votes"].append(dict(sitting["votes"][0])),
        f"{S}.votes",
        "« vote-1 » y est 2 fois comme « uid » ; il doit être unique",
    ),
    "same-item-uid-twice": (
        lambda council, sitting: sitting["agenda"].append(dict(sitting["agenda"][0])),
        f"{S}.agenda",
        "« point-1 » y est 2 fois comme « uid » ; il doit être unique",
    ),
}
CASES = {**PEOPLE, **COUNCIL, **VALUES, **REFERENCES, **IMPOSSIBLE}


@pytest.mark.parametrize(("change", "path", "message"), CASES.values(), ids=CASES)
def test_structure(change, path, message):
    assert found(change) == ([(path, message)] if message else [])


def test_structure_same_sitting_twice():
    data = json.loads(text())
    data["sittings"] *= 2
    with pytest.raises(InvalidDossier) as caught:
        read_dossier(json.dumps(data).encode())
    assert [(p.path, p.message) for p in caught.value.problems] == [
        ("$.sittings", "« seance-2023-12-19 » y est 2 fois comme « uid » ; il doit être unique")
    ]


def test_structure_every_fault_is_listed():
    def several(council, sitting):
        council["siren"] = "1"
        sitting["chair"] = "personne"
        sitting["movements"][3]["member"] = "personne"
        sitting["agenda"][0]["order"] = -1

    assert [path for path, _ in found(several)] == [
        f"{S}.agenda[0].order",
        f"{C}.siren",
        f"{S}.chair",
        f"{S}.movements[3].member",
    ]


@pytest.mark.parametrize(
    "unit", ["<a ", '<a "', "<!", "<![x", "<!--", "<?", "</", "<b>", "<p>x", "&", "x ", "<br>"]
)
def test_a_text_of_a_megabyte_is_read_or_refused_at_its_place(unit):
    problems = found(act(statement_html=unit * (1_000_000 // len(unit))))
    assert {path for path, _ in problems} <= {f"{S}.deliberations[0].statement_html"}
