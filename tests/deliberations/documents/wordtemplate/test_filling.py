"""A sound template filled in: the words are those of the act, in the look of the template."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from deliberations.documents.docx import render_docx
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.documents.view import Rendition
from deliberations.documents.wordtemplate.fields import GROUPS, NEEDS, Kind, fields_of
from deliberations.documents.wordtemplate.sandbox import fill_template, inspect_template
from deliberations.documents.wordtemplate.starter import starter_template
from deliberations.domain.word_templates import TemplateKind
from deliberations.domain.wording.typography import plain
from tests.support.docxmaker import lines, raw, saved
from tests.support.docxtext import RICH, docx_blocks
from tests.support.hostile_templates import with_relation
from tests.support.word_templates import asked, filled, rendered

pytestmark = [pytest.mark.integration, pytest.mark.once]

GRUSON = filled("gruson-2023-12-19")
KINDS = {"EXTRACT": Rendition.EXTRACT, "REGISTER": Rendition.REGISTER, "CERTIFIED": Rendition.CERTIFIED}


def filled_lines(*texts, act=GRUSON, **more):
    return docx_blocks(rendered(lines(*texts), act, **more))


def opened(content):
    return Document(io.BytesIO(content))


@pytest.mark.parametrize("rendition", KINDS)
@pytest.mark.parametrize(
    ("name", "act"),
    [("gruson-2023-12-19", 0), ("commune-exemple-2024-06-28", 1), ("villeneuve-sur-yonne-2023-02-23", 0)],
)
def test_starter_gives_the_text_of_our_own_document(name, act, rendition):
    case = filled(name, act=act, rendition=KINDS[rendition])
    content = rendered(starter_template(case.view), case)
    assert docx_blocks(content, with_bullets=True) == docx_blocks(render_docx(case.view), with_bullets=True)


def test_starter_prints_all_that_an_act_needs():
    report = inspect_template(TemplateKind.DELIBERATION, starter_template(GRUSON.view))
    assert (report.missing, report.remarks) == ((), ())


def test_process_of_its_own_gives_the_same_bytes():
    """Twice the same, and the same as without the process."""
    template = starter_template(GRUSON.view)
    made = fill_template(
        TemplateKind.DELIBERATION, template, GRUSON.data, GRUSON.view.document, is_draft=False
    )
    assert made.content == rendered(template, GRUSON)


def test_properties_are_those_of_the_act():
    properties = opened(rendered(lines("{{ objet }}"), GRUSON)).core_properties
    assert properties.title == GRUSON.view.document.title
    assert properties.author == "Commune de GRUSON"
    assert properties.created.date() == GRUSON.view.document.edited_on


def test_texts_are_escaped_and_never_run():
    told = '<w:br/> {{ objet }} {% if x %} & "l\'acte"'
    assert filled_lines("A {{ titre }} B", titre=told) == [f"A {told} B"]


def test_tag_cut_into_runs_with_the_quotes_of_word():
    document = Document()
    paragraph = document.add_paragraph("Secrétaires : ")
    for piece in ("{", "{ secretaires|join", "ture(“ et ”) ", "}", "}"):
        paragraph.add_run(piece).bold = True
    blocks = docx_blocks(rendered(saved(document), GRUSON, secretaires=["A", "B"]))
    assert blocks == ["Secrétaires : A et B"]


def test_statements_alone_leave_no_paragraph():
    texts = ("{% if theme %}", "Thème : {{ theme }}", "{% else %}", "Sans thème", "{% endif %}", "Fin")
    assert opened(rendered(lines(*texts), GRUSON, theme="")).paragraphs[0].text == "Sans thème"
    assert [p.text for p in opened(rendered(lines(*texts), GRUSON, theme="Écoles")).paragraphs] == [
        "Thème : Écoles",
        "Fin",
    ]


def test_field_that_is_empty_leaves_no_paragraph():
    content = rendered(
        lines("Avant", "{{ certification }}", "{{ expose }}", "Après"),
        GRUSON,
        certification="",
        expose={"html": ""},
    )
    assert [p.text for p in opened(content).paragraphs] == ["Avant", "Après"]


def test_list_gives_a_paragraph_for_each_element():
    assert filled_lines("{{ dates }}", dates=["Un", "Deux"]) == ["Un", "Deux"]
    texts = ("{% for d in dates %}", "{{ loop.index }}. {{ d|upper }}", "{% endfor %}")
    assert filled_lines(*texts, dates=["Un", "Deux"]) == ["1. UN", "2. DEUX"]


def test_row_of_a_table_is_repeated():
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for personne in signatures %}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ personne.qualite }}", "{{ personne.nom }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    people = [{"qualite": "Le Maire", "nom": "A"}, {"qualite": "La secrétaire", "nom": "B"}]
    (table,) = opened(rendered(saved(document), GRUSON, signatures=people)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Le Maire", "A"],
        ["La secrétaire", "B"],
    ]


def test_statements_alone_in_a_row_take_its_place():
    document = Document()
    table = document.add_table(rows=3, cols=1)
    for row, text in zip(table.rows, ("{% for d in dates %}", "{{ d }}", "{% endfor %}"), strict=True):
        row.cells[0].text = text
    (table,) = opened(rendered(saved(document), GRUSON, dates=["Un", "Deux"])).tables
    assert [row.cells[0].text for row in table.rows] == ["Un", "Deux"]


def rich_document():
    """« {{ expose }} » in a paragraph of its own look, in a template that knows none of our styles."""
    document = Document()
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run("{{ expose }}")
    run.font.name, run.font.size, run.italic = "Comic Sans MS", Pt(13), True
    document.add_paragraph("Après")
    return opened(rendered(saved(document), GRUSON, expose={"html": RICH}))


def test_formatted_text_is_real_word_content_in_the_look_of_the_place():
    document = rich_document()
    ours = render_docx(replace(GRUSON.view, statement_html=RICH))
    blocks = docx_blocks(ours)
    wanted = blocks[blocks.index("EXPOSE") + 1 : blocks.index("La Commune de GRUSON")]
    stream = io.BytesIO()
    document.save(stream)
    assert docx_blocks(stream.getvalue()) == [*wanted, "Après"]
    first = document.paragraphs[0]
    assert first.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert {(run.font.name, run.font.size.pt, run.italic) for run in first.runs} == {
        ("Comic Sans MS", 13, True)
    }
    assert [run.text for run in first.runs if run.bold] == ["gras"]
    assert len(document.tables) == 2
    assert document.tables[0].rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_lists_have_a_numbering_of_their_own():
    """Bullets of the template stay; each numbered list of ours starts at 1; every style used is there."""
    document = rich_document()
    root = document.part.numbering_part.element
    numbers = {num.get(qn("w:numId")): num for num in root.findall(qn("w:num"))}
    abstracts = {each.get(qn("w:abstractNumId")) for each in root.findall(qn("w:abstractNum"))}
    used = [
        p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        for p in document.element.body.iter(qn("w:p"))
    ]
    lists = [each.get(qn("w:val")) for each in used if each is not None]
    assert len(lists) == 6
    assert len(set(lists)) == 3
    assert all(numbers[each].find(qn("w:abstractNumId")).get(qn("w:val")) in abstracts for each in lists)
    tags = [child.tag for child in root]
    assert tags.index(qn("w:num")) > max(n for n, tag in enumerate(tags) if tag == qn("w:abstractNum"))
    styles = {style.style_id for style in document.styles}
    for use in document.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
        assert use.get(qn("w:val")) in styles


def test_table_takes_the_width_of_its_place_and_leaves_room_after():
    """The page of python-docx is 6 inches wide between its margins, ours 453.5 points; a cell has its own width."""
    document = Document()
    document.add_paragraph("{{ expose }}")
    document.add_paragraph("Après")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "{{ expose }}"
    html = "<p>Voici :</p><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    made = opened(rendered(saved(document), GRUSON, expose={"html": html}))
    (own, framed) = made.tables
    (inner,) = framed.rows[0].cells[0].tables
    widths = [
        sum(int(column.get(qn("w:w"))) for column in each._tbl.iter(qn("w:gridCol"))) for each in (own, inner)
    ]
    assert widths[0] in (8639, 8640)
    assert widths[1] == pytest.approx(framed.rows[0].cells[0].width.twips, abs=2)
    assert next(p for p in made.paragraphs if p.text == "Après").paragraph_format.space_before == Pt(12)


def test_formatted_text_amid_words():
    assert filled_lines("Motif : {{ expose }} (fin)", expose={"html": "<p>un <em>bon</em> motif</p>"}) == [
        "Motif : un bon motif (fin)"
    ]


def test_template_without_numbering_nor_headers_is_completed():
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    body = "<w:p><w:r><w:t>{{ decisions }}</w:t></w:r></w:p><w:sectPr/>"
    template = raw(body, **{"[Content_Types].xml": types, "_rels/.rels": relations})
    draft = filled("gruson-2023-12-19", rendition=Rendition.EXTRACT, is_draft=True)
    made = fill_template(TemplateKind.DELIBERATION, template, draft.data, draft.view.document, is_draft=True)
    document = opened(made.content)
    assert document.sections[0].header.paragraphs[0].text == DRAFT_NOTICE
    assert document.paragraphs[1].text.startswith("Le transfert de la compétence")


def test_draft_is_marked_on_every_page_whatever_the_template():
    document = Document()
    document.add_paragraph("{{ objet }}")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Mairie"
    draft = filled("gruson-2023-12-19", rendition=Rendition.EXTRACT, is_draft=True)
    section = opened(rendered(saved(document), draft)).sections[0]
    for header in (section.header, section.first_page_header):
        assert header.paragraphs[0].text == DRAFT_NOTICE
    assert DRAFT_NOTICE not in "".join(docx_blocks(rendered(saved(document), GRUSON)))


def test_what_leads_elsewhere_is_taken_out_and_said():
    template = with_relation("attachedTemplate", "file:///C:/Normal.dotm", owner="settings")
    told, content = asked(template, GRUSON)
    assert told["remarks"] == [
        "Le fichier est lié à un modèle de Word (.dotx ou .dotm) : ce lien est retiré."
    ]
    assert b"Normal.dotm" not in content


def test_missing_fields_are_said_with_their_article():
    told, _ = asked(lines("{{ objet }}", "{{ presents }}"), GRUSON)
    assert told["fields"] == ["objet", "presents"]
    assert (
        "Le modèle n'imprime pas la signature (CGCT art. L. 2121-23). Champ à ajouter : signatures."
        in told["missing"]
    )
    assert not any("le numéro" in each for each in told["missing"])


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("{{ exposé }}",), "Champ inconnu : « exposé ». Vouliez-vous dire « expose » ?"),
        (("{{ TITRE_OBJET }}",), "Champ inconnu : « TITRE_OBJET ». Vouliez-vous dire « titre_objet » ?"),
        (("{{ zzz }}",), "Champ inconnu : « zzz »."),
        (("{{ est_projet }}",), "Ce champ répond par oui ou non : il s'emploie avec {% if … %}."),
        (("{{ signatures }}",), "Ce champ a plusieurs parties (qualite, nom) : parcourez-le avec {% for … %}."),
        (("{% for x in objet %}", "{{ x }}", "{% endfor %}"), "Ce champ n'est pas une liste"),
        (("{% for s in signatures %}", "{{ s.nomm }}", "{% endfor %}"), "Vouliez-vous dire « nom » ?"),
        (("{{ objet.nom }}",), "ce champ n'a pas de partie"),
        (("{{ objet|majuscule }}",), "Vouliez-vous dire « majuscules » ?"),
        (("{{ objet objet }}",), "mal écrite"),
        (("Bonjour",), "ne contient aucun champ"),
        (("{% if theme %}oui", "{% endif %}"), "s'ouvre à un endroit et se ferme à un autre"),
    ],
)  # fmt: skip
def test_fault_is_said_with_its_cure(texts, said):
    told, content = asked(lines(*texts), GRUSON)
    assert content == b""
    assert any(said in problem["message"] for problem in told["problems"]), told


def test_every_field_has_a_value_of_its_kind():
    """The table of the fields and what is made of an act say the same."""
    data = GRUSON.data
    assert set(data) == set(fields_of(TemplateKind.DELIBERATION))
    kinds = {Kind.TEXT: str, Kind.FLAG: bool, Kind.RICH: dict}
    for name, field in fields_of(TemplateKind.DELIBERATION).items():
        assert isinstance(data[name], kinds.get(field.kind, list)), name
        for value in data[name] if field.kind is Kind.RECORDS else ():
            assert set(value) == {part.name for part in field.fields}, name
    assert (data["numero"], plain(data["date_seance"])) == ("2023- 57", "mardi 19 décembre 2023")
    assert (data["votants"], data["pour"], data["contre"], data["abstentions"]) == ("15", "15", "00", "00")


def test_needs_name_fields_that_exist():
    known = set(fields_of(TemplateKind.DELIBERATION))
    for need in NEEDS[TemplateKind.DELIBERATION]:
        for choice in need.fields:
            assert set(choice.split("+")) <= known
    assert len(known) == sum(len(group.fields) for group in GROUPS[TemplateKind.DELIBERATION])
