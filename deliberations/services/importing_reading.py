"""A file of the past read: from its bytes to its lines, then to its acts."""

from collections.abc import Iterator
from dataclasses import dataclass

from councils.domain.errors import Refusal
from deliberations.pastacts import ReadPaper, SourceLine, read_paper
from deliberations.services.pdf_text import NotPdf, pdf_lines
from deliberations.services.uploads import PDF, clean_name, read_pdf
from deliberations.wordfile import WordText, flat_lines, open_word, read_word

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
    """Read a PDF or Word file whose kind was checked. Raises ``WordRefused``, ``UploadRefused``, ``FileUnreadable``.

    A PDF is controlled first by another process, whose time and memory are bounded, and read from its cleaned copy.
    """
    remarks: tuple[str, ...] = ()
    pages: int | None = None
    if media_type == PDF:
        copy = read_pdf(clean_name(name), content)
        lines, pages = tuple(_pdf_lines(copy.content)), copy.pages
        told = [f"Ce fichier {remark}." for remark in copy.remarks]
        remarks = (*told, COPY_ONLY) if told else ()
    else:
        word = read_word(open_word(content))
        lines, remarks = tuple(_word_lines(word)), word.remarks
    is_scan = not any(line.text.strip() for line in lines)
    paper = read_paper(lines, file_name=name)
    found = (SCAN,) if is_scan else paper.remarks
    return ReadFile(paper, lines, (*remarks, *found), is_scan=is_scan, pages=pages)


def _word_lines(word: WordText) -> Iterator[SourceLine]:
    for number, line in enumerate(flat_lines(word), start=1):
        yield SourceLine(number, line.text, line.is_heading, line.is_item, line.is_margin)


def _pdf_lines(content: bytes) -> Iterator[SourceLine]:
    try:
        pages = pdf_lines(content)
    except NotPdf:
        raise FileUnreadable(
            "Ce PDF ne se lit pas : il est abîmé ou protégé. Ouvrez-le, imprimez-le en PDF sans protection, puis "
            "reprenez-le."
        ) from None
    number = 0
    for page in pages:
        for text in page:
            number += 1
            yield SourceLine(number, text)
        number += 1
        yield SourceLine(number, "")
