"""What the text checks say of real papers, and how much of it is wrong.

``python benchmarks/false_alarms.py``: each paper of ``tests/law/papers`` is read whole, as somebody would paste it, and
so are the texts of the dossiers. A finding is true when ``tests/law/expected_alarms.py`` says why; any other is a false
alarm, and the command fails.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from deliberations.domain.checks.book import TEXT_RULES
from deliberations.domain.record import Record
from deliberations.domain.texts import passages
from tests.law.expected_alarms import is_expected
from tests.support.papers import DOSSIERS, PAPERS, record_of_dossier, record_of_paper


def main() -> int:
    records = dict(named_records())
    words = sum(words_of(record) for record in records.values())
    true, false = Counter[str](), Counter[str]()
    for name, record in records.items():
        for rule in TEXT_RULES:
            for finding in rule.findings(record):
                (true if is_expected(name, finding) else false)[finding.code] += 1
    print(f"{len(records)} texts, {words} words, {len(TEXT_RULES)} text checks")
    print(f"{'code':<28}{'true':>6}{'false':>7}")
    for code in sorted({*true, *false}):
        print(f"{code:<28}{true[code]:>6}{false[code]:>7}")
    print(f"{'all':<28}{true.total():>6}{false.total():>7}")
    return 1 if false else 0


def named_records() -> Iterator[tuple[str, Record]]:
    for path in PAPERS:
        yield f"papier {path.stem}", record_of_paper(path)
    for path in DOSSIERS:
        yield f"dossier {path.stem}", record_of_dossier(path)


def words_of(record: Record) -> int:
    return sum(len(p.text.split()) for act in record.sitting.deliberations for p in passages(act))


if __name__ == "__main__":
    sys.exit(main())
