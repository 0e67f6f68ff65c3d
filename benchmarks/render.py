"""Time and memory of one certified deliberation, ours beside other programs, interleaved in one run.

    python -m benchmarks.render [--rounds 15] [--only conforme,typst]

All are warm: the program is started, fonts are loaded, one rendering is thrown away. The order of the programs
turns at each round, so that a slow moment of the machine falls on all. LibreOffice converts batches with
``--convert-to``: its time is that of one more document in the batch, the writing of its DOCX included.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.peers import PEERS, ROOT

REFERENCES = ("weasyprint_naive", "libreoffice")


@dataclass(slots=True)
class Runner:
    """A peer in its own process, and what it answered."""

    name: str
    process: subprocess.Popen[str]
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    memory: int = 0

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


def start(name: str) -> Runner | None:
    """The peer ready and warm, or None with a message when it is not installed."""
    command = [sys.executable, "-m", "benchmarks.peers", name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    runner = Runner(name, process)
    missing = runner.answer().get("missing")
    if missing:
        print(f"{name} : absent ({missing})")
        runner.stop()
        return None
    runner.render()
    return runner


def run(names: list[str], rounds: int) -> list[Runner]:
    """Measure each peer ``rounds`` times, LibreOffice a third of them: each of its renderings is a batch."""
    runners = [runner for runner in map(start, names) if runner]
    for number in range(rounds):
        turn = number % len(runners)
        for runner in runners[turn:] + runners[:turn]:
            if not runner.name.startswith("libreoffice") or number % 3 == 0:
                runner.measure()
    for runner in runners:
        runner.stop()
    return runners


def report(runners: list[Runner]) -> None:
    """Print medians, ratios, size and memory."""
    medians = {runner.name: median(runner.seconds) for runner in runners}
    references = [name for name in REFERENCES if name in medians]
    heads = "".join(f"{'/ ' + name:>20}" for name in references)
    print(f"{'':22}{'médiane':>10}{'min':>10}{'Ko':>8}{'Mio':>8}{heads}")
    for runner in runners:
        ratios = "".join(f"{medians[runner.name] / medians[name]:20.2f}" for name in references)
        times = f"{medians[runner.name] * 1000:7.0f} ms{min(runner.seconds) * 1000:7.0f} ms"
        print(f"{runner.name:22}{times}{runner.size / 1000:8.0f}{runner.memory / 2**20:8.0f}{ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default=",".join(PEERS), help="noms séparés par des virgules")
    arguments = parser.parse_args()
    report(run(arguments.only.split(","), arguments.rounds))


if __name__ == "__main__":
    main()
