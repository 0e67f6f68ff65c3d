"""The sentences of the agenda posted at the door of the town hall (CGCT art. L. 2121-10, R. 2121-7).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.convening import when

TITLE = "Ordre du jour"
IS_PUBLIC = "La séance est publique."
POSTED_ON = "Affiché le"
EMPTY = "L'ordre du jour est vide : inscrivez-y d'abord des points."


def summons(record: Record, body: BodyWords) -> str:
    """« Le conseil municipal se réunira le mardi 19 décembre 2023 à 20 h 30, à la mairie. »"""
    place = record.sitting.place.strip()
    where = f", {place}" if place else ""
    return f"{capitalised(body.the_assembly)} se réunira le {when(record)}{where}."


def is_open_to_all(record: Record) -> bool:
    """Whether it may be said that the sitting is public: never that of a CCAS (CASF art. L. 133-5)."""
    return record.sitting.is_public and record.council.body_type is not BodyType.CCAS


def article(record: Record) -> str:
    """« CGCT art. L. 2121-10 », or nothing."""
    return article_of(record.council, Topic.CONVOCATION)
