"""Small things that several of these test modules need."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf

from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from deliberations.signing.problems import SignatureReport
from tests.deliberations.signing.samples import NOW, PASSPHRASE


def make_keys(directory: Path, *, now: datetime = NOW) -> DemoKeys:
    """Keys of the demonstration mayor in ``directory``."""
    return create_demo_authority(
        directory, common_name="Claire DURAND", organisation="Commune d'essai", now=now, passphrase=PASSPHRASE
    )


def codes(report: SignatureReport) -> set[str]:
    """The codes of all the problems of a report; an accepted file has none, and the reverse."""
    assert report.ok is (not report.problems)
    return {problem.code.value for problem in report.problems}


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """Read ``pdf`` with a library that knows nothing of signatures."""
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def text_of(pdf: bytes) -> str:
    """The words that poppler reads in ``pdf``, appearances of form fields included."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()
