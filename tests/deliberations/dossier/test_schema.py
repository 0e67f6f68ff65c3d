"""The JSON schema of the format: committed, current, and describing the sample dossiers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import FORMAT, Dossier, canonical_json, digest, json_schema

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
COMMITTED = ROOT / "docs" / "dossier.schema.json"
SAMPLES = sorted((ROOT / "tests" / "dossiers").glob("*.json"))


@cache
def schema() -> dict[str, Any]:
    return json_schema()


def test_schema_committed_is_current():
    """Refresh it with: ``manage.py dossier schema -o docs/dossier.schema.json``."""
    text = json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert COMMITTED.read_text(encoding="utf-8") == text


def test_schema_is_closed_and_names_the_format():
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["properties"]["format"] == {"const": FORMAT, "title": "Format", "type": "string"}
    assert schema()["required"] == ["format", "council"]
    objects = {name: d for name, d in schema()["$defs"].items() if d.get("type") == "object"}
    assert len(objects) > 25
    assert [name for name, d in objects.items() if d.get("additionalProperties") is not False] == []


def test_schema_every_object_is_described():
    undocumented = [
        n for n, d in schema()["$defs"].items() if d.get("type") == "object" and "description" not in d
    ]
    assert undocumented == []


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    return schema()["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node


TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def described(value: Any, node: dict[str, Any], path: str = "$") -> list[str]:
    """Places where ``value`` departs from the schema, for the few keywords that ours uses."""
    node = resolved(node)
    if "anyOf" in node:
        return min((described(value, choice, path) for choice in node["anyOf"]), key=len)
    if "enum" in node or "const" in node:
        return [] if value in node.get("enum", [node.get("const")]) else [path]
    if not isinstance(value, TYPES[node["type"]]):
        return [path]
    if isinstance(value, list):
        return [p for i, v in enumerate(value) for p in described(v, node["items"], f"{path}[{i}]")]
    return described_object(value, node, path) if isinstance(value, dict) else []


def described_object(value: dict[str, Any], node: dict[str, Any], path: str) -> list[str]:
    properties = node["properties"]
    missing = [f"{path}.{name}" for name in node.get("required", []) if name not in value]
    unknown = [f"{path}.{name}" for name in value if name not in properties]
    known = [(name, v) for name, v in value.items() if name in properties]
    return missing + unknown + [p for n, v in known for p in described(v, properties[n], f"{path}.{n}")]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_schema_describes_the_samples(path):
    assert described(json.loads(path.read_text(encoding="utf-8")), schema()) == []


def test_schema_refuses_what_the_reader_refuses():
    data = json.loads(SAMPLES[0].read_text(encoding="utf-8"))
    del data["council"]["uid"]
    data["council"]["maire"] = "x"
    data["sittings"][0]["agenda"][0]["order"] = "un"
    data["sittings"][0]["origin"] = "ANCIEN"
    assert described(data, schema()) == [
        "$.council.uid",
        "$.council.maire",
        "$.sittings[0].agenda[0].order",
        "$.sittings[0].origin",
    ]


def test_canonical_json_is_sorted_and_ends_with_a_newline():
    dossier = read_dossier(SAMPLES[0].read_bytes())
    text = canonical_json(dossier)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_digest_is_that_of_the_canonical_text():
    dossier = read_dossier(SAMPLES[0].read_bytes())
    same = Dossier.of(dossier.council, dossier.sittings)
    other = Dossier.of(dossier.council, ())
    assert len(digest(dossier)) == 64
    assert digest(same) == digest(dossier) != digest(other)
