"""Gestures that make no sense where the sitting stands."""

from councils.domain.errors import Refusal


class AlreadyDone(Refusal):
    """What is asked is already so: somebody, or an earlier click, did it."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("holding.already_done", message_fr)


class NotNow(Refusal):
    """What is asked cannot be said of the sitting as it stands."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("holding.not_now", message_fr)
