"""First start, settings, members, elections and installation."""

from datetime import date

from councils.models import Council, Delegation, Interest, Office
from deliberations.domain.sittings import ItemKind
from deliberations.models import AgendaItem, Election, Round, Sitting
from tests.access import Row, everyone, only

MANAGERS = ("secretary", "administrator")
SET_UP = only(*MANAGERS)
REFUSED = only(*MANAGERS, status=422)
WRITES = only("secretary")
STAFF = only("auditor", "clerk", "secretary", "deputy", "mayor", "administrator")
MEMBER = {"mandate": "turpin"}


def _office(council: Council) -> dict[str, object]:
    return {"office": Office.objects.filter(mandate__council=council).first().pk}


def _interest(council: Council) -> dict[str, object]:
    mandate = council.mandates.get(uid="turpin")
    return {"interest": Interest.objects.create(mandate=mandate, topic="Club de judo").pk}


def _delegation(council: Council) -> dict[str, object]:
    mandate = council.mandates.get(uid="turpin")
    row = Delegation.objects.create(
        council=council, mandate=mandate, scope="Finances", since=date(2023, 1, 1)
    )
    return {"delegation": row.pk}


def _election(council: Council) -> dict[str, object]:
    """An election of one round on a new item of the sitting."""
    sitting = Sitting.objects.get(council=council)
    item = AgendaItem.objects.create(
        sitting=sitting, uid="election", order=99, title_html="Élection du maire", kind=ItemKind.ELECTION
    )
    row = Election.objects.create(sitting=sitting, item=item, uid="scrutin", posts="Maire")
    Round.objects.create(election=row, number=1)
    return {"item": "election", "election": "scrutin", "number": 1}


ROWS = {
    "start_identity": Row(SET_UP, post=REFUSED),
    "start_rules": Row(SET_UP, post=REFUSED),
    "start_members": Row(SET_UP, post=REFUSED),
    "start_ranks": Row(SET_UP),
    "start_letterhead": Row(SET_UP, post=REFUSED),
    "start_preview": Row(SET_UP),
    "start_preview_pdf": Row(SET_UP),
    "settings": Row(SET_UP),
    "settings_identity": Row(SET_UP, post=REFUSED),
    "settings_rules": Row(SET_UP, post=REFUSED),
    "settings_letterhead": Row(SET_UP, post=REFUSED),
    "settings_figure": Row(SET_UP, post=REFUSED, more={"figure": "population"}),
    "members": Row(everyone(200)),
    "member_add": Row(SET_UP, post=REFUSED),
    "members_upload": Row(SET_UP, post=REFUSED),
    "members_review": Row(only(*MANAGERS, status=302), post=only(*MANAGERS, status=302)),
    "members_model": Row(SET_UP, more={"kind": "csv"}),
    "member": Row(SET_UP, more=MEMBER),
    "member_edit": Row(SET_UP, post=REFUSED, more=MEMBER),
    "member_contact": Row(SET_UP, post=only(*MANAGERS, status=302), more=MEMBER),
    "member_office_add": Row(SET_UP, post=REFUSED, more=MEMBER),
    "member_office": Row(SET_UP, post=REFUSED, more=MEMBER, prepare=_office),
    "member_interest_add": Row(SET_UP, post=REFUSED, more=MEMBER),
    "member_interest": Row(SET_UP, post=REFUSED, more=MEMBER, prepare=_interest),
    "member_delegation_add": Row(SET_UP, post=REFUSED, more=MEMBER),
    "member_delegation": Row(SET_UP, post=REFUSED, more=MEMBER, prepare=_delegation),
    "member_end": Row(SET_UP, post=REFUSED, more=MEMBER),
    "member_delete": Row(SET_UP, post=only(*MANAGERS, status=302), more=MEMBER),
    "installation": Row(WRITES, post=only("secretary", status=422)),
    "installation_sitting": Row(WRITES, post=only("secretary", status=422)),
    "election": Row(STAFF, prepare=_election),
    "election_define": Row(WRITES, post=only("secretary", status=422), prepare=_election),
    "election_edit": Row(WRITES, post=only("secretary", status=422), prepare=_election),
    "election_round": Row(WRITES, post=only("secretary", status=422), prepare=_election),
    "election_round_remove": Row(WRITES, post=only("secretary", status=302), prepare=_election),
}
