"""The process that reads a signed file: what hostile files make of it, in processor and memory, and in words."""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberations.received.signed_asking import LIMITS, read_signed_file
from deliberations.received.signed_file import question
from deliberations.signing.problems import ProblemCode
from deliberations.signing.trust import Trust
from tests.deliberations.signing.attacks import ATTACKS, Target, make_target
from tests.deliberations.signing.chain import TODAY

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[3]
NOW = TODAY + timedelta(minutes=5)
MOST = 20 << 20


@pytest.fixture(scope="module")
def target() -> Target:
    return make_target()


@pytest.fixture(scope="module")
def measured(target: Target, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each attack, and the sound file (« »), took and told."""
    folder = tmp_path_factory.mktemp("attacks")
    asked = folder / "question.json"
    asked.write_text(json.dumps(question(target.by.trust(target.by.crl()), at=NOW, max_bytes=MOST)))
    files = {"": target.pdf, **{name: build(target) for name, build in ATTACKS.items()}}
    paths = []
    for rank, content in enumerate(files.values()):
        paths.append(folder / f"{rank}.pdf")
        paths[-1].write_bytes(content)
    command = [sys.executable, "-m", "tests.support.measured_checks", str(asked), json.dumps(asdict(LIMITS))]
    done = subprocess.run(
        [*command, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600
    )
    return dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))


def test_sound_file_is_accepted(measured: dict[str, dict[str, Any]]):
    assert json.loads(measured[""]["told"])["problems"] == []
    assert measured[""]["seconds"] < 5
    assert measured[""]["mb"] < 250


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused_within_bounds(measured: dict[str, dict[str, Any]], name: str):
    found = measured[name]
    assert found["status"] == 0, found
    assert json.loads(found["told"])["problems"] != []
    assert found["seconds"] < 15
    assert found["mb"] < 700


def test_same_answer_through_the_page_s_own_way(target: Target):
    trust = target.by.trust(target.by.crl())
    read = read_signed_file(target.pdf, trust=trust, at=NOW, max_bytes=MOST)
    assert read.report.ok
    assert read.report.signatures[0].anchor == target.by.root.der
    assert read.claims.title
    for name in ("words, new timestamp", "nested arrays", "bomb"):
        assert not read_signed_file(ATTACKS[name](target), trust=trust, at=NOW, max_bytes=MOST).report.ok


def test_size_is_refused_before_anything_is_read(target: Target):
    read = read_signed_file(target.pdf, trust=Trust(), at=NOW, max_bytes=100)
    assert [problem.code for problem in read.report.problems] == [ProblemCode.TOO_LARGE]
