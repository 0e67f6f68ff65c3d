"""Where timestamps come from (RFC 3161)."""

from dataclasses import dataclass, field

from deliberations.signing.ports import SigningFailed


@dataclass(frozen=True, slots=True)
class TimestampService:
    """``timeout`` in seconds, for one answer."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0


class TimestampUnavailable(SigningFailed):
    """The server did not answer: to be asked again."""

    def __init__(self) -> None:
        super().__init__("Le serveur d'horodatage ne répond pas : réessayez plus tard.", retry=True)
