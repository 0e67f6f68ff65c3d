"""Our signing beside bare pyHanko: same act, same key, same level, same servers, one run.

    python benchmarks/signing.py [--rounds 15] [--batch 10]

The certification authority and the timestamp server are those of the tests, on loopback, in a process of their own.
Rounds are interleaved and their order turns. docs/benchmarks.md explains the rows.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

if not __package__:  # started as a file rather than with -m
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import aiohttp
from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from benchmarks.register import setup
from benchmarks.rendering import reference_view
from deliberations.domain.issued import SignatureLevel
from deliberations.signing.keys import Key, open_pkcs12
from deliberations.signing.network import Network
from deliberations.signing.ports import SignatureRequest
from deliberations.signing.timestamps import TimestampService
from deliberations.signing.trust import Trust
from deliberations.signing.writing import sign_all, sign_pdf

AIM = 1.10
LOOPBACK = Network(allow_private=True)
DSS = DSSContentSettings(
    include_vri=False,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)


@dataclass(frozen=True, slots=True)
class Authorities:
    """What the other process gives: where timestamps are, whom to trust, and the mayor's PKCS#12 file."""

    timestamps: str
    trust: Trust
    pkcs12: bytes
    passphrase: str


def serve(line: Connection, folder: str) -> None:
    """The other process: it answers until something is said to it."""
    from tests.support.pki import PASSPHRASE, Pki

    pki = Pki(Path(folder))
    line.send(Authorities(pki.timestamp_url(), pki.trust, pki.pkcs12("maire"), PASSPHRASE))
    line.recv()
    pki.close()


@dataclass(frozen=True, slots=True)
class Scene:
    """The act to sign and with what, as both sides receive them."""

    pdf: bytes
    field_name: str
    appearance: bytes
    drawing: Path
    authorities: Authorities
    key: Key
    signer: signers.SimpleSigner

    def request(self, level: SignatureLevel) -> SignatureRequest:
        return SignatureRequest(
            field_name=self.field_name,
            signer_name="Jeanne MARTIN",
            capacity="maire",
            reason="Mesure",
            location="Testville",
            signed_at=datetime.now(UTC),
            appearance=self.appearance,
            level=level,
        )


def scene(authorities: Authorities, folder: Path) -> Scene:
    from deliberations.documents.pdf import render_appearance, render_pdf
    from deliberations.signing.fields import prepare_signature_fields

    view = reference_view()
    key = open_pkcs12(authorities.pkcs12, authorities.passphrase)
    signer = signers.SimpleSigner.load_pkcs12_data(
        authorities.pkcs12, other_certs=(), passphrase=authorities.passphrase.encode()
    )
    appearance = render_appearance("Jeanne MARTIN", "maire", datetime.now(UTC), "")
    drawing = folder / "drawing.pdf"
    drawing.write_bytes(appearance)
    pdf = prepare_signature_fields(render_pdf(view))
    return Scene(pdf, view.signatures[0].field_name, appearance, drawing, authorities, key, signer)


# --- the two sides


def ours(given: Scene, level: SignatureLevel, *, checked: bool) -> list[bytes]:
    """``checked``: the certificate's authority is asked about it."""
    trust = given.authorities.trust if checked else None
    service = TimestampService(given.authorities.timestamps)
    signed = sign_pdf(
        given.pdf, given.key, given.request(level), trust=trust, timestamps=service, network=LOOPBACK
    )
    return [signed.content]


def ours_together(given: Scene, level: SignatureLevel, count: int) -> list[bytes]:
    service = TimestampService(given.authorities.timestamps)
    documents = [(given.pdf, given.request(level)) for _ in range(count)]
    found = sign_all(
        documents, given.key, trust=given.authorities.trust, timestamps=service, network=LOOPBACK
    )
    return [signed.content for signed in found]


def bare(given: Scene, level: SignatureLevel, *, checked: bool, count: int = 1) -> list[bytes]:
    """pyHanko as its documentation shows it, one document after the other."""

    async def all_signed() -> list[bytes]:
        return [await _bare(given, level, checked=checked) for _ in range(count)]

    return asyncio.run(all_signed())


async def _bare(given: Scene, level: SignatureLevel, *, checked: bool) -> bytes:
    is_long = level in (SignatureLevel.B_LT, SignatureLevel.B_LTA)
    async with aiohttp.ClientSession() as session:
        metadata = signers.PdfSignatureMetadata(
            field_name=given.field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=is_long,
            use_pades_lta=level == SignatureLevel.B_LTA,
            validation_context=_context(given, session) if checked else None,
            dss_settings=DSS,
        )
        stamper = timestamps.HTTPTimeStamper(given.authorities.timestamps, session=session)
        maker = signers.PdfSigner(
            metadata,
            given.signer,
            timestamper=stamper if is_long else None,
            stamp_style=StaticStampStyle.from_pdf_file(str(given.drawing), border_width=0),
        )
        output = await maker.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(given.pdf)))
    return bytes(output.getvalue())


def _context(given: Scene, session: aiohttp.ClientSession) -> ValidationContext:
    trust = given.authorities.trust
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in trust.roots],
        other_certs=[x509.Certificate.load(certificate) for certificate in trust.intermediates],
        allow_fetching=True,
        fetcher_backend=AIOHttpFetcherBackend(session),
        revocation_mode="hard-fail",
    )


# --- measures

Way = Callable[[Scene], list[bytes]]


def rows(batch: int) -> dict[str, tuple[Way, Way]]:
    """Name of a row → ours, then bare pyHanko."""
    b_b, b_lta = SignatureLevel.B_B, SignatureLevel.B_LTA
    return {
        "B-B": (lambda s: ours(s, b_b, checked=False), lambda s: bare(s, b_b, checked=False)),
        "B-B_checked": (lambda s: ours(s, b_b, checked=True), lambda s: bare(s, b_b, checked=True)),
        "B-LTA": (lambda s: ours(s, b_lta, checked=True), lambda s: bare(s, b_lta, checked=True)),
        f"B-LTA_x{batch}": (
            lambda s: ours_together(s, b_lta, batch),
            lambda s: bare(s, b_lta, checked=True, count=batch),
        ),
    }


def measure(given: Scene, ways: tuple[Way, Way], rounds: int) -> tuple[list[list[float]], list[int]]:
    """Seconds of each round, and bytes of one signed file, by side; the first rounds are thrown away."""
    sizes = [len(way(given)[0]) for way in ways]
    times: list[list[float]] = [[], []]
    for number in range(rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            start = time.perf_counter()
            ways[side](given)
            times[side].append(time.perf_counter() - start)
    return times, sizes


def report(name: str, times: list[list[float]], sizes: list[int]) -> float:
    """Print a row, in milliseconds and thousands of bytes; give the ratio of medians."""
    mine, theirs = (median(side) for side in times)
    ratio = mine / theirs
    print(
        f"{name:16}{mine * 1000:7.0f} ms{theirs * 1000:9.0f} ms{min(times[0]) * 1000:9.0f}{min(times[1]) * 1000:9.0f}"
        f"{sizes[0] / 1000:8.0f}{sizes[1] / 1000:8.0f}{ratio:8.2f}"
    )
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--batch", type=int, default=10)
    arguments = parser.parse_args()
    setup()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        given = scene(started(stack, folder), folder)
        head = f"{'':16}{'Conforme':>10}{'pyHanko':>12}{'min':>9}{'min':>9}{'Ko':>8}{'Ko':>8}{'rapport':>8}"
        print(head)
        ratios = [
            report(name, *measure(given, ways, arguments.rounds))
            for name, ways in rows(arguments.batch).items()
        ]
    print(f"\nBut : {AIM:.2f} au plus. {'Atteint' if max(ratios) <= AIM else 'Manqué'}.")


def started(stack: ExitStack, folder: Path) -> Authorities:
    context = get_context("spawn")
    line, other = context.Pipe()
    process: Any = context.Process(target=serve, args=(other, str(folder)), daemon=True)
    process.start()
    stack.callback(process.join)
    stack.callback(line.send, "")
    found: Authorities = line.recv()
    return found


if __name__ == "__main__":
    main()
