"""What is found in a template, said to the person who made it."""

from dataclasses import dataclass
from typing import Any

from councils.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``place`` says where it stands (« corps, paragraphe 12 : « … » »), or is empty."""

    code: str
    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place} — {self.message}" if self.place else self.message

    @classmethod
    def read(cls, told: Any) -> "Problem":
        """From the words of the process that read the template, which are only believed to be text."""
        code, message, place = (str(told.get(key, ""))[:600] for key in ("code", "message", "place"))
        return cls(code, message, place)


class TemplateRefused(Refusal):
    """The template is not kept, or gives no document. ``problems`` are all the faults found, in their order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0] if problems else Problem("template.refused", "Ce modèle ne peut pas être lu.")
        super().__init__(first.code, str(first))


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What was read in a template that can be used.

    ``fields`` are those it prints, by name; ``missing`` what an act should print and it does not; ``remarks`` what
    was left out of the file and why. All are finished sentences, but the names.
    """

    fields: tuple[str, ...]
    missing: tuple[str, ...]
    remarks: tuple[str, ...]
