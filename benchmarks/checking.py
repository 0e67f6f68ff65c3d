"""``make bench-checking``: what the check page costs, beside pyHanko's own validation of the same file.

Two signers, the last at level B-LTA, three pages then thirty. Processor time of this process, median of the rounds;
« page » is the whole answer, in the process that reads files, by the clock. The hash hit is in a throw-away database
that holds ten thousand documents.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = {3: 80, 30: 1230}
"""Pages → rows of the table that fills them."""
DOCUMENTS = 10_000


def prepare(folder: str) -> None:
    """Our own settings on a database of nobody."""
    sys.path.insert(0, str(ROOT))
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/checking.sqlite3"
    os.environ["DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def signed_file(rows: int) -> tuple[bytes, Any, int]:
    """A file of two signatures, whom to trust, and its pages."""
    import pikepdf
    from weasyprint import HTML

    from deliberations.signing.fields import prepare_signature_fields
    from tests.deliberations.signing.chain import TODAY, archived, authority

    table = "".join(f"<tr><td>Tarif {n}</td><td>{n} euros</td><td>par an</td></tr>" for n in range(rows))
    fields = "".join(f'<input name="{name}">' for name in ("sig_secretaire", "sig_maire"))
    html = f"<html lang=fr><title>Tarifs</title><h1>Tarifs</h1><table>{table}</table><form>{fields}</form></html>"
    pdf = prepare_signature_fields(
        HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", pdf_forms=True, pdf_tags=True)
    )
    by = authority()
    secretary, mayor = by.issue("Paul DURAND"), by.issue("Jeanne MARTIN")
    first = archived(pdf, secretary, by, field="sig_secretaire")
    both = archived(first, mayor, by, at=TODAY + timedelta(seconds=60))
    with pikepdf.open(BytesIO(both)) as opened:
        return both, by.trust(by.crl()), len(opened.pages)


def bare(pdf: bytes, trust: Any) -> bool:
    """pyHanko alone: its long-term validation of each signature, nothing fetched."""
    from asn1crypto import crl, x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.ades.report import AdESPassed
    from pyhanko.sign.validation import policy_decl as policy
    from pyhanko.sign.validation.ades import ades_lta_validation
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator.context import CertValidationPolicySpec
    from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
    from pyhanko_certvalidator.registry import SimpleTrustManager
    from pyhanko_certvalidator.revinfo.archival import CRLContainer

    certificates = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[x509.Certificate.load(trust.roots[0])]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    asked = policy.PdfSignatureValidationSpec(
        policy.SignatureValidationSpec(
            cert_validation_policy=certificates,
            ts_cert_validation_policy=certificates,
            revinfo_gathering_policy=policy.RevocationInfoGatheringSpec(
                online_fetching_rule=policy.RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=policy.CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=policy.LocalKnowledge(
                known_crls=[CRLContainer(crl.CertificateList.load(trust.crls[0]))]
            ),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    )

    async def validated() -> bool:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = [await ades_lta_validation(one, asked) for one in reader.embedded_regular_signatures]
        return all(each.ades_subindic == AdESPassed.OK for each in found)

    return asyncio.run(validated())


def fill() -> bytes:
    """Ten thousand documents, and the bytes of one of them."""
    import hashlib

    from deliberations.models import IssuedDocument
    from tests.builders import AT, store_act

    act = store_act()
    digests = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(DOCUMENTS))
    IssuedDocument.objects.bulk_create(
        IssuedDocument(
            deliberation=act,
            kind="CERTIFIED",
            format="PDF",
            version=n + 1,
            sha256=digest,
            size=1,
            path="x",
            issued_at=AT,
        )
        for n, digest in enumerate(digests)
    )
    return b"4321"


def median(call: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """Milliseconds; the first call, which loads, does not count."""
    call()
    spent = []
    for _ in range(rounds):
        start = clock()
        call()
        spent.append(1000 * (clock() - start))
    return statistics.median(spent)


def measure(rows: int, rounds: int) -> str:
    """One line for the file of a table of ``rows``."""
    from deliberations.received.signed_asking import read_signed_file
    from deliberations.signing.check import check_signatures

    pdf, trust, pages = signed_file(rows)
    now = datetime.now(UTC)
    if not (check_signatures(pdf, trust=trust, at=now).ok and bare(pdf, trust)):
        sys.exit("Le fichier de mesure n'est pas accepté.")
    ours = median(lambda: check_signatures(pdf, trust=trust, at=now), rounds)
    theirs = median(lambda: bare(pdf, trust), rounds)
    page = median(
        lambda: read_signed_file(pdf, trust=trust, at=now, max_bytes=1 << 25), rounds, time.perf_counter
    )
    return (
        f"{pages} pages, {len(pdf) // 1024} Ko : notre contrôle {ours:.0f} ms, pyHanko seul {theirs:.0f} ms "
        f"(rapport {ours / theirs:.2f}), page {page:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="conforme-checking-") as folder:
        prepare(folder)
        from deliberations.services.file_checking import known_verdict

        known = fill()
        hit = median(lambda: known_verdict(known), rounds * 4)
        print(f"empreinte connue, parmi {DOCUMENTS} : {hit:.1f} ms")
        for rows in PAGES.values():
            print(measure(rows, rounds), flush=True)


if __name__ == "__main__":
    main()
