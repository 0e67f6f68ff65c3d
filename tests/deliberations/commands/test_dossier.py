"""``manage.py dossier``: in, out and checked, all or nothing."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Council, Mandate, Person
from deliberations.models import Deliberation, Movement, Sitting, Vote
from tests.support.proofs import forget_proofs

pytestmark = pytest.mark.integration

DOSSIERS = sorted((Path(__file__).parents[2] / "dossiers").glob("*.json"))
GRUSON = next(p for p in DOSSIERS if p.stem.startswith("gruson"))
EXAMPLE = next(p for p in DOSSIERS if p.stem.startswith("commune-exemple"))
LIST_OF_ACTS = next(p for p in DOSSIERS if p.stem.startswith("arthun-liste"))
MODELS = (Council, Person, Mandate, Sitting, Movement, Vote, Deliberation)


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("dossier", *args, stdout=out)
    return out.getvalue()


def gruson() -> dict[str, Any]:
    return json.loads(GRUSON.read_text())


def written(folder: Path, data: object) -> str:
    path = folder / "dossier.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return str(path)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


@pytest.mark.django_db
@pytest.mark.parametrize("path", DOSSIERS, ids=lambda p: p.stem)
def test_round_trip_is_equal_to_the_letter(path: Path) -> None:
    run("import", str(path))
    uid = json.loads(path.read_text())["council"]["uid"]
    assert run("export", uid) == path.read_text()


@pytest.mark.django_db
def test_export_keeps_one_sitting(tmp_path: Path) -> None:
    data = gruson()
    data["sittings"].append({"uid": "autre", "held_on": "2024-01-15", "origin": "RECORDED"})
    run("import", written(tmp_path, data))
    exported = json.loads(run("export", "gruson", "--sitting", "autre"))
    assert [s["uid"] for s in exported["sittings"]] == ["autre"]


@pytest.mark.django_db
def test_export_unknown_council_names_the_known_ones() -> None:
    run("import", str(GRUSON))
    with pytest.raises(CommandError, match=r"Conseil inconnu : « lille ». Conseils connus : gruson."):
        run("export", "lille")


@pytest.mark.django_db
def test_import_twice_is_refused_with_the_way_out() -> None:
    run("import", str(GRUSON))
    before = counts()
    with pytest.raises(CommandError, match="existe déjà"):
        run("import", str(GRUSON))
    run("import", str(GRUSON), "--replace")
    assert counts() == before


def test_check_finds_the_two_anomalies_of_the_reference() -> None:
    report = json.loads(run("check", str(GRUSON), "--json", "--today", "2024-01-15"))
    (item,) = report["sittings"][0]["examination"]["items"]
    assert [(f["code"], f["severity"]) for f in item["findings"]] == [
        ("nomination.no_waiver", "WARNING"),
        ("text.placeholder", "WARNING"),
        ("text.mixed_bullets", "NOTICE"),
        ("text.mixed_bullets", "NOTICE"),
    ]
    assert "commune de XX" in item["findings"][1]["message"]
    assert report["counts"] == {"REFUSAL": 0, "WARNING": 2, "NOTICE": 2}


def test_check_gives_what_is_computed_on_each_item() -> None:
    report = json.loads(run("check", str(GRUSON), "--json", "--today", "2024-01-15"))
    (item,) = report["sittings"][0]["examination"]["items"]
    (vote,) = item["votes"]
    room = item["room"]
    assert (room["in_office"], room["present"], room["represented"]) == (15, 13, 2)
    assert (room["excused"], room["absent"], room["stepped_aside"]) == (0, 0, 0)
    assert item["quorum"] == {"in_office": 15, "required": 8, "present": 13, "is_met": True}
    assert (item["voters"], item["verdict"], item["numbers"]) == (15, "ADOPTED", ["2023-57"])
    assert (vote["in_favour"], vote["votes_cast"], vote["reason"]) == (15, 15, "MAJORITY_FOR")
    assert (report["format"], report["today"]) == ("conforme-check/1", "2024-01-15")


def test_check_day_must_be_a_date() -> None:
    with pytest.raises(CommandError, match="n'est pas une date"):
        run("check", str(GRUSON), "--json", "--today", "hier")


def test_check_reads_well_and_counts() -> None:
    shown = run("check", str(GRUSON), "--today", "2024-01-15").splitlines()
    assert shown[0] == "Séance du 19 décembre 2023 (seance-2023-12-19)"
    assert shown[1] == "Convocation : jours francs 3, requis 3"
    assert shown[3].startswith("Point 1. Adhésion au Syndicat mixte ouvert")
    assert shown[3].endswith("(n° 2023-57)")
    assert shown[4:8] == [
        "  En exercice 15 : présents 13, représentés 2",
        "  Quorum atteint : 8 requis sur 15, présents 13",
        "  Vote : votants 15, exprimés 15, pour 15, contre 0, abstentions 0 → adopté",
        "  ALERTE nomination.no_waiver (CGCT art. L. 2121-21)",
    ]
    assert shown[-1] == "irrégularité : 0, alerte : 2, note : 2", "a recorded act"


def test_check_says_what_is_due_then_what_runs_and_for_which_acts() -> None:
    shown = run("check", str(EXAMPLE), "--today", "2024-07-10")
    late = "  EN RETARD Publier la liste des délibérations, au plus tard le 5 juillet 2024 (CGCT art. L. 2121-25)"
    due = "  À FAIRE Publier ou notifier l'acte : 2024-25 et 2024-27 (CGCT art. L. 2131-1)"
    runs = "  EN COURS Recours des tiers : 2024-21, 2024-22 et 2024-23, jusqu'au 3 septembre 2024 (CJA art. R. 421-1)"
    assert -1 < shown.find(late) < shown.find(due) < shown.find(runs)
    assert "Envoyer la convocation" not in shown, "what is done is not said"


def test_check_tells_an_election_and_what_was_never_counted() -> None:
    assert "  Élection : 3e tour, exprimés 9 → élection de Firmin Exemple (majorité relative)\n" in run(
        "check", str(EXAMPLE)
    )
    listed = run("check", str(LIST_OF_ACTS))
    assert "  Vote : décompte inconnu → adopté\n" in listed


def test_check_missing_file() -> None:
    with pytest.raises(CommandError, match=r"Fichier illisible : nulle-part.json \(il n'existe pas\)\."):
        run("check", "nulle-part.json")


def test_check_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\(c'est un dossier de fichiers\)\.$"):
        run("check", str(tmp_path))


def test_check_reads_a_file_saved_by_windows(tmp_path: Path) -> None:
    path = tmp_path / "gruson.json"
    path.write_bytes(b"\xef\xbb\xbf" + GRUSON.read_bytes())
    assert run("check", str(path), "--today", "2024-01-15") == run(
        "check", str(GRUSON), "--today", "2024-01-15"
    )


def test_check_without_sitting_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, {**gruson(), "sittings": []})
    assert run("check", path) == "Aucune séance dans ce dossier.\n"


def proxy_to_oneself(data: dict[str, Any]) -> None:
    data["sittings"][0]["movements"].append(
        {"position": 90, "kind": "GIVES_PROXY", "member": "turpin", "other": "turpin"}
    )


def unknown_member(data: dict[str, Any]) -> None:
    data["sittings"][0]["movements"].append({"position": 90, "kind": "PRESENT", "member": "personne"})


def negative_count(data: dict[str, Any]) -> None:
    vote = data["sittings"][0]["votes"][0]
    vote.pop("everyone")
    vote["tally"] = {"in_favour": -1}


def impossible_date(data: dict[str, Any]) -> None:
    data["sittings"][0]["held_on"] = "2023-02-30"


def wrong_type(data: dict[str, Any]) -> None:
    data["sittings"][0]["deliberations"][0]["year"] = "2023"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "path", "message"),
    [
        (proxy_to_oneself, "$.sittings[0].movements[{last}].other", "ne va pas à soi-même"),
        (unknown_member, "$.sittings[0].movements[{last}].member", "membre inconnu : « personne »"),
        (negative_count, "$.sittings[0].votes[0].tally.in_favour", "nombre négatif"),
        (impossible_date, "$.sittings[0].held_on", "date impossible"),
        (wrong_type, "$.sittings[0].deliberations[0].year", "nombre entier attendu"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_bad_dossier_gives_one_message_and_writes_nothing(
    tmp_path: Path, spoil: Any, path: str, message: str
) -> None:
    data = gruson()
    spoil(data)
    last = len(data["sittings"][0]["movements"]) - 1
    with pytest.raises(CommandError) as refused:
        run("import", written(tmp_path, data))
    lines = str(refused.value).splitlines()
    assert lines[0] == "Dossier refusé, rien n'a été enregistré :"
    assert len(lines) == 2
    assert lines[1].startswith(path.format(last=last))
    assert message in lines[1]
    assert set(counts().values()) == {0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Bonjour", "n'est pas du JSON : erreur à la ligne 1, colonne 1"),
        (b"\xff\xfe{}", "n'est pas du texte UTF-8"),
        (b"[" * 200_000, "imbriqués trop profondément"),
        (b'{"a": 1, "a": 2}', "« a » est écrit deux fois"),
        (b"3", "objet attendu"),
        (b" \n", "le fichier est vide"),
    ],
    ids=["text", "utf-16", "deep", "twice", "number", "empty"],
)
def test_not_a_dossier(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "faux.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run("check", str(path))


def test_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "gros.json"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    with pytest.raises(CommandError, match="trop volumineux"):
        run("check", str(path))


def second_proxy_to_one_holder(data: dict[str, Any]) -> None:
    movements = data["sittings"][0]["movements"]
    gift = next(m for m in movements if m["kind"] == "GIVES_PROXY" and m["member"] == "descamps")
    gift["other"] = next(m for m in movements if m["kind"] == "GIVES_PROXY" and m is not gift)["other"]


def more_votes_than_voters(data: dict[str, Any]) -> None:
    vote = data["sittings"][0]["votes"][0]
    vote.pop("everyone")
    vote["tally"] = {"in_favour": 40}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (second_proxy_to_one_holder, "proxy.several_for_one_holder"),
        (more_votes_than_voters, "vote.more_than_voters"),
    ],
    ids=["two-proxies", "forty-votes"],
)
def test_unlawful_is_imported_and_reported(tmp_path: Path, change: Any, code: str) -> None:
    data = gruson()
    change(data)
    path = written(tmp_path, data)
    run("import", path)
    assert Sitting.objects.count() == 1
    assert f" {code} " in run("check", path)


def test_check_tells_a_proxy_to_oneself_that_the_database_does_not_keep(tmp_path: Path) -> None:
    data = gruson()
    gift = next(m for m in data["sittings"][0]["movements"] if m["kind"] == "GIVES_PROXY")
    gift["other"] = gift["member"]
    assert "  IRRÉGULARITÉ proxy.to_oneself (CGCT art. L. 2121-20)\n" in run("check", written(tmp_path, data))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def refusal_of(path: str) -> str:
    """Why the import was refused; empty when it was done."""
    try:
        run("import", path)
    except CommandError as refused:
        return str(refused)
    return ""


PLACES = list(places(gruson()))
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), junk=JUNK)
def test_any_damage_is_refused_whole_or_stored_whole(
    tmp_path: Path, place: tuple[Any, ...], junk: Any
) -> None:
    data = gruson()
    target = data
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = junk
    refusal = refusal_of(written(tmp_path, data))
    if refusal:
        assert "\n$" in refusal
        assert set(counts().values()) == {0}
    else:
        assert Council.objects.count() == 1
        Sitting.objects.all().delete()
        forget_proofs()
        Council.objects.all().delete()


@pytest.mark.parametrize(
    ("page", "options"), [("dossier.schema.json", ()), ("check.schema.json", ("--report",))]
)
def test_schema_is_the_committed_one(page: str, options: tuple[str, ...]) -> None:
    committed = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    again = " ".join(["manage.py dossier schema", *options, "-o", f"docs/{page}"])
    assert run("schema", *options) == committed, f"make it again: {again}"
