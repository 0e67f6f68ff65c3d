"""mutmut, with the changes that touch facts only: ``python benchmarks/mutmut_facts.py run``.

The words of a message are pinned by the tests of messages and by ``tests/law/test_explanations.py``; changing each
of them thousands of times would tell nothing of the law. So no text is changed, nor what a finding is told with.

A mutant is shown the tests that run its line (:mod:`benchmarks.mutmut_lines`): the cases of law first, without
pytest, which takes longer to list them than the engine to answer.
"""

import os
import resource
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import process_time
from typing import Any
from zlib import crc32

import libcst as cst
import mutmut.__main__ as mutmut
import pytest
from mutmut.configuration import config
from mutmut.mutation import mutators
from mutmut.runners import harness
from mutmut.state import state

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.mutmut_lines import LinesOfTests, forget_answers_kept

WORDS = frozenset({"Finding", "Advice", "Rule", "remedy", "join_list", "article", "names_of", "cast"})
"""Calls whose arguments are words, or where a finding stands."""
CASE = "tests/law/test_cases.py::test_case_is_answered_as_the_law_does"
KEENEST = ("tests/law/test_oracle", "tests/law/test_invariants")
"""Tests that see most faults, run before the others when the cases saw nothing."""
SOME = 120
"""Cases asked before the tests of the module, or of those beside it: a second's worth."""
PATIENCE = 10
"""A mutant is given up, as seen, after so many times what its tests take, and ten seconds more."""
LONG = 3
"""Seconds: a longer test plays every case again, and each of them is asked apart."""
SHARE = int(os.environ.get("MUTANTS_SHARE", "1"))
LINES = LinesOfTests()


def arguments_of_facts(node: cst.Call) -> Iterator[cst.Call]:
    if not (isinstance(node.func, cst.Name) and node.func.value in WORDS):
        yield from mutators.operator_arg_removal(node)


def operators_of_facts() -> Iterator[tuple[type[cst.CSTNode], Any]]:
    for kind, operator in mutators.mutation_operators:
        if operator is mutators.operator_arg_removal:
            yield kind, arguments_of_facts
        elif operator is not mutators.operator_string:
            yield kind, operator


class Only:
    """Keeps some tests, the keenest first: naming them all to pytest takes longer than running them."""

    def __init__(self, tests: Iterable[str]) -> None:
        self.tests = frozenset(tests)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.tests), key=self.rank)

    def rank(self, item: pytest.Item) -> int:
        return 0 if item.nodeid.startswith(KEENEST) else 1


def run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:
    """0 when every test passes, as pytest does; the run without a mutant writes down the lines of each test."""
    if mutant_name is None:
        return run_without_mutant(runner, list(tests))
    shown = LINES.tests_of(mutant_name) & set(tests)
    chosen = {test for test in shown if state().duration_by_test[test] < LONG}
    with harness.change_cwd("mutants"):
        allow_seconds(sum(state().duration_by_test[test] for test in chosen))
        forget_answers_kept()
        return first_fault(runner, mutant_name, chosen)


def first_fault(runner: Any, mutant_name: str, chosen: set[str]) -> int:
    """What most often tells comes first: some cases, the tests of the module, all the cases, the others."""
    folder, module = mutant_name.split(".x", 1)[0].split(".")[-2:]
    cases = sorted((test for test in chosen if test.startswith(CASE)), key=lambda name: crc32(name.encode()))
    own = {test for test in chosen if f"/{folder}/test_" in test or f"/test_{module}.py" in test}
    others = chosen - own - set(cases)
    with_duties = ".duties." in mutant_name
    if not all_cases_agree(cases[:SOME], with_duties=with_duties) or (own and failed(runner, own)):
        return 1
    if not all_cases_agree(cases[SOME:], with_duties=with_duties) or (others and failed(runner, others)):
        return 1
    return 0


def failed(runner: Any, tests: set[str]) -> bool:
    code = runner.execute_pytest(["-x", "-q", *files_of(tests)], plugins=[Only(tests)])
    return code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def run_without_mutant(runner: Any, tests: list[str]) -> int:
    """The first such run is that of the code as it is; the second one must fail, and teaches nothing."""
    if LINES.tests:
        return int(NAMING_EACH(runner, mutant_name=None, tests=tests))
    selection = files_of(tests) or config().pytest_add_cli_args_test_selection
    with harness.change_cwd("mutants"):
        return int(runner.execute_pytest(["-x", "-q", *selection], plugins=[LINES]))


def all_cases_agree(cases: Iterable[str], *, with_duties: bool) -> bool:
    """False when one of the cases is answered otherwise, in half a sentence, or not at all: a fault is seen."""
    from tests.law.test_cases import CASES

    names = frozenset(cases)
    named = (case for case in CASES if nodeid_of(case) in names)
    try:
        return not any(is_wrong(case, with_duties=with_duties) for case in named)
    except Exception:  # noqa: BLE001
        return False


def is_wrong(case: Any, *, with_duties: bool) -> bool:
    from tests.law.case_answers import FINDINGS, answers_of
    from tests.law.case_facts import situation_of
    from tests.law.case_verdict import compare, differences
    from tests.law.explained import misdated_duties, untold_duties, untold_findings

    if "calcul" in case.facts:
        return bool(differences(case))
    situation = situation_of(case)
    found = answers_of(situation)
    untold = [*untold_findings(situation, found[FINDINGS])]
    if with_duties:
        untold += [*untold_duties(situation), *misdated_duties(situation)]
    return bool(untold or [*compare(case.expected, found, case.place)])


def nodeid_of(case: Any) -> str:
    """As pytest names it, accents escaped."""
    return f"{CASE}[{case.file}: {case.title}]".encode("unicode_escape").decode("ascii")


def files_of(tests: Iterable[str]) -> list[str]:
    return sorted({test.split("::")[0] for test in tests})


def allow_seconds(duration: float) -> None:
    """A mutant that never ends is stopped by the system, which mutmut reads as seen."""
    limit = int(process_time() + 10 + PATIENCE * duration)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))


def some_mutants(**asked: Any) -> tuple[list[Any], Any]:
    """One mutant in ``MUTANTS_SHARE``, the same ones each time, whatever their module."""
    mutants, files = EVERY_MUTANT(**asked)
    return [each for each in mutants if crc32(each[1].encode()) % SHARE == 0], files


def place_of(mutant_name: str) -> int:
    """In which order they are tried: any, and always the same one, so that a run cut short is a fair sample."""
    return crc32(mutant_name[::-1].encode())


EVERY_MUTANT = mutmut.collect_source_file_mutation_data
NAMING_EACH = harness.PytestRunner.run_tests

if __name__ == "__main__":
    os.environ["CI"] = "mutants"  # The same random evenings for each mutant.
    mutators.mutation_operators[:] = list(operators_of_facts())
    harness.PytestRunner.run_tests = run_tests
    mutmut.collect_source_file_mutation_data = some_mutants
    mutmut.estimated_worst_case_time = place_of
    mutmut.cli()
