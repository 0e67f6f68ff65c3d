"""What an issued document is: which rendition, in which file format, signed how far."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """EXTRACT is transmitted, REGISTER goes to the register, CERTIFIED is the executory copy."""

    EXTRACT = "EXTRACT"
    REGISTER = "REGISTER"
    CERTIFIED = "CERTIFIED"


class DocumentFormat(StrEnum):
    PDF = "PDF"
    DOCX = "DOCX"


class SignatureLevel(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1)."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"
