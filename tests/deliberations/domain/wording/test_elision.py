import pytest

from deliberations.domain.wording.elision import de, du, que

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Olivier TURPIN", "d'Olivier TURPIN"),
        ("Gruson", "de Gruson"),
        ("GRUSON", "de GRUSON"),
        ("Élise", "d'Élise"),
        ("ÉLISE", "d'ÉLISE"),
        ("Œuvre", "d'Œuvre"),
        ("Annœullin", "d'Annœullin"),
        ("LE MOIGNE", "de LE MOIGNE"),
        ("15 voix", "de 15 voix"),
        ("une voix", "d'une voix"),
        ("onze voix", "de onze voix"),
        ("oui", "de oui"),
        ("ouest", "d'ouest"),
    ],
)
def test_de(name, text):
    assert de(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Hélène HAVRET", "d'Hélène HAVRET"),
        ("HÉLÈNE", "d'HÉLÈNE"),
        ("Henri", "d'Henri"),
        ("Hervé", "d'Hervé"),
        ("Hubert", "d'Hubert"),
        ("Hyères", "d'Hyères"),
        ("Haubourdin", "d'Haubourdin"),
        ("Hautmont", "d'Hautmont"),
        ("Houdain", "d'Houdain"),
        ("habitants", "d'habitants"),
        ("huîtres", "d'huîtres"),
        ("haltères", "d'haltères"),
        ("héroïsme", "d'héroïsme"),
        ("hôtel", "d'hôtel"),
        ("Haute-Savoie", "de Haute-Savoie"),
        ("Hauts-de-France", "de Hauts-de-France"),
        ("Hem", "de Hem"),
        ("HONFLEUR", "de HONFLEUR"),
        ("hameau", "de hameau"),
        ("halte-garderie", "de halte-garderie"),
        ("hall", "de hall"),
        ("Halluin", "d'Halluin"),
        ("handicap", "de handicap"),
        ("hausse", "de hausse"),
        ("huit voix", "de huit voix"),
        ("héros", "de héros"),
        ("hors-série", "de hors-série"),
    ],
)
def test_de_before_h(name, text):
    assert de(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Yves", "d'Yves"),
        ("Yvonne", "d'Yvonne"),
        ("Yonne", "d'Yonne"),
        ("YERRES", "d'YERRES"),
        ("Yannick", "de Yannick"),
        ("Yutz", "de Yutz"),
        ("yeux", "d'yeux"),
        ("Y", "d'Y"),
    ],
)
def test_de_before_y(name, text):
    assert de(name) == text


@pytest.mark.parametrize(
    ("phrase", "of"),
    [
        ("le conseil municipal", "du conseil municipal"),
        ("la commune", "de la commune"),
        ("l'assemblée", "de l'assemblée"),
        ("l’assemblée", "de l’assemblée"),
        ("les élus", "des élus"),
        ("Le Havre", "du Havre"),
        ("LE HAVRE", "du HAVRE"),
        ("La Madeleine", "de La Madeleine"),
        ("Les Lilas", "des Lilas"),
        ("L'Haÿ-les-Roses", "de L'Haÿ-les-Roses"),
        ("Lens", "de Lens"),
        ("Lezennes", "de Lezennes"),
        ("Annœullin", "d'Annœullin"),
    ],
)
def test_du(phrase, of):
    assert du(phrase) == of


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("il", "qu'il"),
        ("elle", "qu'elle"),
        ("à la suite", "qu'à la suite"),
        ("le conseil", "que le conseil"),
        ("onze membres", "que onze membres"),
        ("y", "qu'y"),
    ],
)
def test_que(text, sentence):
    assert que(text) == sentence


@pytest.mark.parametrize("function", [de, du, que])
def test_nothing_to_join(function):
    with pytest.raises(ValueError, match="needs a word"):
        function(" ")
