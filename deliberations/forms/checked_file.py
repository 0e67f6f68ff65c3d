"""A file that anybody gives to check, received within bounds: in memory alone, never on the disk of the server."""

from io import BytesIO
from time import monotonic

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

NOTHING = "Choisissez un fichier PDF à vérifier."
TOO_LARGE = "Ce fichier est trop volumineux pour être vérifié ici : {most} Mo au plus."
TOO_SLOW = "Le fichier met trop de temps à arriver. Recommencez avec une meilleure connexion."
BROKEN = "Le fichier n'est pas arrivé entier. Recommencez."
_MARGIN = 64 * 1024
"""Bytes of a request beside its file."""


class FileRefused(ValueError):
    """``message_fr`` is shown beside the field."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


class _InMemory(FileUploadHandler):
    """Keeps the first file in memory, and stops the request beyond ``most`` bytes, or a minute."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self._most, self._kept = most, BytesIO()
        self._until = monotonic() + settings.CHECK_UPLOAD_SECONDS
        self.is_too_large = self.is_too_slow = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._kept.tell() + len(raw_data) > self._most:
            self.is_too_large = True
            raise StopUpload(connection_reset=True)
        if monotonic() > self._until:
            self.is_too_slow = True
            raise StopUpload(connection_reset=True)
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def received_file(request: HttpRequest) -> bytes:
    """The file of the field « fichier ». Raises ``FileRefused``: none, too large, broken on the way.

    What is said to be too large is refused before it is read.
    """
    most = settings.CHECK_MAX_MB * 1024 * 1024
    refused = FileRefused(TOO_LARGE.format(most=settings.CHECK_MAX_MB))
    if _length(request) > most + _MARGIN:
        raise refused
    handler = _InMemory(request, most)
    request.upload_handlers = [handler]
    try:
        upload = request.FILES.get("fichier")
    except (MultiPartParserError, RequestDataTooBig, TooManyFilesSent, BadRequest, OSError) as error:
        raise FileRefused(BROKEN) from error
    if handler.is_too_large:
        raise refused
    if handler.is_too_slow:
        raise FileRefused(TOO_SLOW)
    content: bytes = upload.read() if upload is not None else b""
    if not content:
        raise FileRefused(NOTHING)
    return content


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH", "")
    return int(told) if str(told).isdigit() else 0
