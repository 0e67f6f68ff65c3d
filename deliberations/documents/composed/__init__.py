"""Documents made of blocks, in every format: one vocabulary of blocks, one renderer for each format."""

from deliberations.documents.composed.docx import render_docx
from deliberations.documents.composed.html import render_body, render_html, render_page
from deliberations.documents.composed.pdf import render_pdf
from deliberations.documents.composed.text import render_text
from deliberations.documents.composed.view import (
    Address,
    Blank,
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    Item,
    Masthead,
    NewSheet,
    Rich,
    Signatures,
    Text,
    TextRole,
    Title,
    Together,
)

__all__ = [
    "Address",
    "Blank",
    "Block",
    "Bullets",
    "ComposedView",
    "Facts",
    "Grid",
    "Heading",
    "Item",
    "Masthead",
    "NewSheet",
    "Rich",
    "Signatures",
    "Text",
    "TextRole",
    "Title",
    "Together",
    "render_body",
    "render_docx",
    "render_html",
    "render_page",
    "render_pdf",
    "render_text",
]
