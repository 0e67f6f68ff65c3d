"""What the process of one file does (``councils.untrusted.child``): its text, its lines, or the acts that it holds."""

import io
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pikepdf

from councils.untrusted.causes import cause_of
from deliberations.annexes.cleaning import Unfit, clean
from deliberations.pastacts import SourceLine, read_paper
from deliberations.received.pdf_text import NotPdf, pdf_lines, pdf_text
from deliberations.wordfile import WordRefused, WordText, flat_lines, open_word, read_word

Answer = tuple[dict[str, Any], bytes]


def prepare() -> None:
    """Read a PDF of ours and a paper of ours, so that all the libraries are loaded."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(72, 72)).obj
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 9 Tf 9 9 Td (Objet : tarifs) Tj ET")
        stream, locked = io.BytesIO(), io.BytesIO()
        pdf.save(stream)
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    with pikepdf.open(locked):
        """The source of chance that ciphers ask for is opened now, and stays open."""
    pdf_text(stream.getvalue())
    lines = _lines_of_pdf(clean(stream.getvalue()).content)
    asdict(read_paper(lines, file_name="2024-03-06 acte.pdf"))


def answer(request: dict[str, Any], content: bytes) -> Answer:
    """``task`` is « text » (of a PDF), « word » or « past ». What is refused is told as ``unfit`` or ``refused``.

    ``cause`` says where in the code, when it may be a fault of ours: who asked logs it.
    """
    tasks: dict[str, Callable[[dict[str, Any], bytes], dict[str, Any]]] = {
        "text": _text,
        "word": _word,
        "past": _past,
    }
    try:
        return tasks[request["task"]](request, content), b""
    except Unfit as unfit:
        told = {"unfit": str(unfit)}
        return told | ({"cause": cause_of(unfit.__cause__)} if unfit.__cause__ else {}), b""
    except WordRefused as refusal:
        return {"refused": refusal.message_fr}, b""
    except NotPdf as error:
        return {"not_pdf": str(error)[:400]}, b""


def _text(_request: dict[str, Any], content: bytes) -> dict[str, Any]:
    return {"text": pdf_text(content)}


def _word(_request: dict[str, Any], content: bytes) -> dict[str, Any]:
    return {"word": asdict(read_word(open_word(content)))}


def _past(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """A PDF is read from its cleaned copy; ``cleaned`` says what was taken out of it."""
    told: dict[str, Any] = {"cleaned": (), "remarks": (), "pages": None}
    if request["is_pdf"]:
        cleaned = _cleaned(content)
        lines = _lines_of_pdf(cleaned.content)
        told |= {"cleaned": cleaned.remarks, "pages": cleaned.pages}
    else:
        word = read_word(open_word(content))
        lines = list(_lines_of_word(word))
        told["remarks"] = word.remarks
    paper = read_paper(lines, file_name=request["name"])
    return {**told, "lines": [asdict(line) for line in lines], "paper": asdict(paper)}


def _cleaned(content: bytes) -> Any:
    try:
        return clean(content)
    except Unfit:
        raise
    except MemoryError:
        raise Unfit("complex") from None
    except Exception as error:  # hostile bytes: the file does not open; ``answer`` tells the cause
        raise Unfit("damaged") from error


def _lines_of_word(word: WordText) -> Iterator[SourceLine]:
    for number, line in enumerate(flat_lines(word), start=1):
        yield SourceLine(number, line.text, line.is_heading, line.is_item, line.is_margin)


def _lines_of_pdf(content: bytes) -> list[SourceLine]:
    """Every line of every page, with a gap after each page."""
    texts = [text for page in pdf_lines(content) for text in (*page, "")]
    return [SourceLine(number, text) for number, text in enumerate(texts, start=1)]
