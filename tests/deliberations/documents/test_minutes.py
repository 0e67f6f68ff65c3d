"""The minutes of real and invented sittings, whole: text, masks, formats, conformity."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from benchmarks.minutes_facts import large_record
from deliberations.documents import composed
from deliberations.documents.composed import ComposedView
from deliberations.documents.sitting.minutes import PUBLIC, view_minutes
from deliberations.domain.minutes import BallotRequest, Debate, Minutes
from deliberations.domain.record import Record
from deliberations.domain.votes import Vote, VoteMethod, VotePurpose
from deliberations.domain.wording import minutes as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes_votes import vote_told
from deliberations.domain.wording.typography import plain, typeset
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote, member_names
from tests.support.minutes_told import FOLDER, record_of
from tests.support.pdftext import tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

EDITED_ON = date(2026, 1, 2)


def view_of(record: Record, subject: str = "") -> ComposedView:
    return view_minutes(record, edited_on=EDITED_ON, subject=subject)


def text_of(record: Record, subject: str = "") -> str:
    lines = composed.render_text(view_of(record, subject)).splitlines()
    return "\n".join(plain(line) for line in lines) + "\n"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_dossier_gives_minutes(path: Path) -> None:
    record = record_of(path.stem)
    text = text_of(record)
    assert "None" not in text
    items = sorted(record.sitting.agenda, key=lambda item: item.examination_order)
    places = [text.rfind(plain(typeset(words.item_heading(item)))) for item in items]
    assert -1 not in places
    assert places == sorted(places)
    members = MemberWords(record, BodyWords(record.council))
    votes = [vote_told(record, members, record.sitting.minutes, vote) for vote in record.sitting.votes]
    told = [line for vote in votes for line in (vote.title, *vote.lines, vote.verdict)]
    assert [line for line in told if plain(typeset(line)) not in text] == []


def test_public_copy_masks_private_passages_and_nothing_else() -> None:
    record = record_of("seance-mouvementee")
    whole, public = text_of(record), text_of(record, PUBLIC)
    assert all(name in whole for name in ("M. Vendeur", "Maître Untel"))
    assert not any(name in public for name in ("Vendeur", "Untel"))
    note = "Amendement portant à 1 500 € la subvention de l'école de musique."
    assert (note in whole, note in public) == (True, True)
    assert len(whole.splitlines()) == len(public.splitlines())


def closed_doors_record(*, is_public: bool = True) -> Record:
    vote = Vote("v1", ("p1",), purpose=VotePurpose.CLOSED_DOORS, decides=False, everyone="FOR")
    sitting = make_sitting(
        8,
        members=8,
        agenda=(make_item("p1"),),
        votes=(vote,) if is_public else (),
        is_public=is_public,
        minutes=Minutes(debates=(Debate("p1", "<p>Un agent est mis en cause.</p>"),)),
    )
    return Record(make_council(8), sitting)


@pytest.mark.parametrize("is_public", [True, False])
def test_debate_behind_closed_doors_is_not_public_l2121_18(is_public: bool) -> None:
    record = closed_doors_record(is_public=is_public)
    assert "Un agent est mis en cause." in text_of(record)
    public = text_of(record, PUBLIC)
    assert "Un agent est mis en cause." not in public
    assert "Débat à huis clos : sa teneur n'est pas rendue publique." in public


def test_public_copy_of_closed_doors_keeps_every_mandatory_mention_l2121_15() -> None:
    names = member_names(8)
    deciding = replace(make_vote("p1", uid="v2", against=names[:2]), method=VoteMethod.PUBLIC)
    base = closed_doors_record()
    asked = (BallotRequest("p1", VoteMethod.PUBLIC, names[3]),)
    minutes = replace(base.sitting.minutes, requests=asked)
    held = replace(
        base.sitting,
        votes=(*base.sitting.votes, deciding),
        minutes=minutes,
        deliberations=(make_act("p1", title_html="Objet p1"),),
    )
    whole, public = (text_of(replace(base, sitting=held), subject) for subject in ("", PUBLIC))
    lost = [line for line in whole.splitlines() if line not in public.splitlines()]
    assert lost == ["Discussion", "Un agent est mis en cause."]
    assert "Pour : 6 ; contre : 2" in public
    assert "Contre (2) :" in public


def test_draft_carries_its_mark_until_it_is_settled() -> None:
    settled = record_of("seance-mouvementee")
    minutes = replace(settled.sitting.minutes, settled_on=None)
    draft = replace(settled, sitting=replace(settled.sitting, minutes=minutes))
    assert view_of(draft).is_draft
    assert text_of(draft).startswith("PROJET")
    assert not view_of(settled).is_draft
    assert text_of(settled).count("Procès-verbal arrêté en séance du 8 avril 2025.") == 2


def test_nothing_is_said_of_a_discussion_that_nobody_wrote() -> None:
    record = closed_doors_record()
    untold = replace(record, sitting=replace(record.sitting, minutes=Minutes()))
    assert "Discussion" not in text_of(untold)
    assert "Aucune observation" not in text_of(untold)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return composed.render_pdf(view_of(record_of("seance-mouvementee")))


def test_pdf_reads_as_the_text(pdf: bytes) -> None:
    """Word for word, save the numbers of the agenda and the dashes of a report, which are marks of lists."""
    head, _, rest = text_of(record_of("seance-mouvementee")).partition("Ordre du jour\n\n")
    agenda, _, rest = rest.partition("\n\n")
    titles = re.sub(r"(?m)^\d+\. ", "", agenda)
    wanted = re.sub(r"(?m)^- ", "", f"{head}Ordre du jour\n{titles}\n{rest}").split()
    assert plain(" ".join(tagged_text(pdf))).split() == wanted


def test_pdf_is_the_same_twice(pdf: bytes) -> None:
    assert composed.render_pdf(view_of(record_of("seance-mouvementee"))) == pdf


def test_pdf_conforms(pdf: bytes) -> None:
    assert_conforms(pdf)


def test_docx_has_the_same_lines() -> None:
    view = view_of(record_of("installation"))
    document = Document(BytesIO(composed.render_docx(view)))
    told = plain("\n".join(paragraph.text for paragraph in document.paragraphs))
    assert "M. Quentin PERRIN arrive à 18 h 22 et prend part aux votes à compter du 2e tour." in told
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Inès CORBIN", "6"]


def test_large_sitting_names_its_public_voters_and_its_quorum() -> None:
    text = text_of(large_record())
    assert (
        "Le quorum est de 35 membres présents pour 69 membres en exercice ; 61 membres étant présents, le conseil"
        in text
    )
    assert text.count("Vote au scrutin public") == 6
    assert "La séance est levée le 25 juin 2025 à 0 h 41." in text
