"""The styles of the Word rendition, as a table: what each kind of paragraph looks like.

Every style of ours is based on a style that Word knows, so that its navigation pane, its outline and screen
readers understand it. Lengths are in points.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from deliberations.documents.docx_theme import ACCENTS, USUAL, accent_of, pale_of, size_of
from deliberations.documents.view import Theme

ACCENT, PALE = ACCENTS[USUAL.accent]
ALERT = "B3261E"
GREY = "444444"
RULE = "8A94AD"
SHADE = "F0F1F4"
"""Behind the headings of tables, whatever the accent."""

BULLETS = 1
"""Numbering shared by every bulleted list."""

Alignment = Literal["", "left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Border:
    """``side`` top, bottom, left or box (all four); ``width`` in points, ``gap`` to the text in points."""

    side: str
    width: float
    color: str = ACCENT
    gap: int = 4


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph or character style. ``None`` and empty values are inherited from ``base``."""

    name: str
    base: str = ""
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    color: str = ""
    caps: bool = False
    tracking: float | None = None
    alignment: Alignment = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    numbering: int | None = None
    shading: str = ""
    borders: tuple[Border, ...] = ()
    right_tab: float | None = None
    is_to_fill: bool = False

    @property
    def identifier(self) -> str:
        return style_id(self.name)


_PLAIN_LETTERS = str.maketrans("éèêàçôÀ", "eeeacoA", " -'")

TEXT_WIDTH = 453.5
"""A4 less two margins of 25 mm."""

BUILT_IN = (
    Style("Normal", size=11, after=5.5, line=1.12),
    Style("Default Paragraph Font", kind="character"),
    Style("Normal Table", kind="table"),
    Style("Table Grid", "Normal Table", "table"),
    Style("Body Text", "Normal"),
    Style("Title", "Normal", keep_next=True),
    Style("Heading 1", "Normal", bold=True, keep_next=True, keep_lines=True, outline=0),
    Style("Heading 2", "Normal", bold=True, keep_next=True, keep_lines=True, outline=1),
    Style("Heading 3", "Normal", bold=True, keep_next=True, keep_lines=True, outline=2),
    Style("List Bullet", "Normal", numbering=BULLETS),
    Style("List Number", "Normal"),
    Style("List Continue", "Normal"),
    Style("Caption", "Normal", bold=True, keep_next=True),
    Style("Signature", "Normal"),
    Style("Header", "Normal"),
    Style("Footer", "Normal"),
    Style("Hyperlink", "Default Paragraph Font", "character", color=ACCENT, underline=True),
)

_PALE_EDGES = (Border("bottom", 0.5, PALE, 6), Border("right", 0.5, PALE, 6))
"""Edges of the colour of the shading: Word shades up to the border, the only padding it knows."""

OF_THE_ACT = (
    Style(
        "Acte République",
        "Header",
        alignment="center",
        size=9.5,
        caps=True,
        tracking=0.7,
        color="333333",
        after=0,
    ),
    Style("Acte Département", "Header", alignment="center", size=10, color="333333", after=0),
    Style(
        "Acte Collectivité", "Header", alignment="center", size=18, bold=True, color=ACCENT, before=3, after=8
    ),
    Style(
        "Acte Document",
        "Title",
        alignment="center",
        size=11.5,
        caps=True,
        tracking=0.8,
        after=18,
        borders=(Border("top", 1), Border("bottom", 0.5)),
    ),
    Style("Acte En-tête", "Header", size=9, color=GREY, after=14, borders=(Border("bottom", 0.5, gap=3),)),
    Style("Acte Pied de page", "Footer", size=9, color=GREY, after=0, right_tab=TEXT_WIDTH),
    Style(
        "Acte Projet",
        "Header",
        alignment="center",
        bold=True,
        tracking=0.5,
        color=ALERT,
        after=10,
        borders=(Border("box", 1, ALERT, 4),),
    ),
    Style("Acte Corps", "Body Text", alignment="both"),
    Style("Acte Numéro d'acte", "Body Text", size=12, bold=True, color=ACCENT, after=8, keep_next=True),
    Style("Acte Ligne", "Body Text", after=1.5),
    Style("Acte Effectif", "Body Text", bold=True, before=5, after=1.5, keep_next=True),
    Style("Acte Présents", "Body Text", before=5),
    Style("Acte Puce de décompte", "List Bullet", after=1.5),
    Style("Acte Puce d'absence", "List Bullet", bold=True, before=5, after=1.5, keep_next=True),
    Style(
        "Acte Mention",
        "Body Text",
        size=10,
        tracking=0.6,
        caps=True,
        color=ACCENT,
        before=14,
        after=4,
        keep_next=True,
    ),
    Style(
        "Acte Objet",
        "Heading 1",
        size=12.5,
        before=6,
        after=14,
        left=9,
        right=7,
        shading=PALE,
        borders=(Border("top", 0.5, PALE, 5), Border("left", 2.5, gap=7), *_PALE_EDGES),
    ),
    Style("Acte Rubrique", "Heading 2", size=11.5, tracking=0.8, color=ACCENT, before=14, after=6),
    Style("Acte Intertitre", "Heading 3", before=8, after=3),
    Style("Acte Autorité", "Body Text", bold=True, before=12, after=5.5, keep_next=True),
    Style("Acte Visa", "Body Text", alignment="both"),
    Style("Acte Dispositif", "Body Text", alignment="both", bold=True, keep_next=True),
    Style("Acte Article", "Body Text", alignment="both"),
    Style("Acte Puce", "List Bullet", alignment="both"),
    Style("Acte Numéro", "List Number", alignment="both"),
    Style("Acte Suite de liste", "List Continue", alignment="both"),
    Style("Acte Clôture", "Body Text", after=2, keep_next=True, keep_lines=True),
    Style("Acte Qualité", "Signature", left=243.5, before=12, after=2, keep_next=True),
    Style("Acte Signataire", "Signature", left=243.5, bold=True, after=72),
    Style(
        "Acte Certification",
        "Body Text",
        alignment="both",
        size=10,
        before=16,
        keep_next=True,
        keep_lines=True,
        borders=(Border("top", 0.5, gap=7),),
    ),
    Style("Acte Date", "Body Text", size=10, bold=True, after=1.5, keep_lines=True),
    Style("Acte Note", "Body Text", alignment="both", size=9, color="333333"),
    Style("Acte Centré", "Body Text", alignment="center"),
    Style("Acte Lieu et date", "Body Text", alignment="right", after=18),
    Style("Acte Adresse", "Body Text", left=243.5, after=0),
    Style("Acte Fin d'adresse", "Acte Adresse", after=24),
    Style("Acte Point", "Body Text", left=14, after=4),
    Style("Acte À signer", "Body Text", after=90, keep_lines=True),
    Style("Acte Encadré", "Body Text", before=12, after=12, shading=PALE, borders=(Border("left", 1.5),)),
    Style("Acte À remplir", "Body Text", after=12, right_tab=TEXT_WIDTH, is_to_fill=True),
    Style("Acte Légende", "Caption", size=10.5, before=6, after=4),
    Style("Acte Tableau", "Table Grid", "table"),
    Style("Acte Cellule", "Body Text", size=10, after=0, line=1.05),
    Style("Acte Titre de cellule", "Acte Cellule", bold=True),
    Style("Acte Passage privé", "Default Paragraph Font", "character", shading="FFF2CC"),
    Style("Acte Passage non public", "Default Paragraph Font", "character"),
    Style("Acte Lien non public", "Hyperlink", "character"),
)


def style_id(name: str) -> str:
    """« Acte Légende » → « ActeLegende »: identifiers keep to plain letters."""
    return name.translate(_PLAIN_LETTERS)


def styles_xml(theme: Theme = USUAL) -> str:
    """The ``w:style`` elements, without their parent, in the colours and sizes of ``theme``."""
    return "".join(_style(_themed(style, theme)) for style in (*BUILT_IN, *OF_THE_ACT))


def _themed(style: Style, theme: Theme) -> Style:
    """The usual accent and pale colour replaced by those of the theme, the size put to its scale."""
    colours = {ACCENT: accent_of(theme), PALE: pale_of(theme)}
    return replace(
        style,
        size=style.size and size_of(theme, style.size),
        color=colours.get(style.color, style.color),
        shading=colours.get(style.shading, style.shading),
        borders=tuple(
            replace(border, color=colours.get(border.color, border.color)) for border in style.borders
        ),
    )


def _style(style: Style) -> str:
    default = ' w:default="1"' if not style.base else ""
    custom = ' w:customStyle="1"' if style.name.startswith("Acte ") else ""
    base = f'<w:basedOn w:val="{style_id(style.base)}"/>' if style.base else ""
    shown = "<w:qFormat/>" if custom else ""
    paragraph = f"<w:pPr>{''.join(_paragraph_properties(style))}</w:pPr>" if style.kind == "paragraph" else ""
    table = _table_properties(style) if style.kind == "table" else ""
    return (
        f'<w:style w:type="{style.kind}" w:styleId="{style.identifier}"{default}{custom}>'
        f'<w:name w:val="{_stored_name(style.name)}"/>{base}{shown}{paragraph}'
        f"<w:rPr>{''.join(_run_properties(style))}</w:rPr>{table}</w:style>"
    )


def _stored_name(name: str) -> str:
    """Word stores its own heading, caption, header and footer styles in lower case."""
    first = name.split(" ")[0]
    return name.lower() if first in ("Heading", "Caption", "Header", "Footer") else name


def _paragraph_properties(style: Style) -> Iterator[str]:
    """In the order that the schema asks for."""
    yield from (f"<w:{tag}/>" for tag in ("keepNext", "keepLines") if tag in _kept(style))
    if style.numbering is not None:
        yield f'<w:numPr><w:numId w:val="{style.numbering}"/></w:numPr>'
    if style.borders:
        yield f"<w:pBdr>{''.join(_border(side, b) for b in style.borders for side in _sides(b))}</w:pBdr>"
    if style.shading:
        yield f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shading}"/>'
    if style.right_tab:
        leader = ' w:leader="dot"' if style.is_to_fill else ""
        yield f'<w:tabs><w:tab w:val="right"{leader} w:pos="{_twips(style.right_tab)}"/></w:tabs>'
    yield _spacing(style)
    if style.left is not None:
        yield f'<w:ind w:left="{_twips(style.left)}" w:right="{_twips(style.right or 0)}"/>'
    if style.alignment:
        yield f'<w:jc w:val="{style.alignment}"/>'
    if style.outline is not None:
        yield f'<w:outlineLvl w:val="{style.outline}"/>'


def _kept(style: Style) -> set[str]:
    return {tag for tag, is_on in (("keepNext", style.keep_next), ("keepLines", style.keep_lines)) if is_on}


def _spacing(style: Style) -> str:
    values = (("before", style.before), ("after", style.after))
    attributes = "".join(f' w:{side}="{_twips(value)}"' for side, value in values if value is not None)
    if style.line is not None:
        attributes += f' w:line="{round(style.line * 240)}" w:lineRule="auto"'
    return f"<w:spacing{attributes}/>" if attributes else ""


def _run_properties(style: Style) -> Iterator[str]:
    for tag, value in (("b", style.bold), ("i", style.italic), ("caps", style.caps or None)):
        if value is not None:
            yield f'<w:{tag} w:val="{int(value)}"/>'
    if style.color:
        yield f'<w:color w:val="{style.color}"/>'
    if style.tracking is not None:
        yield f'<w:spacing w:val="{_twips(style.tracking)}"/>'
    if style.size is not None:
        yield f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>'
    if style.underline:
        yield '<w:u w:val="single"/>'
    if style.shading and style.kind == "character":
        yield f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shading}"/>'


def _table_properties(style: Style) -> str:
    if not style.base:
        margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _CELL_MARGINS)
        return f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(_border(side, Border(side, 0.5, RULE, 0)) for side in sides)
    return f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"


_CELL_MARGINS = (("top", 50), ("left", 100), ("bottom", 50), ("right", 100))


def _sides(border: Border) -> tuple[str, ...]:
    return ("top", "left", "bottom", "right") if border.side == "box" else (border.side,)


def _border(side: str, border: Border) -> str:
    width = round(border.width * 8)
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="{border.gap}" w:color="{border.color}"/>'


def _twips(points: float) -> int:
    return round(points * 20)
