"""A file of the past read: from its bytes to its lines, then to its acts."""

from dataclasses import dataclass

from councils.domain.errors import Refusal
from deliberations.pastacts import ReadPaper, SourceLine
from deliberations.received.asking import read_past_file
from deliberations.received.pdf_text import NotPdf
from deliberations.services.uploads import PDF

SCAN = (
    "Rien à lire : numérisation sans texte. Le fichier est gardé ; saisissez ce qu'il dit, il restera le document "
    "authentique."
)
COPY_ONLY = (
    "Cela ne concerne que la copie qui sert à lire ce fichier : le fichier reçu est gardé tel quel, c'est lui le "
    "document authentique. Ouvrez-le avec prudence."
)


class FileUnreadable(Refusal):
    """The file is one of ours but cannot be read: the message says why, and what to do."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("past.unreadable", message_fr)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The acts of a file beside its lines; ``is_scan`` when it holds no text at all; ``pages`` of a PDF."""

    paper: ReadPaper
    lines: tuple[SourceLine, ...]
    remarks: tuple[str, ...] = ()
    is_scan: bool = False
    pages: int | None = None


def read_file(name: str, media_type: str, content: bytes) -> ReadFile:
    """Read a PDF or Word file whose kind was checked. Raises ``Refusal``: it is damaged, protected, too complex…

    All of it happens in another process, whose time and memory are bounded; a PDF is read from its cleaned copy.
    """
    try:
        read = read_past_file(content, name=name, is_pdf=media_type == PDF)
    except NotPdf:
        raise FileUnreadable(
            "Ce PDF ne se lit pas : il est abîmé ou protégé. Ouvrez-le, imprimez-le en PDF sans protection, puis "
            "reprenez-le."
        ) from None
    told = [f"Ce fichier {remark}." for remark in read.cleaned]
    remarks = (*read.remarks, *told, *((COPY_ONLY,) if told else ()))
    is_scan = not any(line.text.strip() for line in read.lines)
    found = (SCAN,) if is_scan else read.paper.remarks
    return ReadFile(read.paper, read.lines, (*remarks, *found), is_scan=is_scan, pages=read.pages)
