"""Where each remark on a sitting is corrected: no database."""

import pytest

from councils.models import Council
from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.closing import Lack, LackKind
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.sittings import ItemKind, Origin
from deliberations.models import Sitting
from deliberations.views.shown.places import Places, matter_of_code
from tests.facts import make_council, make_item, make_record, make_sitting, make_vote

pytestmark = pytest.mark.unit


def places(**facts) -> Places:
    council = make_council(5)
    agenda = (make_item("p1", 1), make_item("p2", 2, kind=ItemKind.ELECTION))
    told = {"members": 5, "agenda": agenda, "votes": (make_vote(uid="v1"),), "origin": Origin.LIVE, **facts}
    row = Sitting(uid="s", council=Council(uid="c"))
    return Places(row, make_record(council, make_sitting(5, **told)))


def said(code, item=None, message="Un fait.") -> Finding:
    return Finding(code, Severity.WARNING, "", message, item=item)


def test_every_rule_says_where_it_is_corrected():
    assert [code for rule in RULE_BOOK for code in rule.codes if matter_of_code(code) is None] == []


@pytest.mark.parametrize(
    ("finding", "address"),
    [
        (said("notice.too_short"), "/convocation/"),
        (said("notice.no_note", "p1"), "/ordre-du-jour/p1/"),
        (said("convocation.incomplete"), "/modifier/"),
        (said("secretary.missing"), "/tenue/#president"),
        (said("proxy.paper", message="Le papier de {m3}, donné à {m2}."), "/tenue/?membre=m3#qui"),
        (said("interest.part_taken", "p1", "Selon lui, {m2} a voté."), "/tenue/?voir=p1&membre=m2#qui"),
        (said("quorum.not_met"), "/tenue/#membres"),
        (said("vote.tie", "p1"), "/tenue/?voir=p1&corriger=v1#vote"),
        (said("vote.tie", "p2"), "/elections/p2/"),
        (said("election.undetermined", "p2"), "/elections/p2/"),
        (said("text.amount_words", "p1"), "/#p1"),
        (said("minutes.incomplete"), "/publication/"),
    ],
)
def test_finding_leads_to_the_row_that_holds_its_fact(finding, address):
    there = places()
    named = {uid: there.words.name(uid) for uid in there.record.members}
    told = Finding(finding.code, finding.severity, "", finding.message.format(**named), item=finding.item)
    assert there.of_finding(told).endswith(address)


def test_sitting_typed_from_its_paper_is_corrected_on_the_sheet():
    there = places(origin=Origin.RECORDED)
    assert there.of_finding(said("vote.tie", "p1")).endswith("/saisie/#p-p1")
    assert there.of_finding(said("chair.absent")).endswith("/saisie/#seance")


def test_lack_leads_to_what_is_missing():
    there = places()
    assert there.of_lack(Lack(LackKind.UNDETERMINED, "", "p1")).endswith("corriger=v1#vote")
    assert there.of_lack(Lack(LackKind.NO_ACT, "", "p1")).endswith("/#p1")
    refusal = said("proxy.passed_on")
    assert there.of_lack(Lack(LackKind.REFUSAL, "", finding=refusal)).endswith("/tenue/#membres")
