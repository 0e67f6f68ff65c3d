"""« Exécutoire dès sa signature », « le maire prononce le huis clos »: what the act cannot do by itself."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.linter import closed_doors, entry
from deliberations.domain.votes import Vote, VotePurpose
from tests.facts import make_act, make_council, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(rules, *texts, body=BodyType.COMMUNE, **facts):
    acts = tuple(make_act(uid=f"a{n}", statement_html=f"<p>{text}</p>") for n, text in enumerate(texts))
    sitting = make_sitting(deliberations=acts, **facts)
    record = make_record(make_council(body_type=body), sitting)
    return [(f.article, f.message.partition(" »")[0][2:]) for rule in rules for f in rule.findings(record)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La présente délibération sera exécutoire dès sa signature", "exécutoire dès sa signature"),
        ("dit qu'elle est exécutoire", None),
        (
            "Cette délibération est exécutoire de plein droit à compter de son vote",
            "exécutoire de plein droit à compter de son vote",
        ),
        ("La délibération est exécutoire dès son adoption et sa publication", None),
        ("La convention annexée à la présente délibération est exécutoire dès sa signature", None),
        ("Le budget est exécutoire dès sa signature", None),
    ],
)
def test_entry_into_force_l2131_1(text, words):
    expected = [("CGCT art. L. 2131-1", words)] if words else []
    assert [(a, w.strip()) for a, w in found_in(entry.RULES, text)] == expected


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("Le maire prononce le huis clos.",), 1),
        (("Madame la Maire décide alors le huis clos.",), 1),
        (("Monsieur le Président ordonne le huis clos.",), 1),
        (("Le maire demande le huis clos.",), 0),
        (("Le maire prononce le huis clos, voté à l'unanimité.",), 0),
        (("Le maire prononce le huis clos.", "Le huis clos a été mis aux voix."), 0),
        (("Le maire peut, s'il y a lieu, prononcer le huis clos.",), 0),
        (("Le maire avait prononcé le huis clos.",), 0),
    ],
)
def test_closed_doors_l2121_18(texts, count):
    assert [article for article, _ in found_in(closed_doors.RULES, *texts)] == [
        "CGCT art. L. 2121-18"
    ] * count


def test_closed_doors_that_are_voted_or_need_no_vote():
    told = "Le maire prononce le huis clos."
    voted = (Vote("v1", "p1", purpose=VotePurpose.CLOSED_DOORS),)
    assert found_in(closed_doors.RULES, told, votes=voted) == []
    assert found_in(closed_doors.RULES, told, is_public=False) == []
    assert found_in(closed_doors.RULES, told, body=BodyType.CCAS) == []
    assert found_in(closed_doors.RULES, told, held_on=date(2021, 3, 1)) == []
