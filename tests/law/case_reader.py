"""Cases of law written in French by lawyers (``cases/*.yaml``): read strictly, an unknown key is refused."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

CASES = Path(__file__).parent / "cases"
PARIS = ZoneInfo("Europe/Paris")
YES_NO = {"oui": True, "non": False}
_RANGE = re.compile(r"([A-Z]+)(\d+) à \1(\d+)")
_CODE = re.compile(r"CGCT|CASF|CJA|CRPA|Code électoral")
_NUMBER = re.compile(r"\b[LRD]\. ?\d+(?:-\d+)*|\b[LRD]\d+(?:-\d+)*")


class CaseRefused(ValueError):
    """A case that cannot be read: the message says in which file, which case and which key."""


class _StrictLoader(yaml.CBaseLoader):
    """Every scalar stays text (« 20:00 » is no number, « non » is no boolean); a key written twice is refused."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise CaseRefused(f"ligne {node.start_mark.line + 1} : la clé « {key} » est écrite deux fois")
        return super().construct_mapping(node, deep=deep)


class Fields:
    """The keys of one mapping of a case, each read by its name; ``reading`` refuses those that nobody read."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise CaseRefused(f"{place} : des clés sont attendues, pas « {data} »")
        self._data, self._seen, self.place = data, set[str](), place

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def raw(self, key: str) -> Any:
        """The value as written, or ``None``."""
        self._seen.add(key)
        return self._data.get(key)

    def text(self, key: str, default: str = "") -> str:
        value = self.raw(key)
        if value is not None and not isinstance(value, str):
            self.refuse(f"« {key} » : un texte est attendu")
        return default if value is None else value.strip()

    def number(self, key: str) -> int | None:
        return _number(self.raw(key), f"{self.place} : « {key} »")

    def day(self, key: str) -> date | None:
        value = self.raw(key)
        return None if value is None else day_of(value, f"{self.place} : « {key} »")

    def flag(self, key: str) -> bool | None:
        return self.choice(key, YES_NO, None)

    def choice(self, key: str, words: Mapping[str, Any], default: Any) -> Any:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, str) or value not in words:
            self.refuse(f"« {key} : {value} » ; mots possibles : {', '.join(words)}")
        return words[value]

    def items(self, key: str) -> list[Any]:
        """A list; one value alone is a list of one."""
        value = self.raw(key)
        if value is None:
            return []
        return value if isinstance(value, list) else [value]

    def refuse(self, message: str) -> None:
        raise CaseRefused(f"{self.place} : {message}")

    def rest(self) -> dict[str, Any]:
        """The keys that nobody has read yet."""
        left = {k: v for k, v in self._data.items() if k not in self._seen}
        self._seen.update(left)
        return left

    def close(self) -> None:
        unknown = sorted(set(self._data) - self._seen)
        if unknown:
            self.refuse(f"clé inconnue : {', '.join(unknown)}")


@contextmanager
def reading(data: Any, place: str) -> Iterator[Fields]:
    """The fields of a mapping; on the way out, a key that nobody read is refused."""
    fields = Fields({} if data is None else data, place)
    yield fields
    fields.close()


@dataclass(frozen=True, slots=True)
class Case:
    """One case as written: ``facts`` is what happened or is computed, ``expected`` what the law answers.

    ``disagreement`` says why the engine does not answer so yet, where it does not.
    """

    theme: str
    file: str
    title: str
    article: str
    facts: Mapping[str, Any]
    expected: Any
    disagreement: str = ""

    @property
    def place(self) -> str:
        return f"{self.file}, « {self.title} »"


@cache
def read_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """Every case of the folder, in the order of the files. Raises ``CaseRefused``."""
    return tuple(case for path in sorted(folder.glob("*.yaml")) for case in read_file(path))


def read_file(path: Path) -> tuple[Case, ...]:
    """The cases of one file. Raises ``CaseRefused``."""
    try:
        data = _StrictLoader(path.read_text(encoding="utf-8")).get_single_data()
    except (yaml.YAMLError, CaseRefused) as error:
        raise CaseRefused(f"{path.name} : {error}") from error
    with reading(data, path.name) as fields:
        theme = fields.text("thème")
        if not theme:
            fields.refuse("« thème » manque")
        return tuple(_case(theme, path.name, each) for each in fields.items("cas"))


def _case(theme: str, file: str, data: Any) -> Case:
    fields = Fields(data, f"{file}, cas sans titre")
    title, article, expected = fields.text("titre"), fields.text("article"), fields.raw("attendu")
    disagreement = fields.text("désaccord")
    case = Case(theme, file, title, article, fields.rest(), expected, disagreement)
    for key, value in (("titre", title), ("article", article), ("attendu", expected)):
        if not value:
            raise CaseRefused(f"{case.place} : « {key} » manque")
    return case


def articles_in(text: str) -> set[str]:
    """« CGCT art. L. 2121-11 et L. 2121-12 » is {« CGCT L2121-11 », « CGCT L2121-12 »}; another text is itself."""
    found, code = set(), ""
    for word in re.finditer(f"{_CODE.pattern}|{_NUMBER.pattern}", text):
        if _CODE.fullmatch(word.group()):
            code = word.group()
        elif code:
            found.add(f"{code} {re.sub(r'[. ]', '', word.group())}")
    return found or {text}


def names_in(value: Any, place: str, alias: str = "A1") -> tuple[str, ...]:
    """« A1 à A3, A7 » or a list of names; « le maire » and « le président » are ``alias``."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        raise CaseRefused(f"{place} : des noms sont attendus, pas « {value} »")
    names = [name for part in parts for piece in part.split(",") for name in _names(piece.strip(), alias)]
    if len(set(names)) < len(names):
        raise CaseRefused(f"{place} : un nom est écrit deux fois dans « {value} »")
    return tuple(names)


def _names(piece: str, alias: str) -> list[str]:
    span = _RANGE.fullmatch(piece)
    if span:
        letter, first, last = span.groups()
        return [f"{letter}{n}" for n in range(int(first), int(last) + 1)]
    return [] if not piece else [alias if piece in ("le maire", "le président") else piece]


def only(names: tuple[str, ...], place: str) -> str:
    """The one name that is expected there."""
    if len(names) != 1:
        raise CaseRefused(f"{place} : un nom et un seul est attendu")
    return names[0]


def is_number(value: Any) -> bool:
    return isinstance(value, str) and value.strip().isdecimal()


def _number(value: Any, place: str) -> int | None:
    if value is None:
        return None
    if not is_number(value):
        raise CaseRefused(f"{place} : un nombre entier est attendu, pas « {value} »")
    return int(value)


def day_of(value: Any, place: str) -> date:
    """« 19/12/2023 »."""
    return moment_of(value, place)[0]


def moment_of(value: Any, place: str) -> tuple[date, time | None]:
    """« 19/12/2023 » or « 19/12/2023 à 20:00 »."""
    found = re.fullmatch(r"(\d{2}/\d{2}/\d{4})(?: à (\d{2}:\d{2}))?", str(value).strip())
    try:
        if found:
            on = datetime.strptime(found[1], "%d/%m/%Y").date()  # noqa: DTZ007 — a civil day
            return on, time.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        pass
    raise CaseRefused(f"{place} : une date est attendue (19/12/2023), pas « {value} »")


def instant_of(value: Any, place: str) -> datetime | None:
    """« 19/12/2023 à 20:00 », an hour of Paris."""
    if value is None:
        return None
    on, hour = moment_of(value, place)
    if hour is None:
        raise CaseRefused(f"{place} : une heure est attendue (19/12/2023 à 20:00), pas « {value} »")
    return datetime.combine(on, hour, tzinfo=PARIS)
