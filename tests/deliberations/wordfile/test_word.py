"""A Word file cut into the pieces of an act: nothing lost, nothing believed, nothing run."""

import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.documents.view import Rendition
from deliberations.domain.act_text import ActText, text_of_act
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.linter.folding import fold
from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.services.rendering import FileFormat, render_act
from deliberations.wordfile import (
    MAX_FILE,
    Origin,
    Piece,
    Target,
    WordBlock,
    WordRefused,
    composed,
    cut,
    open_word,
    read_word,
)
from deliberations.wordfile.package import MAX_ELEMENTS, MAX_PART, MAX_UNPACKED
from deliberations.wordfile.reading import MAX_BLOCKS, MAX_LETTERS, MAX_PARAGRAPHS
from tests.deliberations.views.world import _DOSSIERS
from tests.support.docxmaker import lines, package, raw, text_box, usual_act

pytestmark = pytest.mark.integration

SENTENCE = (
    "Après en avoir délibéré, le conseil approuve à l'unanimité la vente du terrain communal cadastré A 12, "
    "situé au lieu-dit du Moulin, à la société d'équipement, pour le prix fixé par les Domaines."
)
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def blocks(content: bytes):
    return read_word(open_word(content)).blocks


def pieces(content: bytes):
    return [(piece.target.value, piece.text) for piece in cut(blocks(content))]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_our_own_document_comes_back_as_the_same_text():
    dossier = read_dossier((_DOSSIERS / "gruson-2023-12-19.json").read_bytes())
    sitting = dossier.sittings[0]
    act, record = sitting.deliberations[0], Record(dossier.council, sitting)
    content = render_act(record, act, rendition=Rendition.CERTIFIED, file_format=FileFormat.DOCX)
    found = cut(blocks(content), theme=sitting.agenda[0].theme)
    assert [piece for piece in found if piece.target is Target.UNKNOWN] == []
    text, wanted = composed(found), text_of_act(act)

    def told(each: ActText) -> tuple[object, ...]:
        clauses = [(clause.kind, plain(clause.text_html)) for clause in each.clauses]
        parts = [
            (part.verb, part.layout, [plain(html) for html in part.blocks_html]) for part in each.operative
        ]
        return (
            plain(each.title_html),
            plain(each.statement_html),
            clauses,
            parts,
            list(map(plain, each.annexes)),
        )

    assert told(text) == told(wanted)


def test_usual_act_is_understood():
    found = cut(blocks(usual_act()))
    assert composed(found) == ActText(
        title_html="Tarifs de la cantine",
        statement_html="<p>Le prix des repas augmente.</p><h3>Les coûts</h3><ul><li>Le pain</li><li>Le lait</li></ul>"
        "<table><tbody><tr><td>Repas</td><td>Prix</td></tr><tr><td>Midi</td><td>3 €</td></tr></tbody></table>",
        clauses=(
            Clause(ClauseKind.VU, "le Code général des collectivités territoriales"),
            Clause(ClauseKind.CONSIDERANT, "que les prix augmentent"),
        ),
        operative=(
            OperativePart(
                ("Le repas est fixé à 3 €.", "Le maire est chargé de l'exécution."),
                layout=OperativeLayout.ARTICLES,
            ),
        ),
        annexes=("Grille des tarifs",),
    )
    assert [piece.text for piece in found if piece.target is Target.UNKNOWN] == []
    facts = " ".join(piece.text for piece in found if piece.target is Target.FACT)
    for told in ("exercice : 15", "M. UN, Mme DEUX", "12 juin 2024", "à l'unanimité"):
        assert told in facts


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Objet : Vente", "VU le code", "DÉCIDE :", "- de vendre ;", "- d'acheter."],
         [("FORMULA", "Objet :"), ("TITLE", "Vente"), ("VU", "le code"), ("VERB", "DÉCIDE"), ("BULLET", "de vendre"),
          ("BULLET", "d'acheter")]),
        (["Objet : Vente", "APPROUVE la vente,", "AUTORISE le maire à signer."],
         [("FORMULA", "Objet :"), ("TITLE", "Vente"), ("VERB", "APPROUVE"), ("BULLET", "la vente"),
          ("VERB", "AUTORISE"), ("BULLET", "le maire à signer.")]),
        (["Délibération n° 2024-12 : Vente du terrain", "Exposé des motifs", "Le terrain est libre."],
         [("FACT", "Délibération n° 2024-12 :"), ("TITLE", "Vente du terrain"), ("FORMULA", "Exposé des motifs"),
          ("STATEMENT", "Le terrain est libre.")]),
        (["Une ligne sans rien"], [("UNKNOWN", "Une ligne sans rien")]),
        (["Objet : Vente", "Vu le code", "Une phrase perdue"],
         [("FORMULA", "Objet :"), ("TITLE", "Vente"), ("VU", "le code"), ("UNKNOWN", "Une phrase perdue")]),
        (["Objet : Vente", "Vu le code",
          SENTENCE],
         [("FORMULA", "Objet :"), ("TITLE", "Vente"), ("VU", "le code"), ("UNKNOWN", SENTENCE)]),
    ],
)  # fmt: skip
def test_pieces_of_usual_lines(texts, expected):
    assert pieces(lines(*texts)) == expected


HEAD = ("Objet : Vente", "Vu le code")


@pytest.mark.parametrize(
    ("texts", "decided"),
    [
        (["DÉCIDE :", "- de vendre ;", "Le Président est autorisé à signer.", "Le Maire,", "Jean DUPONT"],
         ["de vendre", "Le Président est autorisé à signer"]),
        (["APPROUVE la vente", "AUTORISE :", "le maire à signer tout document affairant", "Le Maire, Jean DUPONT"],
         ["la vente", "le maire à signer tout document affairant"]),
        (["DÉCIDE :", "- la maire signera l'acte ;", "- transmis au préfet", "La Maire"],
         ["la maire signera l'acte", "transmis au préfet"]),
        (["DÉCIDE :", "- de vendre", "LE MAIRE EST CHARGÉ DE L'EXÉCUTION", "LE MAIRE"],
         ["de vendre", "LE MAIRE EST CHARGÉ DE L'EXÉCUTION"]),
        (["DÉCIDE :", "- de vendre", "Le secrétaire de séance, Anne MARTIN", "Une ligne après la fin"],
         ["de vendre"]),
        (["DÉCIDE :", "- de vendre", "Le président de la communauté, M. Jean d'Arc"], ["de vendre"]),
    ],
)  # fmt: skip
def test_only_a_bare_signature_ends_the_decision(texts, decided):
    found = pieces(lines(*HEAD, *texts))
    assert [text.removesuffix(".") for target, text in found if target == "BULLET"] == decided


def test_verbs_joined_in_the_sentence_of_the_vote_are_both_kept():
    found = pieces(lines(*HEAD, "Le conseil, après en avoir délibéré, approuve et autorise :", "- la vente"))
    assert [text for target, text in found if target == "VERB"] == ["approuve et autorise"]


def test_the_end_of_an_act_that_decides_nothing_is_no_statement():
    end = ("Pour copie certifiée conforme.", "La Maire,", "Nadège NAZE")
    found = pieces(lines("Objet : Rapport", "Le rapport est présenté.", *end))
    assert [text for target, text in found if target == "STATEMENT"] == ["Le rapport est présenté."]
    assert found[-1][0] == "FORMULA"


@pytest.mark.parametrize(
    "head", ["Délibération", "Délibération n° DEL_2022_1", "Délibération n° DCM 2026-01"]
)
def test_head_and_theme_of_an_object_are_no_title(head):
    found = cut(blocks(lines(f"Objet : {head} - FINANCES - Comptes")), theme="Finances")
    assert [piece.text for piece in found if piece.target is Target.TITLE] == ["Comptes"]


def test_formats_and_links_are_kept():
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{HYPERLINK}" Target="https://e.example/" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{HYPERLINK}" Target="javascript:x" TargetMode="External"/></Relationships>'
    )
    ns = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    up = run("2", "<w:vertAlign w:val='superscript'/>")
    body = (
        f"<w:p>{run('a', '<w:b/>')}{run('b', '<w:i/>')}{up}<w:hyperlink {ns} r:id='r1'>{run('c')}</w:hyperlink>"
        f"<w:hyperlink {ns} r:id='r2'>{run('d')}</w:hyperlink></w:p>"
    )
    (block,) = blocks(raw(body, **{"word/_rels/document.xml.rels": relations}))
    assert block.html == '<strong>a</strong><em>b</em><sup>2</sup><a href="https://e.example/">c</a>d'


def test_tracked_changes_are_accepted_and_what_they_remove_is_shown():
    removed = "<w:del><w:r><w:delText>ancien</w:delText></w:r></w:del>"
    body = f"<w:p>{run('reste ')}<w:ins>{run('ajout')}</w:ins>{removed}</w:p>"
    word = read_word(open_word(raw(body)))
    assert [(block.origin, block.text) for block in word.blocks] == [
        (Origin.TEXT, "reste ajout"),
        (Origin.REMOVED, "ancien"),
    ]
    assert word.remarks == (
        "Les modifications suivies ont été lues comme acceptées ; le texte supprimé est montré à part.",
    )


def test_hidden_text_is_shown_apart():
    found = blocks(raw(f"<w:p>{run('vu')}{run('secret', '<w:vanish/>')}</w:p>"))
    assert [(block.origin, block.text) for block in found] == [
        (Origin.TEXT, "vu"),
        (Origin.REMOVED, "secret"),
    ]


def test_text_box_is_read_once():
    assert [(block.origin, block.text) for block in blocks(text_box("Encadré"))] == [(Origin.BOX, "Encadré")]


def test_macros_and_pictures_are_left_and_told():
    content = raw(f"<w:p>{run('a')}</w:p>", **{"word/vbaProject.bin": b"x", "word/media/image1.png": b"x"})
    assert read_word(open_word(content)).remarks == (
        "Le fichier contient des macros : elles n'ont été ni lues ni exécutées.",
        "Le fichier contient une image, qui n'est pas reprise.",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "n'est pas un document Word"),
        (b"PK\x03\x04abc", "n'est pas un document Word"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "ancien format de Word"),
        (b"x" * (MAX_FILE + 1), "trop lourd"),
        (package({"autre.xml": "<a/>"}), "son texte n'y est pas"),
        (package({"word/document.xml": "<a><b>"}), "abîmé"),
        (package({"word/document.xml": "<a>" * 400 + "</a>" * 400}), "abîmé"),
        (package({f"{n}.xml": "" for n in range(2001)}), "trop d'éléments"),
        (raw(""), "ne contient aucun texte"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "son texte n'y est pas"),
    ],
    ids=["empty", "cut", "doc", "heavy", "no text", "broken", "deep", "entries", "blank", "odt"],
)
def test_refused_with_the_cure(content, said):
    with pytest.raises(WordRefused) as refusal:
        read_word(open_word(content))
    assert said in refusal.value.message_fr


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = package({"word/document.xml": b" " * (MAX_PART * 4)})
    assert len(bomb) < 200_000
    started = time.monotonic()
    with pytest.raises(WordRefused, match="trop long"):
        open_word(bomb)
    assert time.monotonic() - started < 5


def footnotes(*contents: str) -> dict[str, str]:
    """The part of the notes: each is a paragraph, numbered from 1."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{content}</w:p></w:footnote>' for n, content in enumerate(contents, 1)
    )
    return {"word/footnotes.xml": f"<w:footnotes {w}>{notes}</w:footnotes>"}


def called(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def test_notes_that_call_each_other_are_read_once():
    chained = [run(f"n{n}") + called(n + 1) * 3 for n in range(1, 30)]
    told = [block.text for block in blocks(raw(f"<w:p>{called(1)}</w:p>", **footnotes(*chained, called(1))))]
    assert told == [f"n{n}" for n in range(1, 30)]


def test_text_boxes_in_each_other_are_read_once():
    body = f"<w:p>{run('fond')}</w:p>"
    for _ in range(25):
        body = f"<w:p><w:r><w:drawing><w:txbxContent>{body}</w:txbxContent></w:drawing></w:r></w:p>"
    assert [block.text for block in blocks(raw(body))] == ["fond"]


def test_table_in_tables_is_read_once():
    body = f"<w:p>{run('fond')}</w:p>" * 300
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    started = time.monotonic()
    [block] = blocks(raw(body))
    assert block.text.split() == ["fond"] * 300
    assert time.monotonic() - started < 2


HEAVY = f"<x>{' ' * (MAX_UNPACKED // 4)}</x>"
PARTS = ("word/styles.xml", "word/numbering.xml", "word/header1.xml", "word/footer1.xml")


@pytest.mark.parametrize(
    "content",
    [
        raw("<w:p/>" * (MAX_BLOCKS + 1)),
        raw(f"<w:tbl><w:tr><w:tc>{'<w:p/>' * (MAX_PARAGRAPHS + 1)}</w:tc></w:tr></w:tbl>"),
        raw(f"<w:p>{run('a ' * (MAX_LETTERS // 2 + 1))}</w:p>"),
        raw(f"<w:p>{'<w:r/>' * (MAX_ELEMENTS + 1)}</w:p>"),
        raw("<w:p/>", **dict.fromkeys(PARTS, HEAVY)),
    ],
    ids=["blocks", "paragraphs", "letters", "runs", "parts"],
)
def test_what_is_empty_or_long_counts_too(content):
    with pytest.raises(WordRefused, match="trop long"):
        read_word(open_word(content))


def test_notes_called_one_from_the_other_without_end_are_refused():
    with pytest.raises(WordRefused, match="imbriqués"):
        read_word(
            open_word(raw(f"<w:p>{called(1)}</w:p>", **footnotes(*(called(n + 1) for n in range(1, 2000)))))
        )


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY s SYSTEM "file:///etc/passwd">]>'
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = f"{bomb}<w:document {w}><w:body><w:p>{run('x&b;&s;')}</w:p></w:body></w:document>"
    assert [block.text for block in blocks(package({"word/document.xml": content}))] == ["x"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Objet : Vente", "VU le code ;", "CONSIDÉRANT que", "DÉCIDE :", "Article 1er : un", "- un tiret ;",
             "Présents : UN", "Annexe : plan", "Fait et délibéré", "Le maire", "décide :", "Pour : 12", "Exposé"]
        ),
        st.text(alphabet="abé &<>;:.-0123456789ABC", max_size=60),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(LINES)
def test_no_word_is_lost(texts):
    given_blocks = tuple(WordBlock(escape(text.strip(), quote=False)) for text in texts if text.strip())
    found = cut(given_blocks)
    told = fold(" ".join(piece.text for piece in found)).split()
    openers = {"vu", "considerant"}
    for block in given_blocks:
        assert set(fold(block.text).split()) - openers <= set(told)


def test_composed_opens_a_part_at_each_verb_and_each_change_of_layout():
    found = composed(
        [
            Piece(Target.BULLET, "un ;"),
            Piece(Target.VERB, "AUTORISE :"),
            Piece(Target.BULLET, "deux"),
            Piece(Target.ARTICLE, "trois"),
            Piece(Target.FACT, "Pour : 3"),
            Piece(Target.UNKNOWN, "perdu"),
        ]
    )
    assert found.operative == (
        OperativePart(("un",)),
        OperativePart(("deux",), "autorise"),
        OperativePart(("trois",), "", OperativeLayout.ARTICLES),
    )


def item(text: str, level: int, number: int = 1) -> str:
    return (
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
        f"{run(text)}</w:p>"
    )


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 1, 1, 0), "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
        ((1, 1, 2, 1), "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ((0, 3, 0), "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ((2, 0, 1), "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ((0, 1, 2, 1), "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li></ul>"),
    ],
    ids=["inner", "from the second level", "skipped", "backwards", "three"],
)
def test_lists_in_lists_are_kept_whatever_the_level_they_start_at(levels, expected):
    body = f"<w:p>{run('Objet : Vente')}</w:p>"
    body += "".join(item(letter, level) for letter, level in zip("abcd", levels, strict=False))
    assert composed(cut(blocks(raw(body)))).statement_html == expected


def test_two_lists_stay_two():
    body = (
        f"<w:p>{run('Objet : Vente')}</w:p>{item('a', 0)}{item('b', 1)}<w:p>{run('puis')}</w:p>{item('c', 1)}"
    )
    assert composed(cut(blocks(raw(body)))).statement_html == (
        "<ul><li>a<ul><li>b</li></ul></li></ul><p>puis</p><ul><li>c</li></ul>"
    )


def test_style_based_on_a_heading_is_one():
    styles = (
        '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="H3"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Intertitre maison"/><w:basedOn w:val="H3"/></w:style></w:styles>'
    )
    body = (
        f"<w:p>{run('Objet : Vente')}</w:p><w:p><w:pPr><w:pStyle w:val='Own'/></w:pPr>{run('Le prix')}</w:p>"
    )
    content = raw(body, **{"word/styles.xml": styles})
    assert composed(cut(blocks(content))).statement_html == "<h3>Le prix</h3>"
