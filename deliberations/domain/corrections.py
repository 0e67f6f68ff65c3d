"""Applying the correction that a text check proposes to the one piece of the text that it speaks of."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from deliberations.domain.act_text import ActText
from deliberations.domain.findings import Finding
from deliberations.domain.replacing import changed_at, replaced

_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»")

Check = Callable[[ActText], tuple[Finding, ...]]
"""The findings that the act would have with another text."""


def corrected(text: ActText, finding: Finding, check: Check) -> ActText | None:
    """``text`` with the finding's own correction made, or ``None`` when none is sure.

    A finding quotes the words it is about; the ones replaced are those without which it is told no more. A
    replacement that leaves the finding, or brings another in the same place, is not made: ``check`` decides.
    """
    if not finding.correction:
        return None
    known = {_key(other) for other in check(text)}
    for candidate in _candidates(text, finding):
        after = {_key(other) for other in check(candidate)}
        if _key(finding) not in after and after <= known:
            return candidate
    return None


def is_correctable(text: ActText, finding: Finding) -> bool:
    """Whether the words of the finding are found in its piece, so that the button is worth showing."""
    return bool(finding.correction) and next(_candidates(text, finding), None) is not None


def _candidates(text: ActText, finding: Finding) -> Iterator[ActText]:
    for words in _quotations(finding.message):
        for occurrence in range(3):
            change = partial(replaced, found=words, new=finding.correction, occurrence=occurrence)
            if (candidate := changed_at(text, finding.where, change)) is not None:
                yield candidate


def _quotations(message: str) -> Iterator[str]:
    for match in _QUOTED.finditer(message):
        words = match[1].strip("… ")
        if words:
            yield words


def _key(finding: Finding) -> tuple[str, str, str]:
    return (finding.code, finding.where, finding.message)
