"""Two templates as communes make them, far from ours: a table for the vote, another order, another look."""

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from tests.support.docxmaker import saved


def town_template() -> bytes:
    """A letterhead in a table, the vote and the signatures in tables, articles apart, sans serif."""
    document = Document()
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "{{ collectivite|majuscules }}"
    section.footer.paragraphs[0].text = "Séance du {{ date_seance }}"
    head = document.add_table(rows=1, cols=2)
    head.rows[0].cells[0].text, head.rows[0].cells[1].text = "{{ republique }}", "{{ intitule }}"
    _lines(document, "{{ ouverture }}", "{{ officiers }}", "{{ convocation }}")
    _lines(
        document, "{% for g in effectif %}", "{{ g.titre }} {{ g.lignes|jointure(' ; ') }}", "{% endfor %}"
    )
    _lines(
        document,
        "{{ presents }}",
        "{% for g in absences %}",
        "{{ g.titre }}",
        "{{ g.lignes }}",
        "{% endfor %}",
    )
    title = document.add_paragraph()
    run = title.add_run("{{ titre_objet }}")
    run.bold, run.font.color.rgb = True, RGBColor(0x1C, 0x6B, 0x3C)
    _lines(document, "{{ objet }}")
    votes = document.add_table(rows=3, cols=2)
    votes.style = "Table Grid"
    votes.rows[0].cells[0].text = "{%tr for v in votes %}"
    votes.rows[1].cells[0].text, votes.rows[1].cells[1].text = "{{ v.titre }}", "{{ v.lignes }}"
    votes.rows[2].cells[0].text = "{%tr endfor %}"
    _lines(
        document,
        "{{ titre_expose }}",
        "{{ expose }}",
        "{{ autorite }}",
        "{{ preambule }}",
        "{{ titre_decision }}",
    )
    _lines(document, "{{ decisions }}", "{{ cloture }}")
    people = document.add_table(rows=1, cols=1)
    people.rows[0].cells[0].text = "{% for p in signatures %}"
    people.rows[0].cells[0].add_paragraph("{{ p.qualite }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    people.rows[0].cells[0].add_paragraph("{{ p.nom }}")
    people.rows[0].cells[0].add_paragraph("{% endfor %}")
    _lines(document, "{{ titre_annexes }}", "{{ annexes }}", "{{ certification }}", "{{ dates }}")
    return saved(document)


def village_template() -> bytes:
    """The object first, the attendance at the end, visas before reasons, lists with the bullets of Word."""
    document = Document()
    document.add_heading("{{ objet }}", level=1)
    _lines(document, "{{ titre_objet }}", "{{ ouverture }}", "{{ convocation }}", "{{ titre_expose }}")
    document.add_paragraph("{{ expose }}", style="Intense Quote")
    _lines(
        document,
        "{{ autorite }}",
        "{{ visas }}",
        "{{ considerants }}",
        "{{ autres_motifs }}",
        "{{ titre_decision }}",
    )
    _lines(document, "{% for part in dispositif %}", "{{ part.verbe }}", "{% for d in part.decisions %}")
    document.add_paragraph("{{ d.etiquette }} {{ d.texte }}", style="List Number")
    _lines(document, "{% endfor %}", "{% endfor %}", "{% for g in votes %}", "{{ g.titre }}")
    document.add_paragraph("{{ g.lignes }}", style="List Bullet")
    _lines(
        document, "{% endfor %}", "{% for g in effectif %}", "{{ g.titre }}", "{{ g.lignes }}", "{% endfor %}"
    )
    _lines(
        document,
        "{{ presents }}",
        "{% for g in absences %}{{ g.titre }} {{ g.lignes|join(' ; ') }}{% endfor %}",
    )
    _lines(
        document,
        "{{ officiers }}",
        "{{ cloture }}",
        "{% for p in signatures %}{{ p.qualite }} {{ p.nom }}{% endfor %}",
    )
    _lines(document, "{{ titre_annexes }}")
    document.add_paragraph("{{ annexes }}", style="List Bullet")
    _lines(document, "{% if est_copie_certifiee %}", "{{ certification }}", "{{ dates }}", "{% endif %}")
    return saved(document)


def _lines(document, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text)
