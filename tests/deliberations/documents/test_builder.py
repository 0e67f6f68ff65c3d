"""The view of an act: which blocks each rendition holds, typeset once, and nothing that is not a fact."""

import json
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from councils.domain.bodies import BodyType, Council
from councils.domain.people import Gender, Person
from deliberations.documents.builder import SIGNATURE_FIELD, view_deliberation
from deliberations.documents.text import render_text
from deliberations.documents.view import (
    AbsenceGroup,
    Counts,
    DecisionLayout,
    DeliberationView,
    Rendition,
    Signature,
)
from deliberations.domain.acts import (
    Deliberation,
    OperativePart,
    PublicFact,
    Source,
)
from deliberations.domain.record import Record
from deliberations.domain.votes import (
    Ballot,
    Choice,
    VoteMethod,
)
from deliberations.domain.wording.typography import NARROW, NBSP, typeset
from deliberations.dossier.reader import read_dossier
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

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
    if isinstance(value, bool):
        return value
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

PRIVATE_MARK = "<mark data-private"
PRINTED_LATER = ("certification", "dates")
OF_ITS_OWN = {*PRINTED_LATER, "signatures", "rendition", "closing", "document", "letterhead"}


@pytest.mark.parametrize(
    ("rendition", "signatures", "certified"),
    [
        (Rendition.EXTRACT, [("Le Maire,", SIGNATURE_FIELD)], False),
        (Rendition.REGISTER, [("Le Maire,", ""), ("Secrétaire de séance,", "")], False),
        (Rendition.CERTIFIED, [("Le Maire,", SIGNATURE_FIELD)], True),
    ],
)
def test_rendition_holds_its_own_blocks(rendition, signatures, certified):
    found = gruson(rendition)
    assert [(s.capacity, s.field_name) for s in found.signatures] == signatures
    assert [bool(getattr(found, block)) for block in PRINTED_LATER] == [certified, certified]
    shared = {f.name for f in fields(found)} - OF_ITS_OWN
    assert {name for name in shared if getattr(found, name) != getattr(gruson(), name)} == set()
    heading = "Registre" if rendition is Rendition.REGISTER else "Extrait du registre"
    assert found.letterhead.document.lower() == f"{heading} des délibérations du conseil municipal".lower()


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
        carried = read_dossier(found.document.profile.json.encode())
        assert json.loads(found.document.profile.json)["profile"] == "ACT"
        assert "data-private" not in found.document.profile.json
        again = view_of(Record(carried.council, carried.sittings[0]), Rendition.EXTRACT)
        changed = {f.name for f in fields(found) if getattr(again, f.name) != getattr(found, f.name)}
        texts = {
            "statement_html": act.statement_html,
            "operative": " ".join(block for part in act.operative for block in part.blocks_html),
        }
        assert changed <= {"letterhead", *(name for name, html in texts.items() if PRIVATE_MARK in html)}


def test_act_on_an_unknown_item_is_a_key_error():
    with pytest.raises(KeyError):
        view(act=make_act("p9"))
