"""Which tests run which lines, so that a mutant is shown those of its line and no other."""

import ast
import gc
from collections import defaultdict
from collections.abc import Iterator
from functools import _lru_cache_wrapper, cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutmut.mutation.data import MutantLineSpans
from mutmut.mutation.diff_apply import generated_function_names

OURS = ("councils", "deliberations")


class LinesOfTests:
    """A plugin of pytest, run in the folder of the mutants: keeps the lines of ``domain`` run by each test."""

    def __init__(self) -> None:
        self.tests: list[str] = []
        self.masks: dict[str, dict[int, int]] = defaultdict(dict)
        """Of a file, the tests that run each line: bit *n* is the *n*-th test."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Iterator[None]:
        self.measure = coverage.Coverage(
            data_file=None, include=[f"{Path.cwd()}/*/domain/*"], config_file=False
        )
        self.measure.start()
        try:
            return (yield)
        finally:
            self.measure.stop()
            self.keep()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.tests.append(item.nodeid)
        forget_answers_kept()
        self.measure.switch_context(item.nodeid)

    def keep(self) -> None:
        data = self.measure.get_data()
        bits = {test: 1 << n for n, test in enumerate(self.tests)}
        for file in data.measured_files():
            masks = self.masks[str(Path(file).relative_to(Path.cwd()))]
            for line, contexts in data.contexts_by_lineno(file).items():
                masks[line] = reduce(or_, (bits.get(context, 0) for context in contexts), 0)

    def tests_of(self, mutant_name: str) -> set[str]:
        """Tests that run the statement changed by a mutant, in the function as it was (from above ``mutants``)."""
        path = Path(*mutant_name.split(".x", 1)[0].split(".")).with_suffix(".py")
        masks = self.masks[str(path)]
        mask = reduce(or_, (masks.get(line, 0) for line in changed_lines(mutant_name, path)), 0)
        return {test for n, test in enumerate(self.tests) if mask >> n & 1}


def changed_lines(mutant_name: str, path: Path) -> Iterator[int]:
    """Lines, in the file of the mutants, of the statements of the original that the mutant changes.

    A default of an argument is run with any line of the function; what opens a block, by itself.
    """
    spans = MutantLineSpans.load(path)
    names = generated_function_names(mutant_name)
    original, mutant = spans.read_function_sources(names)
    start = spans.span_by_function_name[names[0]].start
    lines, others = original.splitlines(), mutant.replace(names[1], names[0]).splitlines()
    differ = [n for n, (line, other) in enumerate(zip(lines, others, strict=False)) if line != other]
    differ = differ or [min(len(lines), len(others)) - 1]
    indent = "if True:\n" if original.lstrip("\n").startswith(" ") else "\n"
    tree = ast.parse(indent + original)
    for changed in differ:
        at = changed + 2
        around = [
            s for s in ast.walk(tree) if isinstance(s, ast.stmt) and s.lineno <= at <= (s.end_lineno or at)
        ]
        innermost = max(around, key=lambda s: (s.lineno, -(s.end_lineno or 0)))
        body = None if isinstance(innermost, ast.FunctionDef) else getattr(innermost, "body", None)
        last = body[0].lineno - 1 if body else innermost.end_lineno or at
        yield from (start + line - 2 for line in range(innermost.lineno, max(last, at) + 1))


@cache
def answers_kept() -> tuple[Any, ...]:
    """Our functions under ``functools.cache``, once the tests are loaded."""
    return tuple(
        kept
        for kept in gc.get_objects()
        if isinstance(kept, _lru_cache_wrapper) and str(kept.__module__).startswith(OURS)
    )


def forget_answers_kept() -> None:
    """What one test made a function keep would hide the next one's lines."""
    for kept in answers_kept():
        kept.cache_clear()
