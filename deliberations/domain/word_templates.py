"""The documents for which a council may have a Word template of its own."""

from enum import StrEnum


class TemplateKind(StrEnum):
    """One table of fields each: ``documents/wordtemplate/fields.py``."""

    DELIBERATION = "DELIBERATION"
