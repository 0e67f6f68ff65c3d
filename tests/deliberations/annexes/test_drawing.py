"""Pages and pictures as sheets: upright, whole, of A4 at most, light, with the text that is seen on them."""

import io
import zlib

import pytest
from PIL import Image

from deliberations.annexes import Sheet, draw, read_sheets, shapes_of, write_sheets
from deliberations.annexes.sheets import Picture
from tests.deliberations.annexes.samples import LINES, foreign_pdf, picture

pytestmark = [pytest.mark.unit, pytest.mark.once]

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
RED = (208, 16, 16)


def sheets(content: bytes, media_type: str = PDF) -> tuple[Sheet, ...]:
    return read_sheets(draw(content, media_type, name="plan"))


def seen(shown: Picture) -> Image.Image:
    """The picture as a reader of the PDF decodes it."""
    if shown.is_jpeg:
        return Image.open(io.BytesIO(shown.data)).convert("RGB")
    mode = {(1, False): "L", (1, True): "P", (3, False): "RGB"}[shown.colors, bool(shown.palette)]
    chunks = [(b"IHDR", shown.width.to_bytes(4, "big") + shown.height.to_bytes(4, "big"))]
    kind = {"L": 0, "P": 3, "RGB": 2}[mode]
    chunks[0] = (b"IHDR", chunks[0][1] + bytes([shown.bits, kind, 0, 0, 0]))
    chunks += [(b"PLTE", shown.palette)] if shown.palette else []
    chunks += [(b"IDAT", shown.data), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in chunks
    )
    return Image.open(io.BytesIO(png)).convert("RGB")


def is_red(pixel: tuple[int, int, int]) -> bool:
    return all(abs(got - wanted) < 40 for got, wanted in zip(pixel, RED, strict=True))


def texts(sheet: Sheet) -> list[str]:
    return [line.text for lines in sheet.paragraphs for line in lines]


def test_page_is_drawn_with_its_text_where_it_is():
    (sheet,) = sheets(foreign_pdf(1))
    assert (sheet.width_mm, sheet.height_mm, sheet.picture.width, sheet.picture.height) == (
        209.875,
        297.0,
        1653,
        2339,
    )
    assert texts(sheet) == [f"{LINES[0]}, page 1", *LINES[1:]]
    first = sheet.paragraphs[0][0]
    assert (round(first.left, 2), round(first.top, 1), first.turn) == (0.1, 0.2, 0)
    assert seen(sheet.picture).getpixel((10, 10)) == (255, 255, 255)


def test_same_bytes_give_the_same_sheets_which_are_kept_and_read_back():
    content = foreign_pdf(2)
    drawn = draw(content, PDF, name="plan")
    assert draw(content, PDF, name="plan") == drawn
    assert write_sheets(read_sheets(drawn)) == drawn
    assert shapes_of(drawn) == tuple((s.width_mm, s.height_mm) for s in read_sheets(drawn))


@pytest.mark.parametrize(
    ("rotate", "turn", "is_landscape"), [(0, 0, False), (90, 90, True), (180, 0, False), (270, 270, True)]
)
def test_page_is_upright_as_its_reader_sees_it(rotate, turn, is_landscape):
    (sheet,) = sheets(foreign_pdf(1, rotate=rotate))
    assert {line.turn for lines in sheet.paragraphs for line in lines} == {turn}
    assert sheet.is_landscape is is_landscape


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ([0, 0, 1191, 842], (297.0, 209.972)),
        ([0, 0, 2384, 3370], (210.0, 296.854)),
        ([0, 0, 226.8, 400], (80.01, 141.111)),
    ],
    ids=["A3 landscape", "A0", "ticket"],
)
def test_large_page_is_brought_down_to_a4_and_a_small_one_stays_small(box, size):
    (sheet,) = sheets(foreign_pdf(1, box=box))
    assert (sheet.width_mm, sheet.height_mm) == pytest.approx(size, abs=0.2)
    assert max(sheet.picture.width, sheet.picture.height) <= 2339


def test_what_is_outside_the_visible_part_is_neither_drawn_nor_said():
    (sheet,) = sheets(foreign_pdf(1, box=[0, 610, 595, 842]))
    assert texts(sheet) == [f"{LINES[0]}, page 1"]


@pytest.mark.parametrize(
    "content",
    [
        picture(mode="RGB"),
        picture(mode="P"),
        picture(mode="RGBA"),
        picture(file_format="JPEG"),
        picture(file_format="JPEG", mode="CMYK"),
    ],
    ids=["RGB", "palette", "alpha", "JPEG", "CMYK"],
)
def test_picture_keeps_its_colours_and_its_shape(content):
    (sheet,) = sheets(content, PNG if content.startswith(b"\x89PNG") else JPEG)
    assert (sheet.width_mm, sheet.height_mm) == (297.0, 198.0)
    assert is_red(seen(sheet.picture).getpixel((20, 20)))


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_photograph_stands_as_the_camera_says(orientation, corner):
    exif = Image.Exif()
    exif[274] = orientation
    (sheet,) = sheets(picture(file_format="JPEG", exif=exif), JPEG)
    shown = seen(sheet.picture)
    assert sheet.is_landscape is (orientation in (1, 3))
    place = [20 if edge == 0 else size - 20 for edge, size in zip(corner, shown.size, strict=True)]
    assert is_red(shown.getpixel((place[0], place[1])))


def test_picture_of_few_colours_is_kept_exactly():
    content = picture()
    (sheet,) = sheets(content, PNG)
    assert sheet.picture.palette
    assert seen(sheet.picture).tobytes() == Image.open(io.BytesIO(content)).tobytes()


def test_large_photograph_is_brought_to_what_a_printer_shows():
    (sheet,) = sheets(picture(6000, 4000, file_format="JPEG"), JPEG)
    assert (sheet.picture.width, sheet.picture.height) == (2339, 1559)


def test_transparent_parts_are_white_paper():
    stream = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(stream, "PNG")
    (sheet,) = sheets(stream.getvalue(), PNG)
    assert seen(sheet.picture).getpixel((5, 5)) == (255, 255, 255)


def test_page_of_print_is_kept_in_sixteen_greys():
    def black(pdf):
        for page in pdf.pages:
            page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"0.1 0.7 0 0 k", b"0 g"))

    (sheet,) = sheets(foreign_pdf(1, change=black))
    assert (sheet.picture.bits, sheet.picture.colors, sheet.picture.palette) == (4, 1, b"")
    assert len(sheet.picture.data) < 40_000
    assert seen(sheet.picture).getpixel((300, 200)) == (0, 0, 0)
