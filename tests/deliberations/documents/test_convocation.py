"""The letter of a member and the paper of a proxy: their text, their tags, their conformity."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deliberations.documents.convocation import (
    render_convocation_pdf,
    render_proxy_pdf,
    view_convocation,
    view_proxy,
)
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation
from tests.facts import make_item
from tests.support.convening import facts, sitting_facts
from tests.support.pdftext import tagged_blocks, tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

GOLDEN = Path(__file__).parents[2] / "golden" / "convocation.txt"
EDITED_ON = date(2026, 6, 10)


def record(**changes) -> Record:
    told = {"held_on": date(2026, 6, 26), **changes}
    return Record(facts(department_name="Nord"), sitting_facts(**told))


def letter(record: Record, *members: str) -> bytes:
    return render_convocation_pdf(view_convocation(record, members or ("m3",), edited_on=EDITED_ON))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return letter(record())


def as_read(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_letter_reads_as_the_reference(pdf) -> None:
    assert [as_read(line) for line in tagged_text(pdf)] == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_letter_headings(pdf) -> None:
    headings = [(b.tag, b.text) for b in tagged_blocks(pdf) if b.tag.startswith("H")]
    assert [tag for tag, _ in headings] == ["H1", "H2", "H2", "H3", "H2"]
    assert headings[0][1] == "Convocation du conseil municipal"


def test_same_facts_give_the_same_bytes(pdf) -> None:
    assert letter(record()) == pdf


def test_pages_of_each_letter_are_counted_from_its_first_one() -> None:
    """The letter, its notes, its proxy; the first page carries no number."""
    read = subprocess.run(
        ["pdftotext", "-", "-"], input=letter(record(), "m2", "m3"), capture_output=True, check=True
    )
    pages = read.stdout.decode().split("\f")[:-1]
    assert [re.findall(r"^Page (\d+)$", page, re.MULTILINE) for page in pages] == [[], ["2"], ["3"]] * 2


def proxy_pdf(items: tuple[str, ...] = ()) -> bytes:
    view = view_proxy(
        record(),
        grantor="m3",
        holder="m2",
        items=items,
        given_at=datetime(2026, 6, 12, 9, 5, tzinfo=UTC),
        covers_second_call=None,
        reference="abc",
    )
    return render_proxy_pdf(view)


def test_files_are_pdf_a_and_pdf_ua(pdf) -> None:
    assert_conforms({"letter": pdf, "letters": letter(record(), "m1", "m2"), "proxy": proxy_pdf()})


def test_proxy_of_one_item() -> None:
    text = as_read(" ".join(tagged_text(proxy_pdf(("p2",)))))
    assert "aux votes sur le point 2 de l’ordre du jour." in text
    assert "Pouvoir de Chloé ROY" in text
    assert "vaut aussi" not in text


def paragraphs(record: Record, member: str = "m3") -> str:
    (view,) = view_convocation(record, (member,), edited_on=EDITED_ON).letters
    return as_read(" ".join((*view.paragraphs, *view.remarks)))


def test_urgency_is_told_with_its_reason() -> None:
    told = paragraphs(record(convocation=Convocation(is_urgent=True, urgency_reason="Crue de la Marque.")))
    assert "adressée en urgence : Crue de la Marque. Il en sera rendu compte dès l’ouverture" in told
    assert "se prononcera sur l’urgence (CGCT art. L. 2121-11)." in told


def test_second_call_recalls_that_no_quorum_is_needed() -> None:
    base = record(convocation=Convocation(second_of="premiere"))
    first = replace(base.sitting, uid="premiere", held_on=date(2026, 6, 19))
    told = paragraphs(replace(base, earlier=(first,)))
    assert "Le quorum n’ayant pas été atteint à la séance du 19 juin 2026" in told
    assert "sans condition de quorum (CGCT art. L. 2121-17, al. 2)" in told


def test_notes_are_called_by_their_name_in_a_large_commune() -> None:
    base = record()
    council = replace(base.council, populations=(replace(base.council.populations[0], value=4000),))
    assert "Une note explicative de synthèse est jointe" in paragraphs(replace(base, council=council))


def test_item_added_in_sitting_is_not_announced() -> None:
    agenda = (make_item("p1", 1), make_item("p2", 2, added_in_sitting=True))
    (view,) = view_convocation(record(agenda=agenda), ("m3",), edited_on=EDITED_ON).letters
    assert [line.number for line in view.agenda] == [1]


@pytest.mark.parametrize(
    ("member", "salutation"), [("m1", "Madame la Maire,"), ("m2", "Monsieur,"), ("m3", "Madame,")]
)
def test_salutation(member, salutation) -> None:
    (view,) = view_convocation(record(), (member,), edited_on=EDITED_ON).letters
    assert view.salutation == salutation


def test_unknown_civility_is_not_guessed() -> None:
    base = record()
    persons = tuple(replace(p, civility=None, gender=None) for p in base.council.persons)
    unknown = replace(base, council=replace(base.council, persons=persons))
    (view,) = view_convocation(unknown, ("m3",), edited_on=EDITED_ON).letters
    assert (view.salutation, view.addressee) == ("Madame, Monsieur,", ("Chloé ROY",))
    assert view.proxy.grantor == "Je soussigné(e), Chloé ROY,"
