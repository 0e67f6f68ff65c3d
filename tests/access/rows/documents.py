"""The papers of a sitting, the table of the council, and the list that anybody reads."""

from tests.access import ROLES, STAFF, Row, everyone, only

LIST = {"paper": "liste-des-deliberations", "file_format": "txt"}
TABLE = {"file_format": "txt"}
NOT_ONLINE = tuple(404 for _ in ROLES)

ROWS = {
    "sitting_documents": Row(only(*STAFF)),
    "sitting_document": Row(only(*STAFF), more=LIST),
    "sitting_document_of": Row(only(*STAFF, status=404), more={**LIST, "subject": "personne"}),
    "council_table": Row(everyone(200)),
    "council_table_public": Row(everyone(200), more=TABLE),
    "council_table_prefecture": Row(only("secretary", "administrator"), more=TABLE),
    "public_decision_list": Row(NOT_ONLINE),
    "public_decision_list_file": Row(NOT_ONLINE),
}
