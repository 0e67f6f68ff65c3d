"""LibreOffice from our own DOCX, warm in two ways: the next file of a batch, or one file sent to a listener."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rendering import ROOT, Bench, PeerMissing, Render, Rendering, timed
from deliberations.documents.docx import render_docx

SYSTEM_PYTHON = "/usr/bin/python3"  # the one Debian's python3-uno is for
CLIENT = ROOT / "benchmarks" / "office_client.py"
STOP_SECONDS = 30
PLAIN: dict[str, int | bool] = {}
ARCHIVE: dict[str, int | bool] = {"SelectPdfVersion": 3, "UseTaggedPDF": True, "PDFUACompliance": True}


def libreoffice_batch(bench: Bench) -> Render:
    """One more document in a ``--convert-to`` batch; plain PDF."""
    return _batch(bench, PLAIN)


def libreoffice_batch_archive(bench: Bench) -> Render:
    """One more document in a ``--convert-to`` batch; PDF/A-3 and PDF/UA, tagged."""
    return _batch(bench, ARCHIVE)


def libreoffice_listener(bench: Bench) -> Render:
    """One document at a time, opened and exported by a LibreOffice that stays open; plain PDF."""
    return _listener(bench, PLAIN)


def libreoffice_listener_archive(bench: Bench) -> Render:
    """One document at a time, by a LibreOffice that stays open; PDF/A-3 and PDF/UA, tagged."""
    return _listener(bench, ARCHIVE)


def _batch(bench: Bench, options: dict[str, int | bool]) -> Render:
    command, folder = _office(bench)
    command += ["--convert-to", _target(options), "--outdir", str(folder)]

    def convert(count: int) -> float:
        """Seconds of one LibreOffice for ``count`` documents, the writing of their DOCX included."""
        start = time.perf_counter()
        sources = [folder / f"{number}.docx" for number in range(count)]
        for source in sources:
            source.write_bytes(render_docx(bench.view))
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
        return time.perf_counter() - start

    def render() -> Rendering:
        """A batch less a batch of one, so that starting is not counted."""
        single, batch = convert(1), convert(1 + bench.office_batch)
        return Rendering((batch - single) / bench.office_batch, (folder / "0.pdf").stat().st_size)

    convert(1)  # the first start makes the user's profile
    return render


def _target(options: dict[str, int | bool]) -> str:
    typed = {
        name: {"type": "boolean" if isinstance(value, bool) else "long", "value": json.dumps(value)}
        for name, value in options.items()
    }
    return f"pdf:writer_pdf_Export:{json.dumps(typed)}" if typed else "pdf"


def _listener(bench: Bench, options: dict[str, int | bool]) -> Render:
    command, folder = _office(bench)
    _require_bridge()
    client = _connect(bench, command)
    source, target = folder / "act.docx", folder / "act.pdf"
    order = json.dumps({"source": source.as_uri(), "target": target.as_uri(), "options": options})

    def render() -> bytes:
        source.write_bytes(render_docx(bench.view))
        _ask(client, order)
        return target.read_bytes()

    return timed(render)


def _require_bridge() -> None:
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True)
    if found.returncode:
        raise PeerMissing("installer le paquet Debian python3-uno")


def _office(bench: Bench) -> tuple[list[str], Path]:
    """Command of a LibreOffice with a profile of its own, and the folder it works in."""
    program = shutil.which("soffice")
    if program is None:
        raise PeerMissing("installer le paquet Debian libreoffice-writer-nogui")
    folder = Path(bench.stack.enter_context(TemporaryDirectory()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [program, profile, "--headless", "--norestore"], folder


def _connect(bench: Bench, command: list[str]) -> subprocess.Popen[str]:
    """Start the listener, and the client that drives it; both end with the bench."""
    pipe = f"conforme{os.getpid()}"
    office = subprocess.Popen(
        [*command, f"--accept=pipe,name={pipe};urp"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    bench.stack.callback(_stop, office)
    client = subprocess.Popen(
        [SYSTEM_PYTHON, str(CLIENT), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    bench.stack.callback(client.communicate)  # the end of its input makes it close LibreOffice
    return client


def _stop(office: subprocess.Popen[bytes]) -> None:
    try:
        office.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        office.kill()
        office.wait()


def _ask(client: subprocess.Popen[str], order: str) -> None:
    if client.stdin is None or client.stdout is None:
        raise RuntimeError("the client has no pipes")
    client.stdin.write(f"{order}\n")
    client.stdin.flush()
    answer = client.stdout.readline()
    if answer != "done\n":
        raise RuntimeError(f"LibreOffice: {answer or 'no answer'}")
