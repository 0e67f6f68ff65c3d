"""The comparison of rendering programs runs, and every program present on this machine has its row."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers import PEERS
from benchmarks.phases import PHASES

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[1]
OFFICE = [name for name in PEERS if name.startswith("libreoffice")]
OTHERS = [name for name in PEERS if name not in OFFICE]


def run_benchmark(*arguments: str, path: str | None = None) -> str:
    variables = os.environ if path is None else {**os.environ, "PATH": path}
    command = [sys.executable, "benchmarks/render.py", "--rounds", "1", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(table: str) -> dict[str, list[str]]:
    """Cells by name of row."""
    lines = [line.split() for line in table.splitlines() if " ms" in line]
    return {cells[0]: cells[1:] for cells in lines}


@pytest.mark.long
def test_render_benchmark_has_a_row_for_each_program():
    found = rows(run_benchmark("--only", ",".join(OTHERS)))
    present = [name for name in OTHERS if name != "chromium" or shutil.which("chromium")]
    assert list(found) == present
    # median, its unit, minimum, its unit, size, memory, ratio to naive WeasyPrint
    assert all(float(cells[0]) > 0 and int(cells[4]) > 0 and int(cells[5]) > 0 for cells in found.values())
    assert found["weasyprint_naive"][6] == "1.00"
    assert found["signature"][6] == "–"


@pytest.mark.office
def test_render_benchmark_has_a_row_for_each_way_of_libreoffice():
    found = rows(run_benchmark("--only", ",".join(OFFICE), "--office-batch", "4"))
    assert list(found) == OFFICE
    assert found["libreoffice_batch"][6] == "1.00"
    assert found["libreoffice_listener"][7] == "1.00"


def test_render_benchmark_says_what_is_missing(tmp_path):
    output = run_benchmark("--only", "libreoffice_listener,chromium", path=str(tmp_path))
    assert output.splitlines() == [
        "libreoffice_listener : absent (installer le paquet Debian libreoffice-writer-nogui)",
        "chromium : absent (installer le paquet Debian chromium)",
    ]


def test_render_benchmark_profile_gives_each_phase_its_time():
    lines = run_benchmark("--profile").splitlines()
    times = {
        match[1]: float(match[2]) for match in map(re.compile(r"(.+?) +([\d.]+) ms").match, lines) if match
    }
    names = list(dict.fromkeys(phase for phase, _ in PHASES))
    assert list(times) == [*names, "reste", "total"]
    assert all(times[name] > 0 for name in names)


def test_render_benchmark_refuses_an_unknown_name():
    done = subprocess.run(
        [sys.executable, "benchmarks/render.py", "--only", "word"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "inconnu : word" in done.stderr


def test_register_benchmark_has_a_row_for_each_way():
    command = [
        sys.executable,
        "benchmarks/register.py",
        "--rounds",
        "1",
        "--pages",
        "6",
        "--only",
        "conforme,typst",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert list(found) == ["conforme", "typst"]
    # time, its unit, milliseconds a page, pages, size, memory, memory a page
    assert [int(cells[3]) for cells in found.values()] == [6, 6]
    assert all(float(cells[0]) > 0 and int(cells[5]) > 0 for cells in found.values())


def test_signing_benchmark_compares_each_level():
    command = [sys.executable, "benchmarks/signing.py", "--rounds", "1", "--batch", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert list(found) == ["B-B", "B-B_checked", "B-LTA", "B-LTA_x2"]
    # ours, its unit, pyHanko's, its unit, least of each, sizes, ratio
    assert all(float(cells[0]) > 0 and float(cells[8]) > 0 for cells in found.values())
