"""The day of the sitting (28 June 2024), that of its convocation (21 June) and the texts it is based on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.linter.told_dates import RULES
from deliberations.domain.sittings import Channel, Convocation, Dispatch
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(text="", visas=(), **facts):
    clauses = tuple(Clause(ClauseKind.VU, visa) for visa in visas)
    act = make_act(statement_html=f"<p>{text}</p>", clauses=clauses)
    record = make_record(sitting=make_sitting(deliberations=(act,), **facts))
    return [(f.code.removeprefix("text."), f.correction) for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Le conseil municipal, dûment convoqué, s'est réuni le 27 juin 2024",
            ("sitting_date", "28 juin 2024"),
        ),
        ("Le conseil municipal s'est réuni le 27 juin", ("sitting_date", "28 juin 2024")),
        ("Date de convocation : 20 juin 2024", ("notice_date", "21 juin 2024")),
        ("Date de la convocation : 20/06/2024", ("notice_date", "21 juin 2024")),
        ("sur convocation du 12 juin, le conseil", ("notice_date", "21 juin 2024")),
    ],
)
def test_told_date_is_not_that_of_the_facts(text, told):
    assert found_in(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil municipal s'est réuni le 28 juin 2024",
        "Le conseil municipal s'est réuni le vingt-huit juin",
        "Le conseil municipal, déjà réuni le 3 mai 2024",
        "La commission des finances s'est réunie le 3 mai 2024",
        "Date de convocation : 21 juin 2024. Date d'affichage : 2 juillet 2024",
        "première convocation du 12 juin 2024",
    ],
)
def test_told_date_right_or_of_another_fact(text):
    assert found_in(text) == []


def test_notice_date_is_that_of_any_dispatch():
    sent = Dispatch("m3", Channel.ELECTRONIC, datetime(2024, 6, 20, 10, tzinfo=UTC))
    call = Convocation(sent_on=None, dispatches=(sent,))
    assert found_in("Date de convocation : 20 juin 2024", convocation=call) == []
    assert found_in("Date de convocation : 20 juin 2024", convocation=replace(call, dispatches=())) == []


LATER = [
    "la délibération n° 2022-12 du 14 mars 2025 fixant les tarifs",
    "l'arrêté préfectoral du 29 juin 2024",
    "le décret n° 2024-719 du 5 juillet 2024",
    "l'avis de la commission des finances du 12 mars 2025",
    "l'avis favorable du comité technique en date du 3 juillet 2024",
    "l'avis du comité social territorial, réuni le 3 juillet 2024",
    "l'avis des domaines rendu le 03/07/2024",
    "la commission d'urbanisme du 3 juillet 2024",
    "la délibération n° 2024-12 du conseil communautaire de la communauté de Voisine du 3 juillet 2024",
    "l'arrêté n° 2024/15 du maire du 3 juillet 2024",
    "le courrier de la préfecture du 3 juillet 2024",
]
NOT_LATER = [
    "la délibération n° 2022-12 du 14 mars 2023",
    "l'arrêté municipal du 1er juillet au 31 août 2024",
    "la loi n° 82-213 du 2 mars 1982 et les élections du 15 mars 2026",
    "le projet de convention à compter du 1er janvier 2025",
    "l'avis de la commission du 28 juin 2024",
    "l'avis de la commission sur la fête du 14 juillet 2024",
    "l'avis de la commission du 12 mars 2024, à compter du 1er septembre 2024",
    "la délibération du 3 mars 2024 fixant la rentrée du 2 septembre 2024",
    "l'avis d'enquête publique du 3 septembre 2024",
    "l'avis de la commission électorale avant le scrutin du 30 juin 2024",
    "la saisine du comité social territorial du 12 juillet 2024",
    "l'avis du conseil de développement, échéance du 30 juin 2025",
    "pour être annexé à l'avis de la commission du 3 juillet 2024",
    "l'avis de la commission du 3 juillet 2024 au 5 juillet 2024",
]


@pytest.mark.parametrize("visa", LATER)
def test_later_visa(visa):
    assert [code for code, _ in found_in(visas=(visa,))] == ["later_visa"]
    assert [code for code, _ in found_in(f"Vu {visa}")] == ["later_visa"]


@pytest.mark.parametrize("visa", NOT_LATER)
def test_later_visa_none(visa):
    assert found_in(visas=(visa,)) == []


@pytest.mark.parametrize(
    "piece", ["convocation du ", "arrêté n° 1 ", "avis n° 1 du ", "du 1 mai ", "Le conseil municipal réuni "]
)
def test_told_dates_long_texts_take_a_time_that_grows_like_them(piece):
    found_in(piece * 20_000)
