"""The cases of law written by lawyers (``cases/*.yaml``), and what makes them worth something."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from councils.domain.bodies import BodyType, Council, Territory
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.duties import DUTIES
from tests.law.case_answers import SET_ASIDE
from tests.law.case_reader import CASES as CASES_FOLDER
from tests.law.case_reader import Case, CaseRefused, articles_in, read_cases, read_file
from tests.law.case_sums import ARTICLES
from tests.law.case_verdict import CODES, WITHOUT, answers, compare, differences

pytestmark = pytest.mark.unit

LEAST_CASES = 1_600
"""How many cases there must be at least: raised when cases are added, never lowered."""
CASES = read_cases()
READERS = {"text", "number", "day", "flag", "choice", "items", "raw"}


def known_articles() -> set[str]:
    """Articles of the rule book, of the duties, of each rule of the sitting in each body, and of the figures."""
    bodies = [Council("c", "C", body, territory) for body, territory in product(BodyType, Territory)]
    texts = {article_of(council, topic) for council in bodies for topic in Topic}
    texts |= {rule.article for rule in RULE_BOOK} | {duty.article for duty in DUTIES} | set(ARTICLES.values())
    return {article for text in texts if text for article in articles_in(text)}


def asked(case: Case) -> Any:
    """A case as a test; one in disagreement must fail, so that nobody forgets it once the engine is mended."""
    marks = pytest.mark.xfail(reason=case.disagreement) if case.disagreement else ()
    return pytest.param(case, marks=marks, id=f"{case.file}: {case.title}")


@pytest.mark.parametrize("case", [asked(case) for case in CASES])
def test_case_is_answered_as_the_law_does(case):
    assert differences(case) == []


def test_cases_are_numerous_enough():
    assert len(CASES) >= LEAST_CASES


def test_cases_have_a_title_each():
    titles = [case.title for case in CASES]
    assert [title for title in set(titles) if titles.count(title) > 1] == []


def test_cases_cite_an_article_that_the_engine_applies():
    known = known_articles()
    unknown = {case.title: case.article for case in CASES if not articles_in(case.article) <= known}
    assert unknown == {}


def changed(expected: Any, absent: str) -> Iterator[Any]:
    """``expected`` with one of its answers changed, for each of them; ``absent`` is a code that is not found."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key == WITHOUT:
                # A forbidden finding is changed by asking for it.
                yield {
                    **expected,
                    WITHOUT: [],
                    "constats": [*_as_list(expected.get("constats")), *_full(value)],
                }
            elif key == "constats":
                yield {**expected, key: [*_as_list(value), absent]}
                yield from (
                    {**expected, key: {code: SET_ASIDE}}
                    for code in _codes(value)
                    if SET_ASIDE not in str(value)
                )
            else:
                yield from ({**expected, key: other} for other in changed(value, absent))
    else:
        yield "autre réponse"


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _codes(value: Any) -> list[str]:
    return [code for each in _as_list(value) for code in (each if isinstance(each, dict) else [each])]


def _full(starts: Any) -> list[str]:
    """One whole code for each of the first parts of codes."""
    return [next(c for c in sorted(CODES) if c == s or c.startswith(f"{s}.")) for s in _as_list(starts)]


def test_cases_fail_when_any_expectation_is_changed():
    """Each answer is compared: none is read and forgotten."""
    deaf = []
    for case in (case for case in CASES if not case.disagreement):
        found = answers(case)
        there = {f.code for f in found["constats"]} if isinstance(found, dict) else set()
        absent = min(CODES - there)
        deaf += [
            (case.title, other)
            for other in changed(case.expected, absent)
            if not list(compare(other, found, case.place))
        ]
    assert deaf == []


def test_every_finding_of_the_rule_book_is_found_by_a_case():
    found = [answers(case) for case in CASES]
    told = {f.code for each in found if isinstance(each, dict) for f in each["constats"]}
    assert CODES - told == set()


HEAD = "thème: Essai\ncas:\n  - titre: Un cas\n    article: CGCT L2121-17\n"
REFUSED = {
    "unknown_key": ("    couleur: bleu\n    attendu: {votants: 15}\n", "clé inconnue : couleur"),
    "unknown_key_of_council": ("    conseil: {siège: 3}\n    attendu: {votants: 15}\n", "siège"),
    "unknown_key_of_vote": ("    points: [{vote: {poure: 3}}]\n    attendu: {votants: 15}\n", "poure"),
    "unknown_answer": ("    attendu: {votant: 15}\n", "clé inconnue « votant »"),
    "unknown_finding": ("    attendu: {constats: [quorum.met]}\n", "quorum.met"),
    "unknown_gravity": ("    attendu: {constats: [quorum.not_met: grave]}\n", "grave"),
    "unknown_finding_forbidden": ("    attendu: {sans constat: [quorom]}\n", "quorom"),
    "unknown_member": ("    présents: A1 à A99\n    attendu: {votants: 15}\n", "A99"),
    "unknown_word": ("    conseil: {nature: comune}\n    attendu: {votants: 15}\n", "comune"),
    "no_expectation": ("    présents: 8\n", "« attendu » manque"),
    "wrong_date": ("    date: 31/11/2023\n    attendu: {votants: 15}\n", "31/11/2023"),
    "too_many_present": ("    présents: 16\n    attendu: {votants: 15}\n", "présents : 16"),
    "key_written_twice": ("    présents: 8\n    présents: 9\n    attendu: {votants: 15}\n", "deux fois"),
    "unknown_item": ("    mouvements: [{départ: A3, point: 9}]\n    attendu: {votants: 15}\n", "p9"),
    "unknown_sitting": (
        "    convocation: {seconde convocation de: précédente 2}\n    attendu: {votants: 15}\n",
        "ni avant ni après",
    ),
    "two_names_for_one": (
        "    mouvements: [{départ: 'A3, A4', point: 1}]\n    attendu: {votants: 15}\n",
        "un nom et un seul",
    ),
    "two_movements_in_one": (
        "    mouvements: [{départ: A3, arrivée: A4, point: 1}]\n    attendu: {votants: 15}\n",
        "un mouvement et un seul",
    ),
    "hour_missing": ("    close le: 19/12/2023\n    attendu: {votants: 15}\n", "une heure est attendue"),
    "present_and_excused": ("    présents: 8\n    excusés: A3\n    attendu: {votants: 15}\n", "A3 est écrit"),
    "findings_of_the_opening": (
        "    attendu: {ouverture: {constats: [quorum.not_met]}}\n",
        "pas de constats",
    ),
    "words_of_no_finding": ("    attendu: {dit: quorum.not_met}\n", "les mots du constat sont attendus"),
    "answer_of_no_level": ("    attendu: {votants: {présents: 3}}\n", "pas une réponse possible"),
    "unknown_figure": ("    calcul: quorom\n    attendu: 8\n", "quorom"),
}


@pytest.mark.parametrize(("body", "said"), REFUSED.values(), ids=REFUSED)
def test_reader_refuses_what_it_does_not_understand(tmp_path, body, said):
    path = tmp_path / "essai.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(CaseRefused) as refusal:
        [differences(case) for case in read_file(path)]
    assert said in str(refusal.value)
    assert "essai.yaml" in str(refusal.value)


def test_reader_names_the_file_and_the_case(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text(HEAD + "    couleur: bleu\n    attendu: {votants: 15}\n", encoding="utf-8")
    (case,) = read_file(path)
    with pytest.raises(CaseRefused, match=r"^essai\.yaml, « Un cas » : clé inconnue : couleur$"):
        differences(case)


def examples_of_readme() -> list[str]:
    return re.findall(
        r"```yaml\n(.*?)```", (CASES_FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )


@pytest.mark.parametrize("example", examples_of_readme())
def test_example_of_readme_is_a_case_like_any_other(tmp_path, example):
    path = tmp_path / "exemple.yaml"
    path.write_text(example, encoding="utf-8")
    cases = read_file(path)
    assert cases
    for case in cases:
        assert differences(case) == []
        assert articles_in(case.article) <= known_articles()


def keys_read() -> set[str]:
    """Every key that the reader asks for by its name."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("case_*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    asked_for = [call.args[0] for call in calls if getattr(call.func, "attr", "") in READERS]
    return {key.value for key in asked_for if isinstance(key, ast.Constant)}


def test_readme_explains_every_key():
    text = (CASES_FOLDER / "README.md").read_text(encoding="utf-8")
    keys = keys_read()
    assert len(keys) > 80
    assert sorted(key for key in keys if not re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text)) == []
