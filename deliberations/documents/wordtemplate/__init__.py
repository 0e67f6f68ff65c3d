"""A commune's own Word template: what it may hold, how it is checked, how it is filled in.

A template is a file received from outside. It is opened, checked and rendered in a process of its own, without
files nor network and within limits of time and memory (``sandbox``): nothing of it reaches this process but the
finished document, or the sentences that say why there is none.
"""

from deliberations.documents.wordtemplate.context import context_of
from deliberations.documents.wordtemplate.fields import (
    GROUPS,
    Field,
    FieldGroup,
    Kind,
    fields_of,
)
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused, TemplateReport
from deliberations.documents.wordtemplate.sandbox import Rendered, fill_template, inspect_template
from deliberations.documents.wordtemplate.starter import starter_template
from deliberations.domain.word_templates import TemplateKind

__all__ = [
    "GROUPS",
    "Field",
    "FieldGroup",
    "Kind",
    "Problem",
    "Rendered",
    "TemplateKind",
    "TemplateRefused",
    "TemplateReport",
    "context_of",
    "fields_of",
    "fill_template",
    "inspect_template",
    "starter_template",
]
