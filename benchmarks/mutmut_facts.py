"""mutmut, with the changes that touch facts only: ``python benchmarks/mutmut_facts.py run``.

The words of a message are pinned by the tests of messages and by ``tests/law/test_explanations.py``; changing each
of them thousands of times would tell nothing of the law. So no text is changed, nor what a finding is told with.
"""

from collections.abc import Iterator
from typing import Any

import libcst as cst
from mutmut.__main__ import cli
from mutmut.mutation import mutators

WORDS = frozenset({"Finding", "Advice", "Rule", "remedy", "join_list", "article", "names_of", "cast"})
"""Calls whose arguments are words, or where a finding stands."""


def arguments_of_facts(node: cst.Call) -> Iterator[cst.Call]:
    if not (isinstance(node.func, cst.Name) and node.func.value in WORDS):
        yield from mutators.operator_arg_removal(node)


def operators_of_facts() -> Iterator[tuple[type[cst.CSTNode], Any]]:
    for kind, operator in mutators.mutation_operators:
        if operator is mutators.operator_arg_removal:
            yield kind, arguments_of_facts
        elif operator is not mutators.operator_string:
            yield kind, operator


if __name__ == "__main__":
    mutators.mutation_operators[:] = list(operators_of_facts())
    cli()
