"""The restricted HTML of structured texts: exposé, clauses, decisions, notes.

A room of its own, beside the domain: cleaning needs nh3, which the domain may not import, and the dossier,
the forms and the documents all need the same subset. Of the project, it imports how the domain cuts a source
into tags.

Blocks: ``p``, ``h3`` (the one level of sub-heading), ``ul``, ``ol``, ``li``, ``table``, ``caption``, ``thead``,
``tbody``, ``tr``, ``th``, ``td``, ``br``. Inline: ``strong``, ``em``, ``u``, ``sub``, ``sup``, ``a[href]`` (http,
https, mailto), ``mark[data-private]``.
"""

from deliberations.richtext.light import from_typed, from_typed_line, to_type, to_type_line
from deliberations.richtext.model import Block, Cell, Format, Heading, ItemList, Paragraph, Row, Run, Table
from deliberations.richtext.passages import Word, hidden_words, passages_of, rewritten, with_passage, words_of
from deliberations.richtext.plain import blocks_as_text, plain_text, runs_as_text
from deliberations.richtext.reader import parse_blocks, parse_inline
from deliberations.richtext.runs import printable
from deliberations.richtext.writer import PRIVATE_PLACEHOLDER, sanitise, sanitise_inline, without_private

__all__ = [
    "PRIVATE_PLACEHOLDER",
    "Block",
    "Cell",
    "Format",
    "Heading",
    "ItemList",
    "Paragraph",
    "Row",
    "Run",
    "Table",
    "Word",
    "blocks_as_text",
    "from_typed",
    "from_typed_line",
    "hidden_words",
    "parse_blocks",
    "parse_inline",
    "passages_of",
    "plain_text",
    "printable",
    "rewritten",
    "runs_as_text",
    "sanitise",
    "sanitise_inline",
    "to_type",
    "to_type_line",
    "with_passage",
    "without_private",
    "words_of",
]
