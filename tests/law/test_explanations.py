"""Each finding that the code can make explains itself: what, where, what follows, what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

DOMAIN = Path(__file__).parents[2] / "deliberations" / "domain"
EXPLAINED = ("message", "where", "consequence", "remedy")


def findings_made() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Where the code makes a finding, and with what."""
    for module in sorted((*DOMAIN.glob("checks/*.py"), *DOMAIN.glob("linter/*.py"))):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Finding", "Advice"}:
                yield (
                    f"{module.name}:{node.lineno}",
                    {k.arg: k.value for k in node.keywords if k.arg is not None},
                )


FOUND = dict(findings_made())


@pytest.mark.parametrize("place", FOUND)
def test_finding_is_explained(place):
    given = FOUND[place]
    missing = [name for name in EXPLAINED if name not in given or getattr(given[name], "value", None) == ""]
    assert [name for name in missing if name != "where" or "severity" in given] == []


def test_every_finding_of_the_checks_is_read():
    assert len(FOUND) > 50
