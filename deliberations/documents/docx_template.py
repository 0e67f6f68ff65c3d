"""The empty Word document that every act starts from: our styles, our lists, French, nothing left over.

Made once per process from python-docx's own, which brings 440 kB of styles, a thumbnail and English.
"""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from deliberations.documents.docx_styles import BULLETS, style_id, styles_xml
from deliberations.documents.docx_theme import BODY_SIZE, USUAL, font_of, size_of
from deliberations.documents.view import Theme

LANGUAGE = "fr-FR"
NUMBERS = 2
"""Definition of numbered lists; each list gets a numbering of its own, to start again at 1."""

LEVELS = 9
LEVEL_INDENT = 17
"""Points added by each level of a list."""

_KEPT_RELATIONS = ("/officedocument", "/core-properties", "/styles", "/numbering", "/settings")
_COMPATIBILITY_URI = "http://schemas.microsoft.com/office/word"
_NUMBER_FORMATS = ("decimal", "lowerLetter", "lowerRoman")


def new_document(theme: Theme = USUAL) -> Any:
    """A python-docx ``Document``, A4, without a paragraph, in the type and the colour of ``theme``."""
    return Document(BytesIO(_template(theme)))


@cache
def _template(theme: Theme) -> bytes:
    document = Document()
    _drop_parts(document.part.package.rels, document.part.rels)
    _fill(document.styles.element, f"{_defaults(theme)}{styles_xml(theme)}", keep="latentStyles")
    _fill(document.part.numbering_part.element, _numbering_xml())
    _fill(document.settings.element, _settings_xml())
    _set_page(document.sections[0])
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _drop_parts(*relations: Any) -> None:
    """Leave out the thumbnail, the theme, the fonts table and whatever else an act does not use."""
    for rels in relations:
        for identifier in [i for i, rel in rels.items() if not rel.reltype.lower().endswith(_KEPT_RELATIONS)]:
            del rels[identifier]


def _fill(root: Any, content: str, *, keep: str = "") -> None:
    """Replace the children of ``root`` by ``content``, the one named ``keep`` staying second."""
    kept = [child for child in root if keep and child.tag.endswith(f"}}{keep}")]
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:root {nsdecls('w')}>{content}</w:root>"):
        root.append(child)
    for child in kept:
        root.insert(1, child)


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.header_distance, section.footer_distance = Mm(13), Mm(12)
    section.different_first_page_header_footer = True


def _defaults(theme: Theme) -> str:
    font, size = font_of(theme), round(2 * size_of(theme, BODY_SIZE))
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _settings_xml() -> str:
    """Without a compatibility mode, Word would open the act as one of 2007.

    Justified lines that end with a break are not stretched.
    """
    mode = f'<w:compatSetting w:name="compatibilityMode" w:uri="{_COMPATIBILITY_URI}" w:val="15"/>'
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:doNotExpandShiftReturn/>{mode}</w:compat>"
        f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    )


def _numbering_xml() -> str:
    lists = ((BULLETS, _bullet_level), (NUMBERS, _number_level))
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(level(depth) for depth in range(LEVELS))}</w:abstractNum>"
        for number, level in lists
    )
    return definitions + f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>'


def _bullet_level(depth: int) -> str:
    return _level(depth, "bullet", "-", style_id("List Bullet") if depth == 0 else "")


def _number_level(depth: int) -> str:
    return _level(depth, _NUMBER_FORMATS[depth % len(_NUMBER_FORMATS)], f"%{depth + 1}.", "")


def _level(depth: int, number_format: str, text: str, style: str) -> str:
    left = LEVEL_INDENT * (depth + 1) * 20
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{LEVEL_INDENT * 20}"/></w:pPr></w:lvl>'
    )
