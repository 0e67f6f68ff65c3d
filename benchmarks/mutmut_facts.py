"""mutmut, with the changes that touch facts only: ``python benchmarks/mutmut_facts.py run``.

The words of a message are pinned by the tests of messages and by ``tests/law/test_explanations.py``; changing each
of them thousands of times would tell nothing of the law. So no text is changed, nor what a finding is told with.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import libcst as cst
import pytest
from mutmut.__main__ import cli
from mutmut.mutation import mutators
from mutmut.runners import harness

WORDS = frozenset({"Finding", "Advice", "Rule", "remedy", "join_list", "article", "names_of", "cast"})
"""Calls whose arguments are words, or where a finding stands."""
KEENEST = ("tests/law/test_cases", "tests/law/test_oracle", "tests/law/test_invariants")
"""Tests that see most faults, run first."""


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
    """Keeps the tests of one mutant, the keenest first: naming them all to pytest takes longer than running them."""

    def __init__(self, tests: Iterable[str]) -> None:
        self.tests = frozenset(tests)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.tests), key=self.rank)

    @staticmethod
    def rank(item: pytest.Item) -> int:
        ranks = (n for n, path in enumerate(KEENEST) if item.nodeid.startswith(path))
        return next(ranks, len(KEENEST))


def run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:
    chosen = list(tests)
    if not chosen:
        return int(NAMING_EACH(runner, mutant_name=mutant_name, tests=chosen))
    files = sorted({test.split("::")[0] for test in chosen})
    with harness.change_cwd("mutants"):
        return int(runner.execute_pytest(["-x", "-q", *files], plugins=[Only(chosen)]))


NAMING_EACH = harness.PytestRunner.run_tests

if __name__ == "__main__":
    mutators.mutation_operators[:] = list(operators_of_facts())
    harness.PytestRunner.run_tests = run_tests
    cli()
