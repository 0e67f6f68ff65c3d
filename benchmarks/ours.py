"""Our own rows: the complete document, the same with its signature field, and the signature apart."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rendering import Bench, Render, timed
from deliberations.documents.pdf import render_appearance, render_pdf
from deliberations.documents.view import DeliberationView
from deliberations.signing.demo_authority import create_demo_authority
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.ports import SignatureRequest
from deliberations.signing.registry import open_signer

PASSPHRASE = "mesure"  # of a key that lasts as long as the run


def conforme(bench: Bench) -> Render:
    """PDF/A-3a and PDF/UA-1 with its data, complete as it is: nobody signs it electronically."""
    view = without_field(bench.view)
    return timed(lambda: render_pdf(view))


def conforme_with_field(bench: Bench) -> Render:
    """The same with its empty, tagged signature field: what is handed to the signing service."""
    return timed(lambda: prepare_signature_fields(render_pdf(bench.view)))


def signature(bench: Bench) -> Render:
    """The signature alone (PAdES-B-B): its appearance drawn, the key opened, the document signed."""
    pdf = prepare_signature_fields(render_pdf(bench.view))
    key = _demo_key(bench)
    return timed(lambda: _signed(pdf, bench.view, key))


def without_field(view: DeliberationView) -> DeliberationView:
    """The same act, signed on paper."""
    return replace(view, signatures=tuple(replace(s, field_name="") for s in view.signatures))


def _demo_key(bench: Bench) -> bytes:
    folder = Path(bench.stack.enter_context(TemporaryDirectory()))
    keys = create_demo_authority(
        folder,
        common_name=bench.view.signatures[0].name,
        organisation=bench.view.letterhead.authority,
        now=datetime.now(UTC),
        passphrase=PASSPHRASE,
    )
    return keys.pkcs12.read_bytes()


def _signed(pdf: bytes, view: DeliberationView, key: bytes) -> bytes:
    signatory, now = view.signatures[0], datetime.now(UTC)
    request = SignatureRequest(
        field_name=signatory.field_name,
        signer_name=signatory.name,
        capacity=signatory.capacity,
        reason=view.document.title,
        location=view.letterhead.authority,
        signed_at=now,
        appearance=render_appearance(signatory.name, signatory.capacity, now, ""),
    )
    return open_signer("pkcs12", content=key, passphrase=PASSPHRASE).sign(pdf, request).content
