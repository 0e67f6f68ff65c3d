"""The view of an act in each situation: bodies, votes, signatures, parts of a decision, missing facts."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, CoatOfArms, Council, HouseStyle
from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import ExecutoryWording
from councils.domain.looks import HouseLook
from councils.domain.people import Gender, Mandate, Office, OfficeKind, Person, SeatKind
from deliberations.documents.builder import view_deliberation
from deliberations.documents.view import (
    AbsenceGroup,
    Counts,
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    OperativeView,
    Rendition,
)
from deliberations.domain.acts import (
    Deliberation,
    OperativeLayout,
    OperativePart,
    PublicFact,
    Signatory,
    Source,
)
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.votes import (
    CandidateTally,
    Choice,
    Election,
    Round,
    StatedResult,
    Tally,
    VoteMethod,
)
from deliberations.domain.wording.typography import NBSP, typeset
from tests.facts import debate, make_act, make_council, make_item, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.integration

EDITED = date(2024, 7, 2)
RECEIVED = PublicFact(date(2024, 7, 1), Source.DECLARED, "préfecture")
PUBLISHED = PublicFact(date(2024, 7, 2), Source.DECLARED, "site Internet")
PEOPLE = (
    Person("", "Ada", "Imaginaire", Gender.FEMININE),
    Person("", "Irène", "Songe", Gender.FEMININE),
    Person("", "Firmin", "Exemple", Gender.MASCULINE),
)


def view_of(record: Record, rendition: Rendition = Rendition.CERTIFIED, **facts) -> DeliberationView:
    act = record.sitting.deliberations[0]
    return view_deliberation(record, act, rendition=rendition, edited_on=EDITED, **facts)


def view(
    council: Council | None = None, act: Deliberation | None = None, rendition=Rendition.CERTIFIED, **sitting
) -> DeliberationView:
    """View of an act of the example council: eight present, unanimous, received and published."""
    act = act or make_act(transmission=RECEIVED, publications=(PUBLISHED,))
    facts = {"votes": (make_vote(),), "deliberations": (act,), **sitting}
    return view_of(Record(council or make_council(15, people=PEOPLE), make_sitting(**facts)), rendition)


def test_number_not_yet_allocated():
    found = view(act=make_act(year=None, sequence=None))
    assert found.object_line == "Délibération - Tarifs de la cantine."
    assert found.running_head.endswith("– Projet de délibération")
    assert (
        found.document.title
        == "Extrait du registre des délibérations du conseil municipal — Projet de délibération"
    )
    assert found.document.profile.name == "acte-p1.json"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("2023/57", "2023-57.json"),
        ("DEL 12/2023", "del-12-2023.json"),
        ("../É\u202e", "e.json"),
        ("57", "57.json"),
    ],
)
def test_file_of_the_profile_has_a_plain_name(number, name):
    assert view(act=make_act(printed_number=number)).document.profile.name == name


def test_title_of_the_item_where_the_act_has_none():
    assert view(act=make_act(title_html="")).object_line == typeset("Délibération n° 2024-1 - Objet p1.")


def test_default_house_style():
    found = view(make_council(15, people=PEOPLE, tribunal="Lille"))
    assert found.object_line == typeset("Délibération n° 2024-1 - Tarifs de la cantine.")
    assert (found.object_heading, found.decision_heading) == ("OBJET DE LA DÉLIBÉRATION", "DÉCISION")
    assert found.operative[0].lead_html.startswith(
        "Le conseil municipal, après en avoir délibéré à main levée"
    )
    assert found.certification.endswith(
        typeset("du tribunal administratif de Lille dans un délai de deux mois à compter de sa publication.")
    )


@pytest.mark.parametrize("rendition", Rendition)
def test_register_prints_the_convocation_and_the_vote_that_copies_hide_l2121_10(rendition):
    look = HouseLook(hidden=(ActBlock.CONVOCATION, ActBlock.VOTES, ActBlock.OFFICERS))
    found = view(make_council(15, people=PEOPLE, look=look), rendition=rendition)
    is_register = rendition is Rendition.REGISTER
    assert (ActBlock.CONVOCATION in found.order) is is_register
    assert (ActBlock.VOTES in found.order) is is_register
    assert ActBlock.OFFICERS not in found.order


def test_court_of_the_department_where_none_is_recorded():
    found = view(make_council(15, people=PEOPLE, department_code="02"))
    assert "auprès du tribunal administratif d’Amiens dans" in found.certification


NOTIFIED = PublicFact(date(2024, 7, 2), Source.DECLARED, "notification")


@pytest.mark.parametrize("rendition", [Rendition.EXTRACT, Rendition.REGISTER])
def test_individual_act_says_how_to_appeal_before_the_signature_cja_r421_5(rendition):
    council = make_council(15, people=PEOPLE, department_code="02")
    (told,) = [
        line for line in view(council, make_act(is_individual=True), rendition).closing if "recours" in line
    ]
    assert told.startswith(
        "La présente délibération peut faire l’objet d’un recours devant le tribunal administratif d’Amiens"
    )
    assert "deux mois à compter de sa notification." in told
    assert "Télérecours citoyens" in told
    assert not any("recours" in line for line in view(council, rendition=rendition).closing)


@pytest.mark.parametrize(
    "wording", [ExecutoryWording.MADE_EXECUTORY, ExecutoryWording.RECEIVED_AND_PUBLISHED]
)
def test_certified_copy_in_one_line_says_how_to_appeal_against_an_individual_act(wording):
    council = make_council(15, people=PEOPLE, look=HouseLook(executory=wording))
    act = make_act(is_individual=True, transmission=RECEIVED, publications=(NOTIFIED,))
    assert ["recours" in line for line in view(council, act).dates] == [False, True]
    assert not any("recours" in line for line in view(council).dates)


def test_empty_blocks_are_left_out():
    found = view(act=make_act(clauses=(), operative=(), statement_html="", annexes=()), votes=())
    empty = ("statement_heading", "preamble_lead", "decision_heading", "annexes_heading")
    assert [getattr(found, name) for name in empty] == ["", "", "", ""]
    assert (found.clauses_html, found.operative, found.annexes, found.votes) == ((), (), (), None)


def test_unknown_attendance_prints_no_figure():
    vote = make_vote(everyone=None, stated=StatedResult.UNANIMOUS)
    found = view(attendance_recorded=False, votes=(vote,))
    assert (found.members, found.present_sentence, found.absences, found.votes) == (None, "", (), None)
    assert found.operative[0].lead_html == typeset(
        "Le conseil municipal, après en avoir délibéré à main levée, à l'unanimité, décide :"
    )


def test_room_is_that_of_the_vote():
    found = view(moves=[move(K.LEAVES, "m8", on=voting("p1"))])
    assert found.members.lines[1] == typeset("Présents : 7")
    assert found.votes.lead == typeset("Nombre de votants : 7")


def test_several_secretaries_sign_the_register():
    found = view(rendition=Rendition.REGISTER, secretaries=("m2", "m3"))
    assert [(s.capacity, s.name) for s in found.signatures] == [
        ("La Maire,", "Ada IMAGINAIRE"),
        ("La secrétaire de séance,", "Irène SONGE"),
        ("Le secrétaire de séance,", "Firmin EXEMPLE"),
    ]


@pytest.mark.parametrize(
    ("signatory", "chair", "expected"),
    [
        (None, "m1", ("La Maire,", "Ada IMAGINAIRE")),
        (None, "m2", ("La présidente de séance,", "Irène SONGE")),
        (None, "m3", ("Le président de séance,", "Firmin EXEMPLE")),
        (Signatory("m3", "premier adjoint"), "m1", ("Le premier adjoint,", "Firmin EXEMPLE")),
        (Signatory("m2", "adjointe aux finances"), "m1", ("L’adjointe aux finances,", "Irène SONGE")),
    ],
    ids=["mayor", "woman-in-the-chair", "man-in-the-chair", "delegate", "elided"],
)
def test_who_signs_the_extract(signatory, chair, expected):
    act = make_act(signatory=signatory)
    (found,) = view(act=act, chair=chair, rendition=Rendition.EXTRACT).signatures
    assert (found.capacity, found.name) == expected


def test_nobody_signs_when_nobody_is_known():
    found = view(chair=None)
    assert (found.signatures, found.certification) == ((), "")


def lines(*texts: str, numbered: int = 0) -> tuple[DecisionLine, ...]:
    labels = [f"Article {n if n > 1 else '1er'} :" if numbered else "" for n in range(numbered or 1, 9)]
    return tuple(DecisionLine(typeset(a), typeset(b)) for a, b in zip(labels, texts, strict=False))


def operative_of(*parts: OperativePart, **facts) -> list[OperativeView]:
    return [
        replace(p, lead_html=p.lead_html.rpartition(", ")[2])
        for p in view(act=make_act(operative=parts), **facts).operative
    ]


def test_articles_are_numbered_from_part_to_part():
    articles = OperativeLayout.ARTICLES
    found = operative_of(
        OperativePart(("un", "deux"), layout=articles), OperativePart(("trois",), "autorise", articles)
    )
    assert found == [
        OperativeView(typeset("décide :"), DecisionLayout.ARTICLES, lines("un.", "deux.", numbered=1)),
        OperativeView(typeset("Autorise :"), DecisionLayout.ARTICLES, lines("trois.", numbered=3)),
    ]


def test_every_verb_of_the_act_is_printed():
    found = operative_of(
        OperativePart(("un", "deux"), "approuve"),
        OperativePart(("trois",), "charge"),
        OperativePart(("quatre",)),
    )
    assert [(p.lead_html, [d.html for d in p.decisions]) for p in found] == [
        (typeset("approuve :"), [typeset("un ;"), "deux."]),
        (typeset("Charge :"), ["trois."]),
        ("", ["quatre."]),
    ]


def test_rejected_proposal_is_printed_as_such_in_every_part():
    against = make_vote(everyone=Choice.AGAINST)
    found = operative_of(
        OperativePart(("un",), "approuve"), OperativePart(("deux",), "autorise"), votes=(against,)
    )
    assert [p.lead_html for p in found] == [
        typeset("rejette la proposition suivante :"),
        typeset("Rejette la proposition suivante :"),
    ]


def test_public_ballot_names_the_exceptions():
    vote = make_vote(against=["m3"], method=VoteMethod.PUBLIC)
    assert "01 voix contre (Firmin EXEMPLE)" in view(votes=(vote,)).operative[0].lead_html.replace(NBSP, " ")


def test_ordinary_vote_names_nobody():
    found = view(votes=(make_vote(against=["m3"]),), chair=None, secretaries=())
    assert "Firmin EXEMPLE" not in found.operative[0].lead_html


def test_secret_ballot_prints_totals_and_papers():
    vote = make_vote(everyone=None, tally=Tally(5, 1, 0, 1, 1), method=VoteMethod.SECRET)
    found = view(votes=(vote,))
    expected = ("Pour : 05", "Contre : 01", "Abstention : 00", "Blanc : 01", "Nul : 01")
    assert found.votes.lines == tuple(typeset(line) for line in expected)
    assert "au scrutin secret par" in found.operative[0].lead_html


def test_election_rounds_are_lists_of_their_own():
    rounds = (Round(1, (CandidateTally("Firmin EXEMPLE", 8),)),)
    election = Election("e", "p1", "élection du premier adjoint", rounds=rounds)
    elsewhere = replace(election, uid="f", item="p2")
    found = view(votes=(), elections=(election, elsewhere), items=2)
    assert found.other_votes == (
        Counts(
            typeset("Élection du premier adjoint, 1er tour de scrutin :"),
            (typeset("Firmin EXEMPLE : 08 voix"),),
        ),
    )


@pytest.mark.parametrize(
    ("facts", "lead", "author", "opening"),
    [
        (
            {"body_type": BodyType.EPCI, "authority_name": "Communauté de communes du Rêve"},
            *("Membres du conseil communautaire :", "Communauté de communes du Rêve"),
            "s'est réuni le conseil communautaire dûment convoqué",
        ),
        (
            {"body_type": BodyType.CCAS, "authority_name": "CCAS d'Exemple"},
            *("Membres du conseil d'administration :", "CCAS d'Exemple"),
            "s'est réuni le conseil d'administration dûment convoqué",
        ),
        (
            {"body_type": BodyType.CLOSED_SYNDICATE, "authority_name": "Syndicat des eaux"},
            *("Membres du comité syndical :", "Syndicat des eaux"),
            "s'est réuni le comité syndical dûment convoqué",
        ),
        (
            {"body_type": BodyType.OTHER, "authority_name": "Département"},
            *("Membres de l'assemblée :", "Département"),
            "s'est réunie l'assemblée dûment convoquée",
        ),
        (
            {"place_name": "Aiglun"},
            *("Membres du conseil municipal :", "commune d'Aiglun"),
            "s'est réuni le conseil municipal dûment convoqué",
        ),
    ],
    ids=["epci", "ccas", "syndicate", "feminine-assembly", "elision"],
)
def test_words_of_each_body(facts, lead, author, opening):
    found = view(make_council(15, people=PEOPLE, **facts))
    assert (found.members.lead, found.document.author) == (typeset(lead), typeset(author))
    assert typeset(opening) in found.opening
    assert found.letterhead.authority == typeset(author[:1].upper() + author[1:])


def test_letterhead():
    arms = CoatOfArms("image/png", "aGVsbG8=", "Écu d'exemple")
    found = view(make_council(15, people=PEOPLE, department_name="Nord", coat_of_arms=arms)).letterhead
    assert (found.republic, found.department) == ("République française", typeset("Département : Nord"))
    assert (found.authority, found.document) == (
        "Commune d’Exemple",
        "Extrait du registre des délibérations du conseil municipal",
    )
    assert (found.coat_of_arms, found.coat_of_arms_description) == (
        "data:image/png;base64,aGVsbG8=",
        "Écu d'exemple",
    )
    assert view().letterhead.department == view().letterhead.coat_of_arms == ""


def test_substitute_sits_in_the_present_sentence():
    council = make_council(
        15, people=PEOPLE, more=[Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m9")]
    )
    found = view(council, moves=[move(K.SUBSTITUTE_SEATED, "m9", "s1")])
    assert "Prénom S1 (suppléant(e) de Prénom M9)" in found.present_sentence
    assert found.members.lines[1] == typeset("Présents : 9")


def test_chair_of_the_accounts_opens_and_presides():
    offices = (Office(OfficeKind.DEPUTY, "1er adjoint", "Monsieur le premier adjoint"),)
    council = make_council(15, people=PEOPLE)
    council = replace(
        council, mandates=tuple(replace(m, offices=offices) if m.uid == "m3" else m for m in council.mandates)
    )
    moves = [move(K.LEAVES, "m1", on=voting("p1"), until=debate("p2"))]
    found = view(council, items=2, agenda=(make_item(chair="m3"), make_item("p2", 2)), moves=moves)
    assert found.opening.endswith("sous la présidence de Monsieur le premier adjoint, Firmin EXEMPLE.")
    assert found.absences[1] == AbsenceGroup(typeset("A quitté la salle : 1"), ("Ada IMAGINAIRE",))


def test_title_case_and_capitals_are_settings():
    style = HouseStyle(title_case=True, capital_place_names=True, accented_capitals=False)
    found = view(make_council(15, people=PEOPLE, style=style))
    assert found.members.lead == typeset("Membres du Conseil Municipal :")
    assert found.letterhead.authority == "Commune d’EXEMPLE"
    assert found.object_heading == "OBJET DE LA DELIBERATION"
