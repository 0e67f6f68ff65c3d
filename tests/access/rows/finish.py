"""Closing, transmission, publication, errors found and proofs; the public pages, which need no account."""

from tests.access import ROLES, STAFF, Row, only

WRITER = ("secretary",)
PUBLISHERS = ("secretary", "clerk")
GONE_TO_NOBODY = tuple(404 for _ in ROLES)
"""Nothing of this council was put online on our pages: it does not exist there, for anybody."""

ROWS = {
    "signed_scans": Row(only("secretary", "clerk"), post=only("secretary", "clerk", status=422)),
    "sitting_finish": Row(only(*STAFF), post=only(*WRITER, status=422)),
    "sitting_reopen": Row(only(*WRITER, status=302), post=only(*WRITER, status=302)),
    "sitting_transmission": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "sitting_pack": Row(only(*PUBLISHERS, status=302)),
    "sitting_publication": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "sitting_paper": Row(only(*PUBLISHERS, status=302), post=only(*PUBLISHERS, status=422)),
    "act_transmission": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "act_pack": Row(only(*PUBLISHERS)),
    "act_receipt": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "act_publication": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "act_unpublish": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "act_error": Row(only(*WRITER)),
    "act_follow": Row(only(*WRITER), post=only(*WRITER, status=422)),
    "act_rectify": Row(only(*WRITER), post=only(*WRITER, status=422)),
    "act_hide": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422)),
    "act_evidence": Row(only(*STAFF)),
    "public_list": Row(GONE_TO_NOBODY),
    "public_act": Row(GONE_TO_NOBODY, more={"year": 2023, "slug": "2023-57"}),
    "public_file": Row(GONE_TO_NOBODY, more={"year": 2023, "slug": "2023-57"}),
}
