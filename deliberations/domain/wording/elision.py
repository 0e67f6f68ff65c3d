"""Elision and contraction: « d'Olivier », « du conseil », « qu'il ».

Whether an initial h is aspirated is a fact of each word, so it is a list. A word in h that is not in it
elides: most given names (Hélène, Henri, Hervé) and most towns (Haubourdin, Hautmont) do.
"""

import re
from functools import lru_cache

from councils.domain.names import strip_accents


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Whole words, then beginnings of words, without accents. A compound counts by its first part
# (« Haute-Savoie »), while a name in one word keeps its own usage (« d'Hautmont »).
_ASPIRATED_WORDS = _words("""
    hague haguenau hall halle halles hallier halliers halls hamid hans harlem harry haro hassan haut haute hautes
    hauts hautain hautaine hauteur hauteurs havre havres haye hem heros hic hip hit hobby honfleur hop hors hotte
    hottes houe houilles houx hub huche huee huees huit huitaine huitieme huitiemes hun huningue huns
""")
_ASPIRATED_STEMS = _words("""
    habl hach hack haie haillon hain hair haiss halag haleter hallebard halt hamac hambourg hameau hamburger
    hampe hamster hanche hand hangar hanneton hanovr hant harangu haras harass harcel hardi harem hareng
    hargn haricot harki harnach harnais harp hasard hatif hativ hauban hauss hautbois hayon heaume heraut
    heriss hernie herse hetr heurt hibou hideu hierarch hiss hobereau hochet hockey holding holland
    homard hongr hont hooligan hoquet horde houblon houille houle hourra housse hublot huguenot hurl
    husky hussard hutt
""")
_MUTE_EXCEPTIONS = _words("haltere haltero hantavir")
_WITHOUT_ELISION = _words("onze onzieme onziemes oui ouistiti uhlan ululement")
_ELIDED_Y = _words("yerres yeu yeuse yeux yonne")
_VOWELS = tuple("aeiou")
_ARTICLE = re.compile(r"(?:(?P<masculine>le )|(?P<plural>les )|la |l['’])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def elides(text: str) -> bool:
    """Whether « de » or « que » loses its e before ``text``: not before an aspirated h, « onze », « oui »."""
    match = re.match(r"\w*", strip_accents(text.strip()).lower())
    word = match.group() if match else ""
    if word.startswith("h"):
        return not _has_aspirated_h(word)
    if word.startswith("y"):
        return word in _ELIDED_Y or not word.startswith(_VOWELS, 1)
    return word.startswith(_VOWELS) and word not in _WITHOUT_ELISION


def _has_aspirated_h(word: str) -> bool:
    if word in _ASPIRATED_WORDS:
        return True
    return word.startswith(_ASPIRATED_STEMS) and not word.startswith(_MUTE_EXCEPTIONS)


def _joined(particle: str, text: str) -> str:
    if not text.strip():
        raise ValueError(f"« {particle} » needs a word after it")
    return f"{particle[:-1]}'{text}" if elides(text) else f"{particle} {text}"


def de(name: str) -> str:
    """« d'Olivier TURPIN », « de GRUSON »: never contracted (a family may be called « LE MOIGNE »).

    Raises ``ValueError`` when it is empty.
    """
    return _joined("de", name)


def que(text: str) -> str:
    """« qu'il », « que le conseil ». Raises ``ValueError`` when empty."""
    return _joined("que", text)


def du(phrase: str) -> str:
    """« du conseil », « de la commune », « de l'assemblée », « des élus » from a phrase with its article.

    Also names of places: « du Havre », « de La Madeleine », « des Lilas », « de L'Haÿ ». Without an
    article, like ``de``. Raises ``ValueError`` when empty.
    """
    match = _ARTICLE.match(phrase)
    if match is None:
        return de(phrase)
    if match.lastgroup is None:
        return f"de {phrase}"
    return f"{'du' if match['masculine'] else 'des'} {phrase[match.end() :]}"
