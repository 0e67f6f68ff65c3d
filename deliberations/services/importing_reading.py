"""A file of the past read: from its bytes to its lines, then to its acts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from councils.domain.errors import Refusal
from deliberations.pastacts import ReadPaper, SourceLine, read_paper
from deliberations.received.asking import read_past_file
from deliberations.received.pdf_text import NotPdf
from deliberations.services.uploads import PDF

SCAN = (
    "Ce fichier est une image : une numérisation sans texte, rien n'a pu y être lu. Le fichier est gardé ; saisissez "
    "ce qu'il dit, il restera le document authentique."
)
GARBLED = (
    "Le texte de ce fichier ne se lit pas : ses polices ne disent pas quelles lettres elles dessinent. Le fichier est "
    "gardé ; saisissez ce qu'il dit, ou imprimez-le en PDF depuis son logiciel d'origine."
)
_CODES = re.compile(r"\(cid:\d+\)|/[CGcg]?\d{1,3}(?=/|\s|$)|[\ue000-\uf8ff]")
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
    is_garbled = not is_scan and _is_garbled(read.lines)
    paper = read_paper((), file_name=name) if is_garbled else read.paper
    found = (SCAN,) if is_scan else (GARBLED,) if is_garbled else paper.remarks
    return ReadFile(paper, read.lines, (*remarks, *found), is_scan=is_scan or is_garbled, pages=read.pages)


def _is_garbled(lines: Iterable[SourceLine]) -> bool:
    """Signs where letters are awaited: fonts whose letters have no name give codes, or characters of nobody."""
    text = _CODES.sub("\ufffd", "".join(line.text for line in lines)[:20_000])
    shown = [sign for sign in text if not sign.isspace()]
    letters = sum(sign.isalpha() or sign.isdigit() for sign in shown)
    return len(shown) > 100 and letters * 2 < len(shown)
