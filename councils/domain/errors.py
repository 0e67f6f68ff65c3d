"""Refusals: a gesture that is not done, and what the clerk reads instead."""


class Refusal(Exception):
    """A gesture refused. ``code`` is stable, ``message_fr`` is shown, ``article`` is the text applied."""

    def __init__(self, code: str, message_fr: str, article: str = "") -> None:
        super().__init__(message_fr)
        self.code = code
        self.message_fr = message_fr
        self.article = article


class RowRefused(Refusal):
    """A fact that no row can hold. ``path`` is its place in the dossier (« $.sittings[0].votes[2] »)."""

    def __init__(self, path: str, message_fr: str, code: str = "dossier.refused") -> None:
        super().__init__(code, message_fr)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} : {self.message_fr}"
