"""Small real documents: a tagged PDF/A-3a + PDF/UA-1 act, and the drawing of a signature."""

import warnings
from datetime import UTC, datetime

import pydyf
from weasyprint import HTML, Document

from deliberations.signing.ports import SignatureRequest

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
PASSPHRASE = "phrase d'essai – é"

UA_IDENTIFICATION = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>
</pdfaExtension:schemas></rdf:Description></rdf:RDF>"""

STYLE = """@page { size: A4; margin: 2cm } body { font-family: "Liberation Serif"; font-size: 11pt }
input { font-family: "Liberation Mono"; appearance: auto; display: inline-block; width: 7.25cm }
input { height: 2.4cm }"""

APPEARANCE = """<style>@page { size: 7.25cm 2.4cm; margin: 2mm }
body { font: 8pt "Liberation Sans"; margin: 0 }</style>
<p>Signé électroniquement par<br>Claire DURAND, maire<br>le 23/11/2026 à 19:30</p>"""


def sign_input(name: str, title: str = "Signature de la maire") -> str:
    """The HTML text input that reserves a place for a signature."""
    return f'<input type="text" name="{name}" title="{title}">'


def act_html(*, inputs: str) -> str:
    """A short deliberation, in HTML, ending with ``inputs``."""
    form = f"<form><p>{inputs}</p></form>" if inputs else ""
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Délibération 2026-57</title>
<meta name="author" content="Commune d'essai"><style>{STYLE}</style></head><body>
<h1>Délibération n° 2026-57</h1><p>Le conseil municipal, après en avoir délibéré, décide :</p>
<p>Article 1 : le tarif de la salle des fêtes est fixé à 137 euros.</p>
<p>Pour : 14, contre : 1, abstention : 0.</p>{form}</body></html>"""


def render(html: str) -> bytes:
    """Render ``html`` as a tagged PDF/A-3a with form fields that also declares PDF/UA-1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        return bytes(
            HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", pdf_forms=True, finisher=_declare_ua)
        )


def render_act(*names: str) -> bytes:
    """The act with one text input by name, not yet prepared for signature."""
    inputs = " ".join(sign_input(name, title=f"Signature {name}") for name in names)
    return render(act_html(inputs=inputs))


def render_appearance() -> bytes:
    """The drawing of a signature: one untagged page."""
    return bytes(HTML(string=APPEARANCE).write_pdf())


def _declare_ua(_: Document, pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UA_IDENTIFICATION)]


def make_request(appearance: bytes, *, field: str = "sig_maire", at: datetime = NOW) -> SignatureRequest:
    """The mayor signs the act."""
    return SignatureRequest(
        field_name=field,
        signer_name="Claire DURAND",
        capacity="maire",
        reason="Délibération 2026-57",
        location="Ville d'essai",
        signed_at=at,
        appearance=appearance,
    )
