"""Time and memory of one certified deliberation, ours beside other programs, interleaved in one run.

    python benchmarks/render.py [--rounds 15] [--only conforme,typst] [--profile]

All are warm: the program is started, fonts are loaded, one rendering is thrown away. The order of the programs
turns at each round, so that a slow moment of the machine falls on all. docs/benchmarks.md explains the rows.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

if not __package__:  # started as a file rather than with -m
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers import PEERS
from benchmarks.rendering import ROOT

REFERENCES = {"weasyprint_naive": "/naïf", "libreoffice_batch": "/lot", "libreoffice_listener": "/écoute"}
APART = ("signature",)  # made on a document that exists already: no ratio
BATCHES = ("libreoffice_batch", "libreoffice_batch_archive")  # each of their renderings is a whole batch
BATCH_EVERY = 3  # rounds


@dataclass(slots=True)
class Runner:
    """A peer in its own process, and what it answered."""

    name: str
    process: subprocess.Popen[str]
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    memory: int = 0

    @property
    def median(self) -> float:
        return median(self.seconds)

    def answer(self) -> dict[str, Any]:
        """Next answer, past the logs of the programs. Raises ``RuntimeError`` when the peer ended."""
        for line in self.process.stdout or ():
            if line.startswith("@"):
                fields: dict[str, Any] = json.loads(line[1:])
                return fields
        raise RuntimeError(f"{self.name} s'est arrêté")

    def render(self) -> dict[str, Any]:
        if self.process.stdin is not None:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        return self.answer()

    def measure(self) -> None:
        fields = self.render()
        self.seconds.append(fields["seconds"])
        self.size, self.memory = fields["size"], max(self.memory, fields["memory"])

    def stop(self) -> None:
        self.process.communicate()


def run(names: list[str], rounds: int, office_batch: int) -> list[Runner]:
    """Measure each peer ``rounds`` times, the LibreOffice batches a third of them."""
    runners = [runner for runner in (_start(name, office_batch) for name in names) if runner]
    for number in range(rounds):
        turn = number % max(len(runners), 1)
        for runner in runners[turn:] + runners[:turn]:
            if runner.name not in BATCHES or number % BATCH_EVERY == 0:
                runner.measure()
    for runner in runners:
        runner.stop()
    return runners


def _start(name: str, office_batch: int) -> Runner | None:
    """The peer ready and warm, or None with a message when it is not installed."""
    command = [sys.executable, "-m", "benchmarks.peers", name, str(office_batch)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    runner = Runner(name, process)
    missing = runner.answer().get("missing")
    if missing:
        print(f"{name} : absent ({missing})")
        runner.stop()
        return None
    runner.render()
    return runner


def report(runners: list[Runner]) -> None:
    """Print medians, size, memory, and ratios to the references that were measured."""
    if not runners:
        return
    references = {r.name: r.median for r in runners if r.name in REFERENCES}
    heads = "".join(f"{REFERENCES[name]:>9}" for name in references)
    print(f"{'':30}{'médiane':>10}{'min':>10}{'Ko':>7}{'Mio':>7}{heads}")
    for runner in runners:
        times = f"{runner.median * 1000:7.0f} ms{min(runner.seconds) * 1000:7.0f} ms"
        ratios = "".join(_ratio(runner, reference) for reference in references.values())
        print(f"{runner.name:30}{times}{runner.size / 1000:7.0f}{runner.memory / 2**20:7.0f}{ratios}")


def _ratio(runner: Runner, reference: float) -> str:
    return f"{'–':>9}" if runner.name in APART else f"{runner.median / reference:9.2f}"


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = ", ".join(name for name in names if name not in PEERS)
    if unknown:
        raise argparse.ArgumentTypeError(f"inconnu : {unknown} (au choix : {', '.join(PEERS)})")
    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("un nombre d'au moins 1 est attendu")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=_positive, default=15)
    parser.add_argument("--only", type=_names, default=list(PEERS), help="noms séparés par des virgules")
    parser.add_argument(
        "--office-batch", type=_positive, default=20, help="documents par lot pour LibreOffice"
    )
    parser.add_argument("--profile", action="store_true", help="où va notre temps, étape par étape")
    arguments = parser.parse_args()
    if arguments.profile:
        from benchmarks.phases import profile

        profile(arguments.rounds)
    else:
        report(run(arguments.only, arguments.rounds, arguments.office_batch))


if __name__ == "__main__":
    main()
