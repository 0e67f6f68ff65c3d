"""Where a trusted authority comes from, and what it is trusted for."""

from enum import StrEnum


class AuthorityOrigin(StrEnum):
    """MANUAL: entered by the administrator of the installation, who answers for it."""

    MANUAL = "MANUAL"
    EU_LIST = "EU_LIST"
    DEMONSTRATION = "DEMONSTRATION"


class TrustPurpose(StrEnum):
    """What the certificates that an authority issues may do here."""

    PERSON = "PERSON"
    SEAL = "SEAL"
    TIMESTAMP = "TIMESTAMP"
