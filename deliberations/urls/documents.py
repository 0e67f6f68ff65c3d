"""Addresses of the papers of a sitting."""

from django.urls import path

from deliberations.views import sitting_documents

SITTING = [
    path("documents/", sitting_documents.sitting_documents, name="sitting_documents"),
    path(
        "documents/<paper:paper>.<file_format:file_format>",
        sitting_documents.sitting_document,
        name="sitting_document",
    ),
    path(
        "documents/<paper:paper>/<uid:subject>.<file_format:file_format>",
        sitting_documents.sitting_document,
        name="sitting_document_of",
    ),
]
"""Pages of one sitting: ``council`` and ``sitting``."""
