"""Addresses of the papers of a sitting."""

from django.urls import path

from deliberations.views import council_table, public_list, sitting_documents

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

COUNCIL = [
    path("tableau/", council_table.council_table, name="council_table"),
    path(
        "tableau/public.<file_format:file_format>",
        council_table.council_table_public,
        name="council_table_public",
    ),
    path(
        "tableau/prefecture.<file_format:file_format>",
        council_table.council_table_prefecture,
        name="council_table_prefecture",
    ),
]
"""Documents of one council: ``council``."""

PUBLIC = [
    path(
        "seances/<uid:sitting>/liste-des-deliberations/",
        public_list.public_decision_list,
        name="public_decision_list",
    ),
    path(
        "seances/<uid:sitting>/liste-des-deliberations.pdf",
        public_list.public_decision_list_file,
        name="public_decision_list_file",
    ),
]
"""What anybody may read of one council: ``council``."""
