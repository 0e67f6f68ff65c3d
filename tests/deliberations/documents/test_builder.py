"""The view of an act: which blocks each rendition holds, typeset once, and nothing that is not a fact."""

import json
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from councils.domain.bodies import BodyType, CoatOfArms, Council, HouseStyle
from councils.domain.people import Gender, Mandate, Office, OfficeKind, Person, SeatKind
from deliberations.documents.builder import SIGNATURE_FIELD, view_deliberation
from deliberations.documents.text import render_text
from deliberations.documents.view import (
    AbsenceGroup,
    Counts,
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    OperativeView,
    Rendition,
    Signature,
)
from deliberations.domain.acts import Deliberation, OperativeLayout, OperativePart, PublicFact, Signatory, Source
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.votes import (
    Ballot,
    CandidateTally,
    Choice,
    Election,
    Round,
    StatedResult,
    Tally,
    VoteMethod,
)
from deliberations.domain.wording.typography import NARROW, NBSP, typeset
from deliberations.dossier.reader import read_dossier
from tests.facts import debate, make_act, make_council, make_item, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).parents[2] / "dossiers"
SAMPLES = sorted(FOLDER.glob("*.json"))
EDITED = date(2024, 7, 2)
RECEIVED = PublicFact(date(2024, 7, 1), Source.DECLARED, "préfecture")
PUBLISHED = PublicFact(date(2024, 7, 2), Source.DECLARED, "site Internet")
PEOPLE = (
    Person("", "Ada", "Imaginaire", Gender.FEMININE),
    Person("", "Irène", "Songe", Gender.FEMININE),
    Person("", "Firmin", "Exemple", Gender.MASCULINE),
)


@cache
def sample(name: str) -> Record:
    dossier = read_dossier((FOLDER / f"{name}.json").read_bytes())
    return Record(dossier.council, dossier.sittings[0])


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


# --- the reference act


@cache
def gruson(rendition: Rendition = Rendition.CERTIFIED) -> DeliberationView:
    return view_of(sample("gruson-2023-12-19"), rendition)


GRUSON = {
    "running_head": "Commune de GRUSON – Séance du 19 décembre 2023 – Délibération n° 2023-57",
    "opening": "Le mardi dix-neuf décembre deux-mille-vingt-trois à dix-huit heures, s'est réuni le Conseil "
    "Municipal dûment convoqué au sein de la mairie, sous la présidence de Monsieur le Maire, Olivier TURPIN.",
    "officers": (
        "Sous la présidence de : Olivier TURPIN, Maire",
        "Secrétaire de séance : Mélanie DAZIN-DESLANDES",
    ),
    "convocation": "Date de la convocation : 15 décembre 2023",
    "members": Counts("Membres du Conseil Municipal :", ("En exercice : 15", "Présents : 13")),
    "present_sentence": "Olivier TURPIN, Maire, et Mélanie DAZIN-DESLANDES, Thierry MASQUELIER, Hélène HÉROGUER, "
    "Philippe SIMOENS, Thibault TISON, Alexia GAILLET, Jean-Claude HAUTCOEUR, Sabrina WATRELOT, Valère CARETTE, "
    "Aimé DUQUENNE, Jacques DURIEU et Alain DUFRENE, Conseillers Municipaux.",
    "absences": (
        AbsenceGroup(
            "Excusées : 2",
            (
                "Hélène HAVRET, qui donne pouvoir à Mélanie DAZIN-DESLANDES",
                "Isabelle DESCAMPS, qui donne pouvoir à Jacques DURIEU",
            ),
        ),
    ),
    "votes": Counts("Nombre de votants : 15", ("Pour : 15", "Contre : 00", "Abstention : 00")),
    "other_votes": (),
    "object_heading": "OBJET DE LA DELIBERATION",
    "object_line": "Délibération n° 2023- 57 - Affaires scolaires et extrascolaires - Adhésion au Syndicat mixte "
    "ouvert « Nord - Pas-de-Calais Numérique » afin d'assurer la continuité de l'Espace Numérique de travail (ENT) "
    "dans l'environnement scolaire.",
    "statement_heading": "EXPOSE",
    "preamble_lead": "La Commune de GRUSON",
    "decision_heading": "DECISION",
    "closing": (
        "Fait et délibéré en séance les jour, mois et an susdits.",
        "Pour copie certifiée conforme.",
    ),
    "signatures": (Signature("Le Maire,", "Olivier TURPIN", SIGNATURE_FIELD),),
    "annexes_heading": "Annexes :",
    "annexes": ("Statuts du Syndicat mixte Nord - Pas-de-Calais Numérique et ses annexes 1 et 2.",),
    "certification": "Monsieur le Maire certifie, sous sa responsabilité, le caractère exécutoire de cet acte, et "
    "informe qu'il peut faire l'objet d'un recours auprès du Tribunal Administratif de LILLE dans un délai de deux "
    "mois à compter de sa publication et sa transmission aux services de l'État.",
    "dates": ("Télétransmis en préfecture le 28/12/2023", "Publié sur le site Internet le 28/12/2023"),
}


def typeset_all(value):
    """The expected value with French typography, as the builder must have applied it."""
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, tuple):
        return tuple(typeset_all(v) for v in value)
    if isinstance(value, Signature):
        return replace(value, capacity=typeset(value.capacity))
    return replace(value, **{f.name: typeset_all(getattr(value, f.name)) for f in fields(value)})


@pytest.mark.parametrize(("block", "expected"), GRUSON.items(), ids=GRUSON)
def test_reference_act_block(block, expected):
    assert getattr(gruson(), block) == typeset_all(expected)


def test_reference_act_typography_is_french():
    assert gruson().officers[0] == f"Sous la présidence de{NBSP}: Olivier TURPIN, Maire"
    assert f"«{NBSP}Nord - Pas-de-Calais Numérique{NBSP}»" in gruson().object_line
    assert gruson().clauses_html[0] == f"Vu le Code Général des Collectivités Territoriales{NARROW};"
    assert "'" not in gruson().opening
    assert "s’est réuni" in gruson().opening


def test_reference_act_decision():
    (part,) = gruson().operative
    assert part.lead_html == typeset(
        "Le Conseil Municipal, après en avoir délibéré à main levée par : 15 voix pour - 00 voix contre - "
        "00 abstention, décide :"
    )
    assert (part.layout, len(part.decisions)) == (DecisionLayout.BULLETS, 6)
    assert {d.label for d in part.decisions} == {""}
    assert [d.html[-1] for d in part.decisions] == [";"] * 5 + ["."]


def test_reference_act_texts_are_those_of_the_facts():
    (act,) = sample("gruson-2023-12-19").sitting.deliberations
    assert len(gruson().clauses_html) == len(act.clauses) == 13
    assert gruson().statement_html.count("<p>") == 3
    assert "commune de XX" in gruson().operative[0].decisions[1].html


# --- renditions

PRINTED_LATER = ("certification", "dates")


@pytest.mark.parametrize(
    ("rendition", "signatures", "certified"),
    [
        (Rendition.EXTRACT, [("Le Maire,", SIGNATURE_FIELD)], False),
        (Rendition.REGISTER, [("Le Maire,", ""), ("Le secrétaire de séance,", "")], False),
        (Rendition.CERTIFIED, [("Le Maire,", SIGNATURE_FIELD)], True),
    ],
)
def test_rendition_holds_its_own_blocks(rendition, signatures, certified):
    found = gruson(rendition)
    assert [(s.capacity, s.field_name) for s in found.signatures] == signatures
    assert [bool(getattr(found, block)) for block in PRINTED_LATER] == [certified, certified]
    shared = {f.name for f in fields(found)} - {*PRINTED_LATER, "signatures", "rendition"}
    assert {name for name in shared if getattr(found, name) != getattr(gruson(), name)} == set()


def test_draft_has_no_signature_field():
    found = view_of(sample("gruson-2023-12-19"), is_draft=True)
    assert (found.is_draft, found.signatures) == (True, (Signature("Le Maire,", "Olivier TURPIN"),))


@pytest.mark.parametrize(
    ("facts", "transmissible", "certified", "dates"),
    [
        ({"transmission": RECEIVED, "publications": (PUBLISHED,)}, True, True, 2),
        ({"publications": (PUBLISHED,)}, True, False, 1),
        ({"transmission": RECEIVED}, True, False, 1),
        ({}, True, False, 0),
        ({"publications": (PUBLISHED,)}, False, True, 1),
    ],
    ids=["both", "not-transmitted", "not-published", "neither", "l2131_3-need-not-be-transmitted"],
)
def test_certificate_is_printed_only_when_true_l2131_1(facts, transmissible, certified, dates):
    found = view(act=make_act(**facts), agenda=(make_item(is_transmissible=transmissible),))
    assert (bool(found.certification), len(found.dates)) == (certified, dates)


# --- variants


def test_number_not_yet_allocated():
    found = view(act=make_act(year=None, sequence=None))
    assert found.object_line == "Délibération - Tarifs de la cantine."
    assert found.running_head.endswith("– Projet de délibération")
    assert found.document.title == "Extrait du registre des délibérations du conseil municipal — Projet de délibération"
    assert found.document.profile_name == "acte-p1.json"


@pytest.mark.parametrize(
    ("number", "name"), [("2023/57", "2023-57.json"), ("DEL 12/2023", "DEL-12-2023.json"), ("57", "57.json")]
)
def test_file_of_the_profile_has_a_plain_name(number, name):
    assert view(act=make_act(printed_number=number)).document.profile_name == name


def test_title_of_the_item_where_the_act_has_none():
    assert view(act=make_act(title_html="")).object_line == typeset("Délibération n° 2024-1 - Objet p1.")


def test_default_house_style():
    found = view(make_council(15, people=PEOPLE, tribunal="Lille"))
    assert found.object_line == typeset("Délibération n° 2024-1 - Tarifs de la cantine.")
    assert (found.object_heading, found.decision_heading) == ("OBJET DE LA DÉLIBÉRATION", "DÉCISION")
    assert found.operative[0].lead_html.startswith("Le conseil municipal, après en avoir délibéré à main levée")
    assert found.certification.endswith(
        typeset("du tribunal administratif de Lille dans un délai de deux mois à compter de sa publication.")
    )


def test_court_of_the_department_where_none_is_recorded():
    found = view(make_council(15, people=PEOPLE, department_code="02"))
    assert "auprès du tribunal administratif d’Amiens dans" in found.certification


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
    return [replace(p, lead_html=p.lead_html.rpartition(", ")[2]) for p in view(act=make_act(operative=parts), **facts).operative]


def test_articles_are_numbered_from_part_to_part():
    articles = OperativeLayout.ARTICLES
    found = operative_of(OperativePart(("un", "deux"), layout=articles), OperativePart(("trois",), "autorise", articles))
    assert found == [
        OperativeView(typeset("décide :"), DecisionLayout.ARTICLES, lines("un.", "deux.", numbered=1)),
        OperativeView(typeset("Autorise :"), DecisionLayout.ARTICLES, lines("trois.", numbered=3)),
    ]


def test_every_verb_of_the_act_is_printed():
    found = operative_of(
        OperativePart(("un", "deux"), "approuve"), OperativePart(("trois",), "charge"), OperativePart(("quatre",))
    )
    assert [(p.lead_html, [d.html for d in p.decisions]) for p in found] == [
        (typeset("approuve :"), [typeset("un ;"), "deux."]),
        (typeset("Charge :"), ["trois."]),
        ("", ["quatre."]),
    ]


def test_rejected_proposal_is_printed_as_such_in_every_part():
    against = make_vote(everyone=Choice.AGAINST)
    found = operative_of(OperativePart(("un",), "approuve"), OperativePart(("deux",), "autorise"), votes=(against,))
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
        Counts(typeset("Élection du premier adjoint, 1er tour de scrutin :"), (typeset("Firmin EXEMPLE : 08 voix"),)),
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
    assert (found.coat_of_arms, found.coat_of_arms_description) == ("data:image/png;base64,aGVsbG8=", "Écu d'exemple")
    assert view().letterhead.department == view().letterhead.coat_of_arms == ""


def test_substitute_sits_in_the_present_sentence():
    council = make_council(15, people=PEOPLE, more=[Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m9")])
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
    assert found.absences[0] == AbsenceGroup(typeset("A quitté la salle : 1"), ("Ada IMAGINAIRE",))


# --- safety, determinism, every sample


HOSTILE = "<img src=x onerror=alert(1)> & <b>"


def test_plain_facts_never_become_markup():
    """Names, verbs and the assembly's name are plain text: in HTML fields they are escaped."""
    people = [Person("", HOSTILE, "Nom"), *PEOPLE[1:]]
    council = make_council(15, people=people, body_type=BodyType.OTHER, assembly_name=f"conseil {HOSTILE}")
    vote = make_vote(ballots=(Ballot(Choice.AGAINST, "m1"),), method=VoteMethod.PUBLIC)
    parts = (OperativePart(("un",), f"décide {HOSTILE}"), OperativePart(("deux",), f"charge {HOSTILE}"))
    found = view(council, make_act(operative=parts), votes=(vote,))
    leads = " ".join(p.lead_html for p in found.operative)
    assert "<" not in leads
    assert leads.count("&lt;img") == 4
    assert HOSTILE in found.opening


def test_annex_that_looks_like_markup_is_printed_as_it_is():
    found = view(act=make_act(annexes=("Plan <![x", "Bordereau <1:500>")))
    assert found.annexes == ("Plan <![x.", "Bordereau <1:500>.")


@pytest.mark.parametrize("rendition", Rendition)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_is_viewed_the_same_twice(path, rendition):
    record = sample(path.stem)
    for act in record.sitting.deliberations:
        first, again = (
            view_deliberation(r, act, rendition=rendition, edited_on=EDITED)
            for r in (record, Record(record.council, record.sitting))
        )
        assert first == again
        assert render_text(first) == render_text(again)
        assert "None" not in render_text(first)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_carries_its_own_data(path):
    record = sample(path.stem)
    for act in record.sitting.deliberations:
        found = view_deliberation(record, act, rendition=Rendition.EXTRACT, edited_on=EDITED)
        carried = read_dossier(found.document.profile_json.encode())
        assert json.loads(found.document.profile_json)["profile"] == "ACT"
        again = view_of(Record(carried.council, carried.sittings[0]), Rendition.EXTRACT)
        changed = {f.name for f in fields(found) if getattr(again, f.name) != getattr(found, f.name)}
        assert changed <= {"letterhead"}


def test_act_on_an_unknown_item_is_a_key_error():
    with pytest.raises(KeyError):
        view(act=make_act("p9"))


def test_title_case_and_capitals_are_settings():
    style = HouseStyle(title_case=True, capital_place_names=True, accented_capitals=False)
    found = view(make_council(15, people=PEOPLE, style=style))
    assert found.members.lead == typeset("Membres du Conseil Municipal :")
    assert found.letterhead.authority == "Commune d’EXEMPLE"
    assert found.object_heading == "OBJET DE LA DELIBERATION"
