"""Why nothing more is done, in the words of whoever signs."""


class Stopped(Exception):
    """Ends the program; nothing is signed but what was told to be."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


class OtherName(Stopped):
    """The certificate is in another name than the signatory's; ``holder`` is that name."""

    def __init__(self, message_fr: str, holder: str) -> None:
        super().__init__(message_fr)
        self.holder = holder
