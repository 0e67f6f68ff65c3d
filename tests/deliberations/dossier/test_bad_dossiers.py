"""Sound dossiers spoiled at random: each is read, or refused with its problems; nothing else ever happens."""

import copy
import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberations.documents.builder import view_deliberation
from deliberations.documents.text import render_text
from deliberations.documents.view import Rendition
from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.profile import masked
from deliberations.domain.record import Record
from deliberations.dossier.problems import InvalidDossier
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.richtext import without_private

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[2] / "dossiers"
NAMES = ["commune-exemple-2024-06-28", "coeur-de-brenne-2020-01-20", "gruson-2023-12-19"]
REMOVED = object()

Place = tuple[int | str, ...]

HTML = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</ul>",
                "<table>",
                "<tr>",
                "<td colspan=99999>",
                "<a href='javascript:1'>",
            ),
            *(
                "<mark data-private>",
                "<b",
                "<",
                ">",
                "&amp;",
                "&#0;",
                "&#xd800;",
                "<!--",
                "-->",
                "<![CDATA[",
                "<![x",
            ),
            *("<?php", "<!doctype", "<script>", "texte", "é", "\u202e", "\u0000", "XX", "[ ]"),
        ]
    ),
    max_size=8,
).map("".join)
NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([10**8, 10**8 + 1, 2**31, 2**63, -(2**63), 10**40, 0.5, 1e308, -0.0]),
)
TEXTS = st.one_of(
    st.text(max_size=12),
    HTML,
    st.sampled_from(
        [
            *(
                "",
                " ",
                "FOR",
                "SECRET",
                "turpin",
                "point-1",
                "MAYOR",
                "ACT",
                "2024-02-30",
                "2024-02-29",
                "0000-00-00",
            ),
            *(
                "24:00",
                "23:59:60",
                "12:00Z",
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00",
                "9999-12-31T23:59:59-14:00",
            ),
            *(
                "{sequence:{year}}",
                "{sequence:09}",
                "{0.__class__}",
                "../x",
                "Europe/Paris",
                "x" * 2001,
                "\ud800",
            ),
        ]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=4,
)


@cache
def sample(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


@cache
def places(name: str) -> list[Place]:
    """Every place of a sample where a value stands, the deepest included."""

    def walk(value: Any, here: Place) -> list[Place]:
        pairs = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        return [here, *(place for key, inner in pairs for place in walk(inner, (*here, key)))]

    return walk(json.loads(sample(name)), ())[1:]


def spoil(data: Any, place: Place, value: Any) -> Any:
    """Replace, remove or duplicate what stands at ``place``, when it is still there."""
    *parents, last = place
    holder = data
    for part in parents:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return data
    if isinstance(holder, dict) or (
        isinstance(holder, list) and isinstance(last, int) and last < len(holder)
    ):
        if value is not REMOVED:
            holder[last] = value
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        else:
            holder.pop(last, None)
    return data


def read_or_refuse(content: bytes) -> Dossier | None:
    """Reads ``content``; a refusal must say where and why. Anything else raised is the fault looked for."""
    refusals: list[InvalidDossier] = []
    try:
        return read_dossier(content)
    except InvalidDossier as error:
        refusals.append(error)
    (refusal,) = refusals
    assert refusal.problems
    assert all(p.path.startswith("$") and p.message.strip() for p in refusal.problems)
    assert str(refusal).startswith("$")
    return None


def printed(record: Record, act: Deliberation) -> tuple[str, str]:
    """The text of an act, and the data it carries."""
    view = view_deliberation(record, act, rendition=Rendition.CERTIFIED, edited_on=date(2024, 7, 2))
    return render_text(view), view.document.profile.json


def survives(dossier: Dossier) -> None:
    """What was read is canonical, every check runs on it, and the data an act carries prints the same act, masked."""
    text = canonical_json(dossier)
    again = read_dossier(text.encode())
    assert (again.council, again.sittings, canonical_json(again)) == (dossier.council, dossier.sittings, text)
    for sitting in dossier.sittings:
        record = Record(dossier.council, sitting)
        check_sitting(record)
        for act in sitting.deliberations[-1:]:
            _, data = printed(record, act)
            carried = read_dossier(data.encode())
            (own,) = carried.sittings
            shown, _ = printed(*without_private_passages(record, act))
            assert printed(Record(carried.council, own), own.deliberations[0]) == (shown, data)


def without_private_passages(record: Record, act: Deliberation) -> tuple[Record, Deliberation]:
    """What the data of an act may carry: its private passages stay in the act alone."""
    shown = masked(act, without_private)
    acts = tuple(shown if each is act else each for each in record.sitting.deliberations)
    return Record(record.council, replace(record.sitting, deliberations=acts)), shown


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    name = draw(st.sampled_from(NAMES))
    data = json.loads(sample(name))
    for _ in range(draw(st.integers(1, 3))):
        value = draw(st.one_of(VALUES, st.just(REMOVED)))
        data = spoil(data, draw(st.sampled_from(places(name))), value)
    return json.dumps(data, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spoiled())
def test_spoiled_dossier_is_read_or_refused(content):
    dossier = read_or_refuse(content)
    if dossier is not None:
        survives(dossier)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), data=st.data(), text=st.one_of(HTML, TEXTS))
def test_spoiled_text_is_read_or_refused(name, data, text):
    """Only texts change, so that most dossiers are read and their HTML goes through the whole engine."""
    texts = [
        p
        for p in places(name)
        if isinstance(p[-1], int) or str(p[-1]).endswith(("_html", "name", "place", "note"))
    ]
    place = data.draw(st.sampled_from(texts))
    content = json.dumps(spoil(json.loads(sample(name)), place, text)).encode()
    dossier = read_or_refuse(content)
    if dossier is not None:
        survives(dossier)


@pytest.mark.parametrize("last", ["title_html", "statement_html", ("operative", 1, "blocks_html", 0)])
@pytest.mark.parametrize("text", ["<mark data-private><", "Pour <mark data-private>Ada EXEMPLE</mark>."])
def test_private_passage_is_printed_and_not_carried(last, text):
    place = ("sittings", 0, "deliberations", 6, *((last,) if isinstance(last, str) else last))
    dossier = read_or_refuse(json.dumps(spoil(json.loads(sample(NAMES[0])), place, text)).encode())
    assert dossier is not None
    survives(dossier)
    (sitting,) = dossier.sittings
    text, data = printed(Record(dossier.council, sitting), sitting.deliberations[6])
    assert "[occulté]" not in text
    assert "[occulté]" in data


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_random_bytes_are_refused(content):
    assert read_or_refuse(content) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), st.integers(0, 10_000), st.binary(max_size=3))
def test_bytes_spoiled_in_a_dossier(name, at, inserted):
    content = sample(name).encode()
    dossier = read_or_refuse(content[:at] + inserted + content[at + len(inserted) :])
    if dossier is not None:
        survives(dossier)


@settings(max_examples=60)
@given(VALUES)
def test_any_other_json_is_refused(value):
    assert read_or_refuse(json.dumps(value).encode("utf-8", "surrogatepass")) is None


def test_spoiling_reaches_every_kind_of_fault():
    """The generator is worth something only if it can find what it looks for: some are read, most refused."""
    faults = {
        "read": spoil(json.loads(sample(NAMES[0])), ("sittings", 0, "place"), "ailleurs"),
        "removed": spoil(json.loads(sample(NAMES[0])), ("council", "uid"), REMOVED),
        "doubled": spoil(json.loads(sample(NAMES[0])), ("council", "persons", 0), REMOVED),
    }
    outcomes = {name: read_or_refuse(json.dumps(data).encode()) is not None for name, data in faults.items()}
    assert outcomes == {"read": True, "removed": False, "doubled": False}
    assert min(len(places(name)) for name in NAMES) > 200
