"""A file sent as the answer."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_response(
    content: bytes, name: str, media_type: str = "application/pdf", *, as_attachment: bool = True
) -> HttpResponse:
    """``content`` to save under ``name``, accents included; to look at first when it is no attachment."""
    kind = "attachment" if as_attachment else "inline"
    disposition = content_disposition_header(as_attachment, name) or kind
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})
