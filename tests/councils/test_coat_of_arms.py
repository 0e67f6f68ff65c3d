"""Which pictures may be a coat of arms: each way a file can lie, and what it is told."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from councils.coat_of_arms import arms_fault

pytestmark = pytest.mark.unit

PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 60 72">'
)
ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
VIEW_BOX = "« viewBox » absente ou sans dimensions finies, comme « 0 0 60 72 »"
PHOTO = "data:image/png;base64,AA=="


def picture(form: str, size: tuple[int, int] = (6, 7), **options: object) -> bytes:
    content = BytesIO()
    Image.new("L", size).save(content, form, **options)
    return content.getvalue()


def drawing(inside: str) -> bytes:
    return f"{ROOT}{inside}</svg>".encode()


def boxed(value: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{value}"/>'.encode()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), PNG),
        (picture("PNG", dpi=(300, 300)), PNG),
        (picture("PNG", (4000, 4000)), PNG),
        (picture("JPEG"), JPEG),
        (drawing("<path d='M0 0h9v9z' fill='#123'/>"), SVG),
        (drawing("<style>.a{fill:url(#g)}</style><path class='a' style='fill:url( &quot;#g&quot; )'/>"), SVG),
        (drawing("<defs><linearGradient id='g' xlink:href='#h'/></defs><rect fill='url(#g)'/>"), SVG),
        (drawing("<clipPath id='c'><path d='M0 0z'/></clipPath><g clip-path='url(#c)'/>"), SVG),
        (
            drawing("<metadata><x xmlns='urn:x' resource='http://a'/></metadata><!-- a --><title>a</title>"),
            SVG,
        ),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + drawing("<title>\u00e9</title>"), SVG),
        (boxed("-0.5, -1 .5 1.25"), SVG),
    ],
    ids="png dpi 16-mpx jpeg path style gradient clip metadata latin-1 view-box".split(),
)
def test_arms_accepted(content, media_type):
    assert arms_fault(content, media_type) == ""


@pytest.mark.parametrize(
    ("content", "media_type", "fault"),
    [
        (b"", "image/gif", "image d'un type non admis ; admis : image/png, image/svg+xml, image/jpeg"),
        (b"x" * 524_289, PNG, "image trop lourde (513 Ko) ; 512 Ko au plus"),
        (b"hello", PNG, "image illisible : ce n'est pas un fichier PNG"),
        (picture("JPEG"), PNG, "image illisible : ce n'est pas un fichier PNG"),
        (picture("PNG"), JPEG, "image illisible : ce n'est pas un fichier JPEG"),
        (picture("GIF"), JPEG, "image illisible : ce n'est pas un fichier JPEG"),
        (picture("PNG")[:-20], PNG, "image illisible : fichier PNG abîmé"),
        (picture("PNG")[:40], PNG, "image illisible : fichier PNG abîmé"),
        (picture("PNG")[:8] + b"x" * 60, PNG, "image illisible : fichier PNG abîmé"),
        (picture("JPEG", (90, 90))[:-40], JPEG, "image illisible : fichier JPEG abîmé"),
        (picture("PNG", (4001, 4000)), PNG, "image trop grande ; 16 millions de points au plus"),
        (picture("PNG", (12_000, 10_000)), PNG, "image trop grande ; 16 millions de points au plus"),
        (picture("PNG", (20_000, 10_000)), PNG, "image trop grande ; 16 millions de points au plus"),
        (
            *(picture("PNG", dpi=(0.1, 0.1)), PNG),
            "image sans résolution utilisable (moins d'un point par pouce)",
        ),
    ],
    ids="type weight text jpeg-as-png png-as-jpeg gif end head body jpeg-end size large bomb no-resolution".split(),
)
def test_arms_refused(content, media_type, fault):
    assert arms_fault(content, media_type) == fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"hello", "ce n'est pas du XML bien formé"),
        (b"", "ce n'est pas du XML bien formé"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "ce n'est pas du XML bien formé"),
        (drawing("<g>"), "ce n'est pas du XML bien formé"),
        (drawing("&a;"), "ce n'est pas du XML bien formé"),
        (b"<svg/>", "l'élément racine n'est pas « svg » (espace de noms http://www.w3.org/2000/svg)"),
        (
            ENTITIES.encode() + drawing("&b;"),
            "déclaration DOCTYPE ; l'enregistrer en « SVG simple », sans elle",
        ),
        (b'<?xml-stylesheet href="a"?>' + drawing(""), "instruction « <?xml-stylesheet » ; la retirer"),
        (drawing("<script/>"), "élément actif « script » ; le retirer"),
        (drawing("<x:script xmlns:x='urn:x'/>"), "élément actif « script » ; le retirer"),
        (drawing("<foreignObject/>"), "élément actif « foreignObject » ; le retirer"),
        (drawing("<rect><animate/></rect>"), "élément actif « animate » ; le retirer"),
        (drawing("<use href='#a'/>"), "élément « use » ; tout convertir en tracés"),
        (drawing(f"<image href='{PHOTO}'/>"), "élément « image » ; tout convertir en tracés"),
        (drawing("<mask/>"), "élément « mask » ; le convertir en tracés"),
        (drawing("<rect onclick='x'/>"), "attribut actif « onclick » ; le retirer"),
        (drawing("<a xlink:href='https://e.example'/>"), "adresse extérieure dans « href »"),
        (drawing("<a href='javascript:x'/>"), "adresse extérieure dans « href »"),
        (drawing("<rect fill='url(http://e.example)'/>"), "adresse extérieure dans « fill »"),
        (drawing("<rect fill='URL( &quot; data:x)'/>"), "adresse extérieure dans « fill »"),
        (drawing(r"<rect fill='u\72l(http://e.example)'/>"), "adresse extérieure dans « fill »"),
        (drawing("<rect style='fill:url(//e.example)'/>"), "adresse extérieure dans un style"),
        (drawing("<style>@IMPORT 'a'</style>"), "« @import » dans un style"),
        (drawing("<style><![CDATA[a{b:url(http://e)}]]></style>"), "adresse extérieure dans un style"),
        (drawing(r"<style>\40import 'a'</style>"), "« \\ » dans un style"),
        (drawing("<style>g{clip-path:url(#a)}</style>"), "« clip-path » dans un style"),
        (
            drawing("<clipPath id='a'><rect clip-path='url(#b)'/></clipPath>"),
            "référence à l'intérieur d'un élément « clipPath »",
        ),
        (
            drawing("<clipPath id='a'><rect style='clip-path:url(#b)'/></clipPath>"),
            "référence à l'intérieur d'un élément « clipPath »",
        ),
        (drawing("<g>" * 100 + "</g>" * 100), "plus de 20000 éléments, ou plus de 100 niveaux"),
        (drawing("<g/>" * 20_000), "plus de 20000 éléments, ou plus de 100 niveaux"),
        (boxed(""), VIEW_BOX),
        (boxed("0 0 60"), VIEW_BOX),
        (boxed("0 0 0 72"), VIEW_BOX),
        (boxed("0 0 60 -72"), VIEW_BOX),
        (boxed("0 0 nan 72"), VIEW_BOX),
        (boxed("0 0 1e308 72"), VIEW_BOX),
        (boxed("0 0 - 72"), VIEW_BOX),
        (boxed("0 0 60 7200"), "« viewBox » cent fois plus longue que large"),
    ],
)
def test_drawing_refused(content, fault):
    assert arms_fault(content, SVG) == f"dessin SVG refusé : {fault}"


def test_transparent_pixel_is_read():
    pixel = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
    )
    assert arms_fault(pixel, PNG) == ""
