"""How many small faults put in the law are seen by its tests: ``make mutants``, some hours on two cores.

mutmut works on a copy of the last commit, so that nothing of the checkout moves. ``var/mutants.md`` then says the
commit, the figures of each module, and the change of each mutant that no test saw; ``docs/mutants.md`` explains those.
Part of the domain only: ``python benchmarks/mutants.py "deliberations.domain.quorum*"``; one mutant in eight, in every
module: ``MUTANTS_SHARE=8 make mutants``. Stopped with Ctrl-C, it says what was tried until then.
"""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "var" / "mutants.md"
MUTMUT = (sys.executable, ROOT / "benchmarks" / "mutmut_facts.py")
SHARE_OF_EVENINGS = "40"
"""Property tests try one evening in forty: see ``tests/support/evenings.py``."""
RESULT = re.compile(r"^\s+(?P<name>\S+): (?P<state>[a-z ]+)$", re.MULTILINE)
SEEN = frozenset({"killed", "timeout", "caught by type check", "suspicious"})


def main() -> None:
    commit = output("git", "rev-parse", "--short", "HEAD", folder=ROOT).strip()
    with tempfile.TemporaryDirectory(prefix="conforme-mutants-") as folder:
        copy = Path(folder)
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(copy, filter="data")
        with (copy / "mutmut.log").open("wb") as log:
            command = [*MUTMUT, "run", *sys.argv[1:]]
            asked = {**os.environ, "EVENINGS_SHARE": SHARE_OF_EVENINGS}
            with suppress(KeyboardInterrupt):  # What was tried until then is a fair sample.
                subprocess.run(command, cwd=copy, env=asked, check=True, stdout=log, stderr=log)
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text("\n".join(report(copy, commit)), encoding="utf-8")
    print(f"written: {REPORT.relative_to(ROOT)}")


def report(copy: Path, commit: str) -> Iterator[str]:
    """The figures, then the survivors."""
    states = {
        m["name"]: m["state"]
        for m in RESULT.finditer(output(*MUTMUT, "results", "--all", "true", folder=copy))
    }
    tried = {name: state for name, state in states.items() if state != "not checked"}
    seen = [name for name, state in tried.items() if state in SEEN]
    yield f"# Mutants of {commit}\n"
    share = len(seen) / max(1, len(tried))
    yield f"{len(tried)} of {len(states)} mutants tried, {len(seen)} seen by the tests ({share:.1%}).\n"
    yield "| module | mutants | seen | not seen |\n| --- | ---: | ---: | ---: |"
    every, caught = (Counter(map(module_of, names)) for names in (tried, seen))
    for module in sorted(every):
        yield f"| `{module}` | {every[module]} | {caught[module]} | {every[module] - caught[module]} |"
    for name in sorted(set(tried) - set(seen)):
        change = output(*MUTMUT, "show", name, folder=copy)
        yield f"\n## {name} ({tried[name]})\n\n```diff\n{change.strip()}\n```"


def module_of(mutant: str) -> str:
    """« deliberations.domain.quorum » for one of its mutants."""
    return re.split(r"\.x[_ǁ]", mutant, maxsplit=1)[0]


def output(*command: str | Path, folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
