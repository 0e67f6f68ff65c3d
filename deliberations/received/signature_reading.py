"""What both processes that read signed files need: the libraries loaded beforehand, and whom to trust as JSON."""

import codecs
from base64 import b64decode, b64encode
from dataclasses import asdict
from importlib import import_module
from typing import Any

from deliberations.signing.trust import Trust

_CODECS = ("idna", "punycode", "teletex", "utf-32", "utf-16", "cp1252", "ascii", "latin-1", "pdf_doc")
"""That the names in certificates may be written in."""
_LOADED_LATER = (
    "cryptography.hazmat.backends.openssl.backend",
    "dateutil.parser",
    "lxml.etree",
    "pyhanko.pdf_utils.crypt.pdfmac",
    "pyhanko.pdf_utils.metadata.xmp_xml",
    "pyhanko_certvalidator.revinfo.validate_crl",
    "pyhanko_certvalidator.revinfo.validate_ocsp",
)
"""What the libraries import inside a function, for some files only."""


def load_libraries() -> None:
    """Before the process gives up its right to read files."""
    for name in _LOADED_LATER:
        import_module(name)
    for name in _CODECS:
        try:
            codecs.lookup(name)
        except LookupError:
            continue


def trust_told(trust: Trust) -> dict[str, list[str]]:
    """``trust`` as JSON."""
    return {name: [b64encode(der).decode() for der in ders] for name, ders in asdict(trust).items()}


def trust_read(told: dict[str, Any]) -> Trust:
    """The same, read back."""
    return Trust(**{name: tuple(map(b64decode, ders)) for name, ders in told.items()})
