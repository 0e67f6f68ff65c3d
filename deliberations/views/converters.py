"""Pieces of addresses that name a rendition or a file format."""

from deliberations.documents.sitting import BY_SLUG as BY_PAPER_SLUG
from deliberations.documents.sitting import PaperOfSitting
from deliberations.documents.view import Rendition
from deliberations.services.links import TOKEN_PATTERN
from deliberations.services.rendering import FileFormat
from deliberations.views.shown.renditions import BY_RENDITION, BY_SLUG


class RenditionConverter:
    """« extrait », « registre », « copie-certifiee »."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> Rendition:
        return BY_SLUG[value].rendition

    def to_url(self, value: Rendition | str) -> str:
        return value if value in BY_SLUG else BY_RENDITION[Rendition(value)].slug


class PaperOfSittingConverter:
    """The name of a paper of a sitting: « liste-des-deliberations »."""

    regex = "|".join(BY_PAPER_SLUG)

    def to_python(self, value: str) -> PaperOfSitting:
        return BY_PAPER_SLUG[value]

    def to_url(self, value: PaperOfSitting | str) -> str:
        return value if isinstance(value, str) else value.slug


class FileFormatConverter:
    """The extension of the file."""

    regex = "|".join(file_format.value for file_format in FileFormat)

    def to_python(self, value: str) -> FileFormat:
        return FileFormat(value)

    def to_url(self, value: FileFormat | str) -> str:
        return str(value)


class LinkTokenConverter:
    """The token of a personal link: what does not look like one is not found, before any query."""

    regex = TOKEN_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
