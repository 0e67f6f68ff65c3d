"""The sentences of a convocation and of a written proxy (CGCT art. L. 2121-10 to L. 2121-12, L. 2121-20).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from councils.domain.people import Civility, Gender, Person
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.clear_days import LONG_NOTICE, clear_days_between
from deliberations.domain.notices import counts_clear_days, notice_due
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date, numeric_time, weekday_name
from deliberations.domain.wording.elision import de
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

AGENDA = "Ordre du jour"
NOTES = "Notes explicatives"
PROXY = "Pouvoir"
PROXY_HOLDER = "donne pouvoir à (prénom et nom du mandataire) :"
PROXY_SIGNATURE = "Signature :"
_CIVILITIES = {Civility.MADAME: "Madame", Civility.MONSIEUR: "Monsieur"}
_BY_GENDER: Mapping[Gender | None, str] = {Gender.FEMININE: "Madame", Gender.MASCULINE: "Monsieur"}
_NEUTRAL = "Madame, Monsieur"
_SIGNED = {Gender.FEMININE: "soussignée", Gender.MASCULINE: "soussigné"}


def when(record: Record) -> str:
    """« mardi 19 décembre 2023 à 20 h 30 »; the hour only where it is known."""
    sitting = record.sitting
    day = f"{weekday_name(sitting.held_on)} {long_date(sitting.held_on)}"
    return f"{day} à {numeric_time(sitting.starts_at)}" if sitting.starts_at else day


def notice_told(record: Record, sent_on: date) -> str:
    """« 3 jours francs avant la séance »; « 3 jours » where the law does not count clear ones."""
    held_on, are_clear = record.sitting.held_on, counts_clear_days(record)
    days = clear_days_between(sent_on, held_on) if are_clear else (held_on - sent_on).days
    if days < 0:
        return "après la séance"
    return f"{counted(days, *(('jour franc', 'jours francs') if are_clear else ('jour', 'jours')))} avant la séance"


def title(body: BodyWords) -> str:
    """« Convocation du conseil municipal »."""
    return f"Convocation {body.of_the_assembly}"


def file_title(record: Record, body: BodyWords) -> str:
    """Title of the file: « Convocation du conseil municipal – séance du 19 décembre 2023 »."""
    return f"{title(body)} – séance du {long_date(record.sitting.held_on)}"


def salutation(record: Record, members: MemberWords, member: str) -> str:
    """« Madame la Maire, », « Monsieur, », or « Madame, Monsieur, » when neither civility nor gender is known."""
    return f"{_address(record, members, member)},"


def _address(record: Record, members: MemberWords, member: str) -> str:
    office, person = members.office(member), record.person_of(member)
    if office is not None and office.address:
        return office.address
    if person is None:
        return _NEUTRAL
    return _called(person) or _NEUTRAL


def _called(person: Person) -> str:
    """« Madame », from the civility or else the gender; empty when neither is known."""
    return _CIVILITIES[person.civility] if person.civility else _BY_GENDER.get(person.gender, "")


def addressee(record: Record, members: MemberWords, member: str) -> tuple[str, ...]:
    """« Madame Prénom NOM », then the title when there is one."""
    person = record.person_of(member)
    called = _called(person) if person else ""
    name = f"{called} {members.name(member)}".strip()
    heading = members.title(member) or _plain_title(members, member)
    return tuple(line for line in (name, capitalised(heading)) if line)


def _plain_title(members: MemberWords, member: str) -> str:
    """« conseillère municipale », where the gender is known."""
    gender = members.gender(member)
    return members.body.member(gender) if gender else ""


def summons(record: Record, body: BodyWords) -> str:
    """« J'ai l'honneur de vous prier de bien vouloir assister à la séance du conseil municipal qui se tiendra… »."""
    place = record.sitting.place.strip()
    where = f", {place}" if place else ""
    return (
        "J'ai l'honneur de vous prier de bien vouloir assister à la séance "
        f"{body.of_the_assembly} qui se tiendra le {when(record)}{where}."
    )


def circumstances(record: Record) -> tuple[str, ...]:
    """What makes this call unlike the others: a second call, an urgency."""
    return (*_second_call(record), *_urgency(record))


def _second_call(record: Record) -> tuple[str, ...]:
    uid = record.sitting.convocation.second_of
    if not uid:
        return ()
    first = next((sitting for sitting in record.earlier if sitting.uid == uid), None)
    when_first = f" du {long_date(first.held_on)}" if first else ""
    article = article_of(record.council, Topic.SECOND_CALL)
    text = (
        f"Le quorum n'ayant pas été atteint à la séance{when_first}, l'assemblée est convoquée à nouveau. Sur "
        f"les points déjà inscrits à l'ordre du jour de cette première séance, elle délibérera valablement sans "
        f"condition de quorum{_in_brackets(article)}."
    )
    return (text,)


def _urgency(record: Record) -> tuple[str, ...]:
    convocation = record.sitting.convocation
    if not convocation.is_urgent:
        return ()
    reason = convocation.urgency_reason.strip().rstrip(".")
    why = f" : {reason}" if reason else ""
    notice = notice_due(record)
    article = notice.article if notice else ""
    text = (
        f"Cette convocation est adressée en urgence{why}. Il en sera rendu compte dès l'ouverture de la séance, et "
        f"l'assemblée se prononcera sur l'urgence{_in_brackets(article)}."
    )
    return (text,)


def papers(record: Record, noted: int) -> str:
    """What goes with the convocation; ``noted`` counts the items that have a note. Empty when nothing does."""
    if not noted:
        return ""
    notice = notice_due(record)
    is_due = notice is not None and notice.clear_days >= LONG_NOTICE
    name = "note explicative de synthèse" if is_due else "note explicative"
    if noted == 1:
        return f"Une {name} est jointe à la présente convocation."
    plural = "notes explicatives de synthèse" if is_due else "notes explicatives"
    return f"Les {plural} sur les affaires soumises à délibération sont jointes à la présente convocation."


def about_proxies(record: Record) -> str:
    """How a member who cannot come is represented (CGCT art. L. 2121-20)."""
    article = article_of(record.council, Topic.PROXIES)
    limit = "qu'un seul" if record.proxies_allowed == 1 else f"que {record.proxies_allowed}"
    return (
        "Si vous ne pouvez pas assister à cette séance, vous pouvez donner pouvoir écrit, pour voter en votre nom, "
        f"à un autre membre de l'assemblée, qui ne peut en détenir {limit}{_in_brackets(article)}. Un modèle de "
        "pouvoir est joint."
    )


def farewell(record: Record, members: MemberWords, member: str) -> str:
    address = _address(record, members, member)
    return f"Je vous prie d'agréer, {address}, mes salutations distinguées."


def rapporteur(members: MemberWords, member: str) -> str:
    return f"Rapporteur : {members.name(member)}"


def _in_brackets(article: str) -> str:
    return f" ({article})" if article else ""


# The written proxy -----------------------------------------------------------------------------------------


def proxy_grantor(members: MemberWords, member: str) -> str:
    """« Je soussignée, Prénom NOM, conseillère municipale, »."""
    gender = members.gender(member)
    signed = _SIGNED[gender] if gender else "soussigné(e)"
    heading = members.title(member) or _plain_title(members, member)
    parts = [f"Je {signed}", members.name(member), heading]
    return f"{', '.join(part for part in parts if part)},"


def proxy_purpose(record: Record, body: BodyWords, items: Sequence[int] = ()) -> str:
    """What the proxy is for; ``items`` are the numbers of the points when it does not cover the whole sitting."""
    held = f"la séance {body.of_the_assembly} du {when(record)}"
    if not items:
        return f"pour me représenter à {held} et prendre part en mon nom à tous les votes."
    points = points_named(items)
    return (
        f"pour me représenter à {held} et prendre part en mon nom aux votes sur {points} de l'ordre du jour."
    )


def points_named(numbers: Sequence[int]) -> str:
    """« le point 2 », « les points 2 et 3 »; empty for none."""
    if not numbers:
        return ""
    listed = join_list([str(number) for number in numbers])
    return f"le point {listed}" if len(numbers) == 1 else f"les points {listed}"


def proxy_warning(record: Record) -> str:
    """What every grantor should know (CGCT art. L. 2121-20)."""
    article = article_of(record.council, Topic.PROXIES)
    return (
        f"Chaque membre ne peut détenir {_proxies_held(record)}. Le pouvoir est toujours "
        f"révocable{_in_brackets(article)} ; il prend fin si son auteur rejoint la séance."
    )


def _proxies_held(record: Record) -> str:
    """« qu'un seul pouvoir », save where the rules recorded for that day let a member hold more."""
    allowed = record.proxies_allowed
    return "qu'un seul pouvoir" if allowed == 1 else f"que {allowed} pouvoirs"


def proxy_delivery(record: Record) -> str:
    """Where the paper goes, before the sitting or at its beginning."""
    seat = BodyWords(record.council).at_the_seat
    return (
        f"Ce pouvoir est à remettre ou à faire parvenir {seat} avant la séance, ou au président au début de "
        "celle-ci."
    )


def proxy_second_call(covers: bool | None) -> str:
    """Whether it is still worth something at a second call; only what its face says."""
    return "Ce pouvoir vaut aussi pour une seconde convocation de la même séance." if covers else ""


def proxy_received(signed_on: date, clock: str) -> str:
    """How the grantor of an online proxy was known, in plain words."""
    return (
        f"Pouvoir donné par voie électronique le {long_date(signed_on)} à {clock}, depuis le lien personnel adressé à "
        "son auteur, et confirmé par un code à usage unique envoyé à son adresse électronique."
    )


def proxy_given_to(members: MemberWords, holder: str) -> str:
    return f"donne pouvoir à {members.with_title(holder)},"


def proxy_title(members: MemberWords, grantor: str) -> str:
    return f"Pouvoir {de(members.name(grantor))}"
