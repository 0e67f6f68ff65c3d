import pikepdf
import pytest

from deliberations.signing.fields import FieldState, prepare_signature_fields, signature_fields
from deliberations.signing.ports import (
    NoSignatureField,
    SignedDocument,
    UnexpectedFormField,
    UnreadableDocument,
)
from tests.deliberations.signing.helpers import opened, text_of
from tests.deliberations.signing.samples import act_html, render, render_act, sign_input

pytestmark = pytest.mark.integration

FADED = "<p style=\"opacity: 0.5; font-family: 'Liberation Sans'\">Texte estompé.</p>"


def embedded_fonts(pdf: bytes) -> set[str]:
    with opened(pdf) as document:
        fonts = (item for item in document.objects if isinstance(item, pikepdf.Dictionary))
        return {str(font.BaseFont).rpartition("+")[2] for font in fonts if font.get("/Type") == "/Font"}


def test_fields_are_empty_and_the_last_one_locks(two_fields: bytes):
    first, last = signature_fields(two_fields)
    assert (first.name, first.signed, first.page, first.locks) == ("sig_secretaire", False, 1, False)
    assert (last.name, last.signed, last.page, last.locks) == ("sig_maire", False, 1, True)


def test_fields_signed_one_by_one(twice_signed: SignedDocument):
    assert [(state.name, state.signed) for state in signature_fields(twice_signed.content)] == [
        ("sig_secretaire", True),
        ("sig_maire", True),
    ]


def test_field_has_the_size_of_the_input_in_whole_points(master: bytes):
    (state,) = signature_fields(master)
    left, bottom, right, top = state.rect
    assert (right - left, top - bottom) == pytest.approx((7.25 / 2.54 * 72, 2.4 / 2.54 * 72), abs=1)
    assert all(edge == int(edge) for edge in state.rect)


def test_field_on_the_second_page():
    inputs = '</p><p style="break-before: page">' + sign_input("sig_maire")
    (state,) = signature_fields(prepare_signature_fields(render(act_html(inputs=inputs))))
    assert isinstance(state, FieldState)
    assert state.page == 2


def test_fields_of_a_document_without_form():
    assert signature_fields(render(act_html(inputs=""))) == ()


def test_prepare_gives_the_same_bytes_twice():
    rendered = render_act("sig_maire")
    assert prepare_signature_fields(rendered) == prepare_signature_fields(rendered)


def test_prepare_writes_the_form_that_validators_want(two_fields: bytes):
    with opened(two_fields) as document:
        form = document.Root.AcroForm
        assert sorted(form.keys()) == ["/Fields", "/SigFlags"]
        assert form.SigFlags == 3
        assert [field.FT for field in form.Fields] == ["/Sig", "/Sig"]
        assert document.Root.OutputIntents.is_indirect
        assert all(intent.is_indirect for intent in document.Root.OutputIntents)


def test_prepare_keeps_one_tag_by_field_without_array(two_fields: bytes):
    with opened(two_fields) as document:
        elements = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        tags = [element for element in elements if element.get("/S") == "/Form"]
        assert [tag.K.get("/Type") for tag in tags] == ["/OBJR", "/OBJR"]
        assert [str(tag.K.Obj.T) for tag in tags] == ["sig_secretaire", "sig_maire"]


def test_prepare_spreads_objects_over_several_streams():
    paragraphs = "<p>Considérant que la salle est utile ;</p>" * 150
    rendered = render(act_html(inputs=sign_input("sig_maire") + paragraphs))
    with opened(rendered) as before, opened(prepare_signature_fields(rendered)) as after:
        counts = [sum(1 for item in pdf.objects if is_object_stream(item)) for pdf in (before, after)]
    assert counts[0] == 1
    assert counts[1] > 2


def is_object_stream(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Type") == "/ObjStm"


def test_prepare_drops_the_font_of_the_inputs_only():
    rendered = render(act_html(inputs=f"{sign_input('sig_maire')}{FADED}"))
    prepared = prepare_signature_fields(rendered)
    dropped = embedded_fonts(rendered) - embedded_fonts(prepared)
    assert dropped == {"Liberation-Mono"}
    assert len(prepared) < len(rendered) / 5
    assert text_of(prepared) == text_of(rendered)
    assert "Texte estompé." in text_of(prepared)


@pytest.mark.parametrize(
    ("inputs", "error"),
    [
        ("", NoSignatureField),
        ('<input type="text" name="montant">', UnexpectedFormField),
        ('<input type="checkbox" name="sig_maire">', UnexpectedFormField),
        (sign_input("sig_maire") * 2, UnexpectedFormField),
    ],
    ids=["none", "another field", "a checkbox", "the same name twice"],
)
def test_prepare_refuses(inputs: str, error: type[Exception]):
    with pytest.raises(error):
        prepare_signature_fields(render(act_html(inputs=inputs)))


@pytest.mark.parametrize("function", [prepare_signature_fields, signature_fields])
@pytest.mark.parametrize(
    "content", [b"", b"Bonjour", b"%PDF-1.7\n%%EOF\n"], ids=["empty", "text", "head only"]
)
def test_unreadable_document_is_refused(function, content: bytes):
    with pytest.raises(UnreadableDocument):
        function(content)
