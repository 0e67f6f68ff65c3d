"""A hand on the keyboard and the mouse: does what a user does, and counts it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

MEASURED = "measured"
"""Property of a test whose value is printed once all are run."""


@dataclass
class Hand:
    """Clicks, characters typed and files chosen by one user, by stage of the work.

    Every fact that is typed is kept: ``typed_twice`` says what had to be given again.
    """

    page: Page
    stage: str = ""
    clicks: dict[str, int] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    def begin(self, stage: str) -> None:
        self.stage = stage

    def click(self, target: Locator) -> None:
        """One click, on whatever is there."""
        self.clicks[self.stage] = self.clicks.get(self.stage, 0) + 1
        target.click()

    def press(self, name: str, **options: Any) -> None:
        """A click on the button of that name."""
        self.click(self.page.get_by_role("button", name=name, **options).first)

    def follow(self, name: str, **options: Any) -> None:
        """A click on the link of that name."""
        self.click(self.page.get_by_role("link", name=name, **options).first)

    def check(self, label: str, **options: Any) -> None:
        self.click(self.page.get_by_label(label, **options).first)

    def choose(self, target: Locator, label: str) -> None:
        """An entry of a list: counted as one click."""
        self.clicks[self.stage] = self.clicks.get(self.stage, 0) + 1
        target.select_option(label=label)

    def type(self, target: Locator, text: str) -> None:
        """A text typed, or pasted, into a field."""
        self.characters[self.stage] = self.characters.get(self.stage, 0) + len(text)
        self.typed.append(text)
        target.fill(text)

    def give(self, label: str, file: Path | dict[str, Any]) -> None:
        """A file chosen: counted as one click."""
        self.clicks[self.stage] = self.clicks.get(self.stage, 0) + 1
        self.page.get_by_label(label).set_input_files(file)

    @property
    def typed_twice(self) -> list[str]:
        """Texts of four characters or more that were typed more than once."""
        return sorted({text for text in self.typed if len(text) > 3 and self.typed.count(text) > 1})

    @property
    def cost(self) -> tuple[int, int]:
        """Clicks and characters, in all."""
        return sum(self.clicks.values()), sum(self.characters.values())

    def report(self) -> str:
        """One line for each stage, then the sum."""
        stages = list(dict.fromkeys([*self.clicks, *self.characters]))
        rows = [(stage, self.clicks.get(stage, 0), self.characters.get(stage, 0)) for stage in stages]
        rows.append(("en tout", *self.cost))
        width = max(len(stage) for stage, _, _ in rows)
        lines = [f"{stage:<{width}} {clicks:>5} clics {typed:>6} caractères" for stage, clicks, typed in rows]
        return "\n".join([*lines, f"retapé : {', '.join(self.typed_twice) or 'rien'}"])
