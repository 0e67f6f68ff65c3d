"""A sitting of ours that has been held and waits for its closing. Nobody here is real."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from councils.domain.bodies import DatedNumber
from councils.models import Council, User
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.sittings import Convocation
from deliberations.models import Deliberation, Rectification, Sitting
from deliberations.services.closing import close_sitting
from deliberations.services.dossiers import store_dossier
from deliberations.services.hiding import hide_words
from deliberations.services.passages import passages_of_act
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote, member_names
from tests.support.remembered import remembered

HELD_ON = date(2026, 11, 10)
AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
SIREN = "123456782"
SECRET = "Madame Confidence"
"""A name that stands in a private passage: no public page may say it."""
REASON = "Vérifié avec la mairie."


def make_draft(item: str, **facts: Any) -> Any:
    """An act without a number, which holds a private passage."""
    basics = {
        "year": None,
        "sequence": None,
        "title_html": f"Tarifs {item}",
        "statement_html": f"<p>Sur la demande de <mark data-private>{SECRET}</mark>, domiciliée ici.</p>",
        "clauses": (Clause(ClauseKind.VU, "le code général des collectivités territoriales"),),
        "operative": (OperativePart(("d'adopter les tarifs",)),),
    }
    return replace(make_act(item), **{**basics, **facts})


def store_evening(
    uid: str = "exemple", *, held_on: date = HELD_ON, council: dict[str, Any] | None = None, **facts: Any
) -> Sitting:
    """A council of eight and its sitting: p1 adopted, p2 rejected, p3 adopted without a draft, p4 only told.

    ``council`` and ``facts`` are fields of the council and of the sitting.
    """
    key = ("finishing", repr((uid, held_on, council, facts)))
    return remembered(key, lambda: _evening(uid, held_on, council, facts))


def _evening(uid: str, held_on: date, council: dict[str, Any] | None, facts: dict[str, Any]) -> Sitting:
    everyone = member_names(8)
    basics: dict[str, Any] = {
        "held_on": held_on,
        "place": "en mairie",
        "convocation": Convocation(sent_on=held_on - timedelta(days=9)),
        "agenda": (
            *(make_item(f"p{n}", n, matter_code="7.5") for n in (1, 2, 3)),
            make_item("p4", 4, kind="INFORMATION"),
        ),
        "votes": (
            make_vote("p1", uid="v1"),
            make_vote("p2", uid="v2", against=everyone[:6]),
            make_vote("p3", uid="v3"),
        ),
        "deliberations": (make_draft("p1"), make_draft("p2"), make_draft("p3")),
    }
    body = {
        "uid": uid,
        "siren": SIREN if uid == "exemple" else "",
        "department_code": "59",
        "populations": (DatedNumber(900),),
        "seats": (DatedNumber(8),),
        **(council or {}),
    }
    sitting = make_sitting(8, members=8, **{**basics, **facts})
    row = store_dossier(council=make_council(8, **body), sittings=(sitting,), by=None)
    return Sitting.objects.get(council=row)


def recent() -> date:
    """Ten days ago by the real clock, for the pages that read it."""
    return timezone.localdate() - timedelta(days=10)


def hide(act: Deliberation, *words: str) -> Rectification:
    """Hide those words from the public, in the first passage that holds the first of them."""
    chosen = next(each for each in passages_of_act(act) if words[0] in each.text)
    ticked = [n for n, word in enumerate(chosen.words) if word.text in words]
    return hide_words(act=act, passage=chosen.key, words=ticked, reason="Adresse", by=None, at=AT)


def another_sitting(council: Council, day: date, uid: str = "suivante") -> Sitting:
    """A sitting to come, with an empty agenda."""
    return Sitting.objects.create(council=council, uid=uid, held_on=day)


def opened_sitting(council: Council, day: date, uid: str = "suivante") -> Sitting:
    """The same once it was opened."""
    opened_at = datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC)
    return Sitting.objects.create(council=council, uid=uid, held_on=day, opened_at=opened_at)


def closed(sitting: Sitting, by: User | None = None, at: datetime = AT) -> Sitting:
    """The same sitting, closed."""
    return close_sitting(sitting=sitting, by=by, at=at, reason=REASON)


def closed_evening(**facts: Any) -> Sitting:
    """``store_evening``, closed, as the tests of what comes after find it."""
    return remembered(("closed", repr(facts)), lambda: closed(store_evening(**facts)))


def act_of(sitting: Sitting, item: str) -> Deliberation:
    """The act made from an item."""
    rows = Deliberation.objects.select_related("council", "sitting__council", "item")
    return rows.get(sitting=sitting, item__uid=item)
