"""A live sitting to come, its members with their addresses, and the mail they receive."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
from django.core import mail
from django.utils import timezone

from councils.domain.bodies import Council as CouncilFacts
from councils.domain.bodies import DatedNumber
from councils.domain.people import Civility, Gender, Person
from councils.models import Contact, Council, CouncilPreferences, Mandate, User
from deliberations.domain.sittings import Sitting as SittingFacts
from deliberations.models import PersonalLink, Sitting
from deliberations.services.convening import send_convocation
from deliberations.services.dossiers import store_dossier
from deliberations.services.links import make_link
from tests.facts import make_council, make_item
from tests.support.remembered import remembered

PARIS = ZoneInfo("Europe/Paris")
SITE = "http://testserver"
PLACE = {"council": "exemple", "sitting": "seance"}

PEOPLE = (
    Person("m1", "Anne", "Durand", gender=Gender.FEMININE, civility=Civility.MADAME),
    Person("m2", "Bruno", "Petit", gender=Gender.MASCULINE, civility=Civility.MONSIEUR),
    Person("m3", "Chloé", "Roy", gender=Gender.FEMININE, civility=Civility.MADAME),
    Person("m4", "Denis", "Faure", gender=Gender.MASCULINE, civility=Civility.MONSIEUR),
    Person("m5", "Émilie", "Noël", gender=Gender.FEMININE, civility=Civility.MADAME),
)


def today() -> date:
    return timezone.localdate(timezone=PARIS)


def facts(members: int = 5, **more: Any) -> CouncilFacts:
    """A commune of 800 inhabitants, whose notice is three clear days."""
    told = {"populations": (DatedNumber(800),), "place_name": "Exemple", **more}
    return make_council(members, people=PEOPLE[:members], **told)


def sitting_facts(days: int = 10, **more: Any) -> SittingFacts:
    """A sitting to come, of three items: nothing has happened yet."""
    told = {
        "held_on": today() + timedelta(days=days),
        "starts_at": time(20, 30),
        "place": "à la mairie",
        "agenda": (
            make_item("p1", 1, title_html="Tarifs de la cantine", rapporteur="m2", theme="École"),
            make_item("p2", 2, title_html="Subvention au club de <em>tennis</em>"),
            make_item("p3", 3, title_html="Voirie", note_html="<p>Une note.</p>"),
        ),
        **more,
    }
    return SittingFacts(uid="seance", **told)


def make_world(
    members: int = 5,
    *,
    days: int = 10,
    paper: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    **more: Any,
) -> Sitting:
    """The sitting of a council whose members have an address, save ``without``; those of ``paper`` want paper."""
    key = ("convening", today(), repr((members, days, paper, without, more)))
    return remembered(key, lambda: _world(members, days, paper, without, more))


def _world(
    members: int, days: int, paper: tuple[str, ...], without: tuple[str, ...], more: dict[str, Any]
) -> Sitting:
    council = store_dossier(
        council=facts(members, **more.pop("council", {})), sittings=(sitting_facts(days, **more),), by=None
    )
    for person in council.persons.all():
        email = "" if person.uid in without else f"{person.uid}@exemple.test"
        Contact.objects.create(person=person, email=email, wants_paper=person.uid in paper)
    CouncilPreferences.objects.create(council=council, contact_email="mairie@exemple.test")
    return Sitting.objects.select_related("council").get(council=council)


def member(council: Council, uid: str) -> Mandate:
    return Mandate.objects.select_related("person").get(council=council, uid=uid)


def send_all(sitting: Sitting, by: User, **more: Any) -> tuple[Any, ...]:
    return send_convocation(
        sitting, **{"by": by, "at": timezone.now(), "site": SITE, "reason": "Il le faut.", **more}
    )


def link_of(sitting: Sitting, uid: str, **changes: Any) -> str:
    """The token of a new link of one member."""
    link, token = make_link(sitting, member(sitting.council, uid), timezone.now())
    if changes:
        PersonalLink.objects.filter(pk=link.pk).update(**changes)
    return token


def code_sent() -> str:
    """The code of the last e-mail that has one."""
    (code,) = re.findall(r"\b\d{6}\b", [m for m in mail.outbox if "code" in m.subject][-1].subject)
    return code


def letters() -> Mapping[str, str]:
    """The subject of the last message to each address."""
    return {message.to[0]: message.subject for message in mail.outbox}


def one_page() -> bytes:
    """The smallest PDF, where the letter itself is not what is tested: setting one takes a quarter of a second."""
    stream = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    return stream.getvalue()
