"""Reading a dossier: what is not one is refused with a JSON path and a French message, the rest is read."""

import copy
import json
from functools import cache
from pathlib import Path

import pytest

from deliberations.domain.checks.book import check_sitting
from deliberations.domain.record import Record
from deliberations.dossier import reader
from deliberations.dossier.problems import SHOWN, InvalidDossier, Problem, json_path
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[2] / "dossiers"
SAMPLES = sorted(FOLDER.glob("*.json"))
SITTING = "$.sittings[0]"
ITEM = f"{SITTING}.agenda[0]"


@cache
def gruson_text() -> str:
    return (FOLDER / "gruson-2023-12-19.json").read_text(encoding="utf-8")


def gruson() -> dict:
    return json.loads(gruson_text())


def changed(path: str, value: object) -> bytes:
    """The Gruson dossier with one value replaced; ``path`` is made of keys and places, « sittings.0.uid »."""
    data = gruson()
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = data
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(data).encode()


def problems(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDossier) as caught:
        read_dossier(content)
    return [(p.path, p.message) for p in caught.value.problems]


# --- files that are not a dossier

TOO_DEEP = "objets imbriqués trop profondément ; un dossier compte une dizaine de niveaux"
FILES = {
    "empty": (b"", "le fichier est vide"),
    "not-json": (b'{"format":\n oui}', "le fichier n'est pas du JSON : erreur à la ligne 2, colonne 2"),
    "cut-short": (b'{"format": "confor', "le fichier n'est pas du JSON : erreur à la ligne 1, colonne 12"),
    "comment": (b"{} // fin", "le fichier n'est pas du JSON : erreur à la ligne 1, colonne 4"),
    "pdf": (b"%PDF-1.7\n\xe2\xe3", "le fichier n'est pas du texte UTF-8 (octet 10)"),
    "latin-1": ('{"a": "é"}'.encode("latin-1"), "le fichier n'est pas du texte UTF-8 (octet 8)"),
    "utf-16": ("{}".encode("utf-16"), "le fichier n'est pas du texte UTF-8 (octet 1)"),
    "raw-control-character": (
        b'{"a": "\x01"}',
        "le fichier n'est pas du JSON : erreur à la ligne 1, colonne 8",
    ),
    "nan": (b'{"a": NaN}', "valeur « NaN » inconnue de JSON"),
    "infinity": (b'{"a": -Infinity}', "valeur « -Infinity » inconnue de JSON"),
    "same-key-twice": (
        b'{"council": {"uid": "a", "uid": "b"}}',
        "le champ « uid » est écrit deux fois dans le même objet",
    ),
    "integer-of-5000-figures": (b'{"a": 1' + b"0" * 5000 + b"}", "nombre trop grand"),
    "lists-100000-deep": (b"[" * 100_000 + b"]" * 100_000, TOO_DEEP),
    "objects-300-deep": (b'{"a":' * 300 + b"1" + b"}" * 300, TOO_DEEP),
    "lone-surrogate": (
        b'{"format": "\\ud800"}',
        "caractère incomplet : moitié isolée d'une paire « \\ud800 »",
    ),
    "second-half-of-a-surrogate": (
        b'{"format": "\\udc00 "}',
        "caractère incomplet : moitié isolée d'une paire « \\ud800 »",
    ),
    "list": (b"[]", "objet attendu ({ … }) ; lu : une liste"),
    "null": (b"null", "objet attendu ({ … }) ; lu : null"),
    "number": (b"12", "objet attendu ({ … }) ; lu : 12"),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES)
def test_file_refused(content, message):
    assert problems(content) == [("$", message)]


def test_file_over_32_mib_is_refused_unread(monkeypatch):
    monkeypatch.setattr(reader.json, "loads", lambda *_, **__: pytest.fail("le fichier a été lu"))
    content = b" " * (32 * 2**20 + 1)
    assert problems(content) == [("$", "fichier trop volumineux (32 Mio) ; 32 Mio au plus")]


def test_file_of_32_mib_is_read():
    content = gruson_text().encode()
    padded = content + b" " * (32 * 2**20 - len(content))
    assert read_dossier(padded) == read_dossier(content)


# --- values of the wrong form

DATE = "AAAA-MM-JJ"
STAMP = "AAAA-MM-JJTHH:MM+01:00"
BAD_DATE = f"date impossible ou mal écrite ; forme attendue : « {DATE} » ; lu : "
BAD_TIME = "heure impossible ou mal écrite ; forme attendue : « HH:MM » ; lu : "
BAD_STAMP = f"date et heure impossibles ou mal écrites ; forme attendue : « {STAMP} » ; lu : "
INTEGER = "nombre entier attendu, sans guillemets ; lu : "
VALUES = {
    "text-instead-of-a-number": ("sittings.0.agenda.0.order", "1", f"{INTEGER}'1'"),
    "decimal": ("sittings.0.agenda.0.order", 1.0, f"{INTEGER}1.0"),
    "enormous-decimal": ("sittings.0.agenda.0.order", 1e300, f"{INTEGER}1e+300"),
    "true-instead-of-a-number": ("sittings.0.agenda.0.order", True, f"{INTEGER}true"),
    "number-instead-of-text": ("council.place_name", 59, "texte attendu, entre guillemets ; lu : 59"),
    "list-instead-of-text": ("council.place_name", [], "texte attendu, entre guillemets ; lu : une liste"),
    "null-instead-of-text": ("council.place_name", None, "texte attendu, entre guillemets ; lu : null"),
    "text-instead-of-a-list": ("sittings.0.secretaries", "m1", "liste attendue ([ … ]) ; lu : 'm1'"),
    "object-instead-of-a-list": ("sittings.0.votes", {}, "liste attendue ([ … ]) ; lu : un objet"),
    "list-instead-of-an-object": ("council", [], "objet attendu ({ … }) ; lu : une liste"),
    "text-instead-of-an-object": ("sittings.0.agenda.0", "x", "objet attendu ({ … }) ; lu : 'x'"),
    "yes-instead-of-true": (
        *("sittings.0.is_public", "oui"),
        "vrai ou faux attendu (true ou false) ; lu : 'oui'",
    ),
    "one-instead-of-true": ("sittings.0.is_public", 1, "vrai ou faux attendu (true ou false) ; lu : 1"),
    "30-february": ("sittings.0.held_on", "2023-02-30", f"{BAD_DATE}'2023-02-30'"),
    "29-february-of-a-common-year": ("sittings.0.held_on", "2023-02-29", f"{BAD_DATE}'2023-02-29'"),
    "french-date": ("sittings.0.held_on", "19/12/2023", f"{BAD_DATE}'19/12/2023'"),
    "date-with-an-hour": ("sittings.0.held_on", "2023-12-19T18:00:00", f"{BAD_DATE}'2023-12-19T18:00:00'"),
    "date-as-a-number": (
        *("sittings.0.held_on", 20231219),
        f"date attendue, sous la forme « {DATE} » ; lu : 20231219",
    ),
    "25-o-clock": ("sittings.0.starts_at", "25:00", f"{BAD_TIME}'25:00'"),
    "hour-as-a-number": (
        *("sittings.0.starts_at", 18),
        "heure attendue, sous la forme « HH:MM » ; lu : 18",
    ),
    "stamp-without-hour": ("sittings.0.opened_at", "2023-12-19", f"{BAD_STAMP}'2023-12-19'"),
    "stamp-as-a-number": (
        *("sittings.0.opened_at", 1703005200),
        f"date et heure attendues, sous la forme « {STAMP} » ; lu : 1703005200",
    ),
    "unknown-word": (
        *("sittings.0.votes.0.method", "SECRETE"),
        "valeur inconnue 'SECRETE' ; valeurs admises : 'ORDINARY', 'PUBLIC' ou 'SECRET'",
    ),
    "other-format": (
        *("format", "conforme-dossier/9"),
        "valeur inconnue 'conforme-dossier/9' ; valeurs admises : 'conforme-dossier/1'",
    ),
    "long-value-is-cut": (
        *("sittings.0.held_on", "x" * 500),
        BAD_DATE + "'" + "x" * 59 + "…",
    ),
}


@pytest.mark.parametrize(("path", "value", "message"), VALUES.values(), ids=VALUES)
def test_value_refused(path, value, message):
    location = [int(part) if part.isdigit() else part for part in path.split(".")]
    assert problems(changed(path, value)) == [(json_path(location), message)]


UNKNOWN = "champ inconnu du format ; le retirer ou corriger son nom"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("annee", "$.annee"),
        ("council.maire", "$.council.maire"),
        ("council.mandates.3.rang", "$.council.mandates[3].rang"),
        ("council.mandates.0.offices.0.nom", "$.council.mandates[0].offices[0].nom"),
        ("sittings.0.lieu", f"{SITTING}.lieu"),
        ("sittings.0.deliberations.0.clauses.12.texte", f"{SITTING}.deliberations[0].clauses[12].texte"),
    ],
)
def test_unknown_field_refused_at_any_level(path, found):
    assert problems(changed(path, "x")) == [(found, UNKNOWN)]


@pytest.mark.parametrize(
    ("parents", "key"),
    [
        ([], "format"),
        ([], "council"),
        (["council"], "uid"),
        (["sittings", 0], "held_on"),
        (["sittings", 0, "agenda", 0], "title_html"),
        (["sittings", 0, "movements", 16], "member"),
    ],
)
def test_missing_field_refused(parents, key):
    data = gruson()
    place = data
    for part in parents:
        place = place[part]
    del place[key]
    assert problems(json.dumps(data).encode()) == [(json_path([*parents, key]), "champ obligatoire absent")]


def test_every_fault_is_listed_and_the_text_is_cut():
    data = gruson()
    for movement in data["sittings"][0]["movements"]:
        movement["position"], movement["kind"] = "un", "ENTRE"
    with pytest.raises(InvalidDossier) as caught:
        read_dossier(json.dumps(data).encode())
    assert len(caught.value.problems) == 34
    assert len(str(caught.value).splitlines()) == SHOWN
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{SITTING}.movements[0].")


def test_problem_is_written_path_first():
    assert str(Problem(ITEM, "nombre négatif")) == "$.sittings[0].agenda[0] : nombre négatif"
    assert json_path(()) == "$"


# --- unlawful but sound


def test_two_proxies_to_one_holder_are_read_and_reported():
    dossier = read_dossier(changed("sittings.0.movements.16.other", "dazin-deslandes"))
    codes = [f.code for f in check_sitting(Record(dossier.council, dossier.sittings[0]))]
    assert "proxy.several_for_one_holder" in codes


def test_more_votes_than_voters_are_read_and_reported():
    vote = {"uid": "vote-1", "items": ["point-1"], "tally": {"in_favour": 16, "against": 4}}
    dossier = read_dossier(changed("sittings.0.votes.0", vote))
    codes = [f.code for f in check_sitting(Record(dossier.council, dossier.sittings[0]))]
    assert "vote.more_than_voters" in codes


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sittings.0.convocation.sent_on", "2023-12-25"),
        ("sittings.0.secretaries", []),
        ("sittings.0.movements", []),
        ("sittings.0.chair", None),
        ("sittings.0.votes.0.ballots", [{"choice": "AGAINST", "count": 99}]),
        ("sittings.0.deliberations.0.transmission.effective_on", "1999-01-01"),
        ("sittings.0.closed_at", "2023-12-20T00:40:00+01:00"),
        ("sittings.0.deliberations.0.sequence", None),
    ],
    ids=[
        *(
            "notice-after-the-sitting",
            "no-secretary",
            "nobody-recorded",
            "no-chair",
            "more-against-than-members",
        ),
        *("received-before-the-sitting", "past-midnight", "no-number"),
    ],
)
def test_faulty_but_possible_facts_are_read(path, value):
    dossier = read_dossier(changed(path, value))
    check_sitting(Record(dossier.council, dossier.sittings[0]))
    assert read_dossier(canonical_json(dossier).encode()) == dossier


# --- canonical form


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_canonical_json_is_stable(path):
    dossier = read_dossier(path.read_bytes())
    text = canonical_json(dossier)
    again = read_dossier(text.encode())
    assert (again.council, again.sittings, canonical_json(again)) == (dossier.council, dossier.sittings, text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_canonical_json_does_not_depend_on_the_writing(path):
    data = json.loads(path.read_text(encoding="utf-8"))

    def backwards(value):
        if isinstance(value, dict):
            return {key: backwards(value[key]) for key in reversed(value)}
        return [backwards(v) for v in value] if isinstance(value, list) else value

    compact = json.dumps(backwards(data), separators=(",", ":")).encode()
    assert canonical_json(read_dossier(compact)) == canonical_json(read_dossier(path.read_bytes()))


def test_canonical_json_leaves_out_what_is_unknown_and_keeps_empty_objects():
    data = gruson()
    data["council"]["siren"] = ""
    data["sittings"][0]["elections"] = []
    data["sittings"][0]["is_public"] = True
    text = canonical_json(read_dossier(json.dumps(data).encode()))
    assert text == gruson_text()
    assert json.loads(text)["sittings"][0]["agenda"][0]["nomination"] == {}


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ("<p>simple</p>", "simple"),
        ("a <b>gras</b> et <i>penché</i>", "a <strong>gras</strong> et <em>penché</em>"),
        ("a&nbsp;b &eacute; &amp; &lt;", "a\u00a0b é &amp; &lt;"),
        ("deux\n   espaces", "deux espaces"),
        ("a &#1; b &#xfffe;", None),
    ],
)
def test_html_of_a_title_is_made_canonical(html, canonical):
    dossier = read_dossier(changed("sittings.0.agenda.0.title_html", html))
    read = dossier.sittings[0].agenda[0].title_html
    assert canonical is None or read == canonical
    assert not set(read) & {"\x01", "\ufffe"}
    assert read_dossier(canonical_json(dossier).encode()) == dossier


def test_reading_keeps_an_aware_hour_as_it_is_written():
    dossier = read_dossier(changed("sittings.0.opened_at", "2023-12-19T18:02:00+01:00"))
    assert '"opened_at": "2023-12-19T18:02:00+01:00"' in canonical_json(dossier)


def test_dossier_without_sitting_is_a_council():
    data = copy.deepcopy(gruson())
    del data["sittings"]
    dossier = read_dossier(json.dumps(data).encode())
    assert (dossier.sittings, len(dossier.council.mandates), dossier.profile) == ((), 15, "FULL")
    assert isinstance(dossier, Dossier)
