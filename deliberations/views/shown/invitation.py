"""What the personal page of a member shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from councils.domain.people import Gender
from deliberations.domain.convening import AnswerKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import BarGround
from deliberations.domain.texts import text_of
from deliberations.domain.wording import convening as words
from deliberations.domain.wording.agreement import CALLED, EXCUSED, PRESENT, agree
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.models import Answer, Bar, LinkEvent, PersonalLink, ProxyGrant, Sitting, StoredFile
from deliberations.queries.members_papers import papers_for_members
from deliberations.services.answers import are_answers_open
from deliberations.services.messages import privacy, rights


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class InvitationItem:
    """``is_declared``: the member told an interest on it."""

    uid: str
    number: int
    title: str
    theme: str
    rapporteur: str
    note_html: str
    papers: tuple[InvitationPaper, ...]
    is_declared: bool


@dataclass(frozen=True, slots=True)
class ShownGrant:
    """``is_whole``: for the whole sitting, so that its giver is excused."""

    uid: str
    sentence: str
    has_pdf: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    """``given`` is the proxy of this member in force; ``held`` those that others gave him.

    ``called``, ``present`` and ``excused`` are the words that agree with who reads.
    """

    greeting: str
    called: str
    present: str
    excused: str
    title: str
    when: str
    place: str
    is_open: bool
    answer: str
    answered: str
    items: tuple[InvitationItem, ...]
    given: ShownGrant | None
    held: tuple[ShownGrant, ...]
    privacy: tuple[str, ...]
    rights: tuple[str, ...]
    events: tuple[str, ...]


def member_page(record: Record, link: PersonalLink, now: datetime) -> MemberPage:
    """The sitting, the papers, what the member answered, and what is kept of it."""
    sitting, member = link.sitting, link.member
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    answer = Answer.objects.filter(sitting=sitting, member=member).first()
    zone, genders = ZoneInfo(record.council.time_zone), [members.gender(member.uid)]
    given = ProxyGrant.objects.in_force().filter(sitting=sitting).select_related("grantor", "holder")
    return MemberPage(
        greeting=words.salutation(record, members, member.uid),
        called=agree(CALLED, genders),
        present=agree(PRESENT, genders),
        excused=agree(EXCUSED, genders),
        title=f"Séance {body.of_the_assembly}",
        when=capitalised(words.when(record)),
        place=capitalised(record.sitting.place),
        is_open=are_answers_open(record, now),
        answer=answer.kind if answer else "",
        answered=_answered(answer, zone, genders),
        items=_items(sitting, member.pk, members),
        given=next((_grant(members, proxy) for proxy in given.filter(grantor=member)), None),
        held=tuple(_grant(members, proxy) for proxy in given.filter(holder=member)),
        privacy=tuple(privacy(sitting)),
        rights=rights(sitting),
        events=_events(link, zone),
    )


def _answered(answer: Answer | None, zone: ZoneInfo, genders: Sequence[Gender | None]) -> str:
    if answer is None:
        return ""
    is_coming = answer.kind == AnswerKind.PRESENT
    what = f"vous serez {agree(PRESENT, genders)}" if is_coming else f"vous êtes {agree(EXCUSED, genders)}"
    return f"Votre réponse du {_at(answer.at, zone)} : {what}."


def _at(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{long_date(local.date())} à {numeric_time(local.time())}"


def _items(sitting: Sitting, member: int, members: MemberWords) -> tuple[InvitationItem, ...]:
    told = Bar.objects.filter(item__sitting=sitting, member=member, ground=BarGround.INTEREST)
    declared = set(told.values_list("item_id", flat=True))
    return tuple(
        InvitationItem(
            uid=papers.item.uid,
            number=papers.item.order,
            title=text_of(papers.item.title_html) or "Point sans objet",
            theme=papers.item.theme,
            rapporteur=words.rapporteur(members, papers.item.rapporteur.uid)
            if papers.item.rapporteur
            else "",
            note_html=papers.note_html,
            papers=tuple(_paper(file) for file in papers.files),
            is_declared=papers.item.pk in declared,
        )
        for papers in papers_for_members(sitting)
    )


def _paper(file: StoredFile) -> InvitationPaper:
    return InvitationPaper(file.uid, file.name)


def _grant(members: MemberWords, proxy: ProxyGrant) -> ShownGrant:
    points = words.points_named(sorted(item.order for item in proxy.items.all()))
    scope = f" pour {points}" if points else " pour toute la séance"
    names = f"{members.name(proxy.grantor.uid)} donne pouvoir à {members.name(proxy.holder.uid)}"
    return ShownGrant(proxy.uid, f"{names}{scope}.", proxy.pdf_id is not None, not points)


def _events(link: PersonalLink, zone: ZoneInfo) -> tuple[str, ...]:
    rows = LinkEvent.objects.filter(sitting=link.sitting, member=link.member).order_by("at", "pk")
    return tuple(
        f"{_at(row.at, zone)} : {row.get_kind_display()}{f' ({row.detail})' if row.detail else ''}"
        for row in rows
    )
