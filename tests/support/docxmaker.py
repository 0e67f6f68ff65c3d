"""Word files as people make them, for the tests of the import."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(*texts: str) -> bytes:
    """A document of plain paragraphs."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def raw(body: str, **parts: str | bytes) -> bytes:
    """A file made of the XML of its body, and of other parts by name (« word/vbaProject.bin »)."""
    content = f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": content, **parts})


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def usual_act() -> bytes:
    """A deliberation in the usual ways of Word: capitals, a numbered list, a table, bold, an article."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Mairie d'Exemple"
    document.add_heading("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS", 0)
    document.add_paragraph("Nombre de conseillers en exercice : 15")
    document.add_paragraph("Présents : M. UN, Mme DEUX")
    document.add_paragraph("Date de convocation : 12 juin 2024")
    document.add_paragraph("OBJET : Tarifs de la cantine")
    document.add_paragraph("Le prix des repas augmente.")
    document.add_heading("Les coûts", 2)
    for text in ("Le pain", "Le lait"):
        document.add_paragraph(text, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ("Repas", "Prix", "Midi", "3 €"), strict=True
    ):
        cell.text = text
    paragraph = document.add_paragraph()
    paragraph.add_run("VU").bold = True
    paragraph.add_run(" le Code général des collectivités territoriales,")
    document.add_paragraph("CONSIDÉRANT que les prix augmentent ;")
    document.add_paragraph("Le Conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE :")
    document.add_paragraph("Article 1er : Le repas est fixé à 3 €.")
    document.add_paragraph("Article 2 – Le maire est chargé de l'exécution.")
    document.add_paragraph("Fait et délibéré les jour, mois et an que dessus.")
    document.add_paragraph("Le Maire, Jean UN")
    document.add_paragraph("Annexe : Grille des tarifs")
    return saved(document)


def text_box(text: str) -> bytes:
    """A paragraph with a text box, as Word writes it: twice, once for old readers."""
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return raw(
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
