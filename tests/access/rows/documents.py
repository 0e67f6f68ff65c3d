"""The papers of a sitting."""

from tests.access import STAFF, Row, only

LIST = {"paper": "liste-des-deliberations", "file_format": "txt"}

ROWS = {
    "sitting_documents": Row(only(*STAFF)),
    "sitting_document": Row(only(*STAFF), more=LIST),
    "sitting_document_of": Row(only(*STAFF, status=404), more={**LIST, "subject": "personne"}),
}
