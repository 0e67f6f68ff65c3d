"""``python -m benchmarks.hostile_signed``: files changed by chance, given to the check for as long as asked.

Each is read by a process of its own, as on the page; ``--seed`` tries one alone. Prints the
most that one took (seconds of processor, MB) and every file that was taken for sound; ends with 1 when there is one.
"""

import argparse
import logging
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["LOG_LEVEL"] = "ERROR"


def made(name: str, text: str = "137 euros") -> bytes:
    """An act signed and archived, by an authority made in memory."""
    from deliberations.signing.fields import prepare_signature_fields
    from tests.deliberations.signing.chain import archived, authority
    from tests.deliberations.signing.samples import act_html, render, sign_input

    act = render(act_html(inputs=sign_input("sig_maire")).replace("137 euros", text))
    return archived(prepare_signature_fields(act), authority().issue(name), authority())


class Taken(logging.Handler):
    """Remembers the most that a file took."""

    seconds = mb = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("A file was read in") and isinstance(record.args, tuple):
            self.seconds = max(self.seconds, float(str(record.args[0])))
            self.mb = max(self.mb, float(str(record.args[1])))


def difference(pdf: bytes, content: bytes) -> str:
    """Where the two part: keys are made anew each time, so the seed alone may not make the same file."""
    place = next((n for n, (a, b) in enumerate(zip(pdf, content, strict=False)) if a != b), len(pdf))
    return f"at {place}: {pdf[place : place + 10]!r} became {content[place : place + 10]!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int)
    arguments = parser.parse_args()
    import django

    django.setup()
    from deliberations.received.signed_asking import read_signed_file
    from tests.deliberations.signing.attacks.chance import mutated
    from tests.deliberations.signing.chain import authority

    most, children = Taken(), logging.getLogger("councils.untrusted.children")
    children.addHandler(most)
    children.propagate = False
    children.setLevel(logging.INFO)
    pdf, other = made("Jeanne MARTIN"), made("Paul DURAND", "9 euros")
    trust, at = authority().trust(authority().crl()), datetime.now(UTC) + timedelta(minutes=5)
    if not read_signed_file(pdf, trust=trust, at=at, max_bytes=20 << 20).report.ok:
        raise SystemExit("What is changed was not sound to begin with.")
    start = arguments.seed if arguments.seed is not None else time.time_ns() % 2**32
    sound: list[str] = []
    seed, until = start, time.monotonic() + arguments.minutes * 60
    while seed == start or (arguments.seed is None and time.monotonic() < until):
        content = mutated(Random(seed), pdf, other)  # noqa: S311  (a seed is wanted)
        if content not in (pdf, other):
            report = read_signed_file(content, trust=trust, at=at, max_bytes=20 << 20).report
            if report.ok:
                sound.append(f"{seed} ({difference(pdf, content)})")
        seed += 1
    print(f"Files: {seed - start}. Most: {most.seconds:.2f} s of processor, {most.mb:.0f} MB.")
    print(f"Taken for sound: {', '.join(sound) or 'none'}.")
    return 1 if sound else 0


if __name__ == "__main__":
    sys.exit(main())
