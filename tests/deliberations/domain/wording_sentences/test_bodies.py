"""The words of each body: assembly, article, authority, members, capitals."""

import pytest

from councils.domain.bodies import BodyType, HouseStyle
from councils.domain.people import Gender
from deliberations.domain.wording.bodies import BodyWords, capitalised
from tests.facts import make_council

pytestmark = pytest.mark.unit

F, M = Gender.FEMININE, Gender.MASCULINE
SEED = HouseStyle(accented_capitals=False, title_case=True, capital_place_names=True)


def words(**facts) -> BodyWords:
    return BodyWords(make_council(1, **facts))


@pytest.mark.parametrize(
    ("facts", "the_assembly", "of_the_assembly", "feminine"),
    [
        ({}, "le conseil municipal", "du conseil municipal", False),
        ({"body_type": BodyType.EPCI}, "le conseil communautaire", "du conseil communautaire", False),
        ({"body_type": BodyType.CLOSED_SYNDICATE}, "le comité syndical", "du comité syndical", False),
        ({"body_type": BodyType.OPEN_SYNDICATE}, "le comité syndical", "du comité syndical", False),
        ({"body_type": BodyType.CCAS}, "le conseil d'administration", "du conseil d'administration", False),
        ({"body_type": BodyType.OTHER}, "l'assemblée", "de l'assemblée", True),
        (
            {"body_type": BodyType.OTHER, "assembly_name": "assemblée de Guyane"},
            *("l'assemblée de Guyane", "de l'assemblée de Guyane", True),
        ),
        (
            {"body_type": BodyType.OTHER, "assembly_name": "commission permanente"},
            *("la commission permanente", "de la commission permanente", True),
        ),
        ({"assembly_name": "Conseil de Paris"}, "le Conseil de Paris", "du Conseil de Paris", False),
        ({"style": SEED}, "le Conseil Municipal", "du Conseil Municipal", False),
        (
            {"body_type": BodyType.CCAS, "style": SEED},
            *("le Conseil d'Administration", "du Conseil d'Administration", False),
        ),
        ({"body_type": BodyType.OTHER, "style": SEED}, "l'Assemblée", "de l'Assemblée", True),
    ],
    ids=[
        *("commune", "epci", "closed-syndicate", "open-syndicate", "ccas", "other", "own-name-feminine"),
        *("commission", "own-name", "title-case", "title-case-apostrophe", "title-case-feminine"),
    ],
)
def test_assembly_with_its_article(facts, the_assembly, of_the_assembly, feminine):
    body = words(**facts)
    assert (body.the_assembly, body.of_the_assembly, body.is_feminine) == (
        the_assembly,
        of_the_assembly,
        feminine,
    )


@pytest.mark.parametrize(
    ("facts", "authority", "the_authority"),
    [
        ({"place_name": "Gruson"}, "commune de Gruson", "La commune de Gruson"),
        ({"place_name": "Aiglun"}, "commune d'Aiglun", "La commune d'Aiglun"),
        ({"place_name": "Hautmont"}, "commune d'Hautmont", "La commune d'Hautmont"),
        ({"place_name": "Honfleur"}, "commune de Honfleur", "La commune de Honfleur"),
        ({"place_name": "Yerres"}, "commune d'Yerres", "La commune d'Yerres"),
        ({"place_name": "Le Havre"}, "commune du Havre", "La commune du Havre"),
        ({"place_name": "Les Lilas"}, "commune des Lilas", "La commune des Lilas"),
        ({"place_name": "La Madeleine"}, "commune de La Madeleine", "La commune de La Madeleine"),
        ({"place_name": "L'Haÿ-les-Roses"}, "commune de L'Haÿ-les-Roses", "La commune de L'Haÿ-les-Roses"),
        ({"place_name": "Gruson", "style": SEED}, "Commune de GRUSON", "La Commune de GRUSON"),
        ({"place_name": "Aiglun", "style": SEED}, "Commune d'AIGLUN", "La Commune d'AIGLUN"),
        ({"place_name": "Le Havre", "style": SEED}, "Commune du HAVRE", "La Commune du HAVRE"),
        (
            {"body_type": BodyType.EPCI, "authority_name": "Communauté de communes Cœur de Brenne"},
            *("Communauté de communes Cœur de Brenne", "Communauté de communes Cœur de Brenne"),
        ),
        ({"body_type": BodyType.CCAS, "place_name": "CCAS de Gruson"}, "CCAS de Gruson", "CCAS de Gruson"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_authority(facts, authority, the_authority):
    assert (words(**facts).authority, words(**facts).the_authority) == (authority, the_authority)


@pytest.mark.parametrize(
    ("body_type", "genders", "expected"),
    [
        (BodyType.COMMUNE, (M, F), "Conseillers municipaux"),
        (BodyType.COMMUNE, (F, F), "Conseillères municipales"),
        (BodyType.COMMUNE, (F, None), "Conseillers municipaux"),
        (BodyType.COMMUNE, (None, None), "Conseillers municipaux"),
        (BodyType.COMMUNE, (F,), "Conseillère municipale"),
        (BodyType.COMMUNE, (M,), "Conseiller municipal"),
        (BodyType.COMMUNE, (None,), "Conseiller(ère) municipal(e)"),
        (BodyType.EPCI, (F, F), "Conseillères communautaires"),
        (BodyType.CLOSED_SYNDICATE, (M, F), "Délégués"),
        (BodyType.CCAS, (F,), "Administratrice"),
        (BodyType.CCAS, (M, F), "Administrateurs"),
        (BodyType.OTHER, (F, F), "Membres"),
    ],
)
def test_members_agree_and_nobody_is_guessed(body_type, genders, expected):
    assert words(body_type=body_type).members(len(genders), genders) == expected


@pytest.mark.parametrize(
    ("body_type", "plain", "title_case"),
    [(BodyType.COMMUNE, "maire", "Maire"), (BodyType.EPCI, "président", "Président")],
)
def test_head(body_type, plain, title_case):
    assert words(body_type=body_type).head == plain
    assert words(body_type=body_type, style=SEED).head == title_case


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (HouseStyle(), ["OBJET DE LA DÉLIBÉRATION", "EXPOSÉ", "DÉCISION"]),
        (SEED, ["OBJET DE LA DELIBERATION", "EXPOSE", "DECISION"]),
    ],
)
def test_headings_with_and_without_accents(style, expected):
    body = words(style=style)
    assert [body.heading(h) for h in ("Objet de la délibération", "Exposé", "Décision")] == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("", ""), ("élu", "Élu"), ("l'Élu", "L'Élu"), ("CCAS", "CCAS")]
)
def test_capitalised_touches_the_first_letter_only(text, expected):
    assert capitalised(text) == expected
