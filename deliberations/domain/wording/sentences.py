"""The sentences of a deliberation, one builder per kind of sentence.

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from councils.domain.bodies import AppealWording, PublicationMode
from councils.domain.look_variants import CountDigits, ExecutoryWording, VoteNames
from councils.domain.people import Gender
from deliberations.domain.acts import (
    Clause,
    ClauseKind,
    OperativeLayout,
    OperativePart,
    OriginalFile,
    PublicFact,
)
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount, choice_of, voting_moment
from deliberations.domain.enforceability import Appeal, is_notification, publication_mode
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, Election, StatedResult, Vote, VoteMethod
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import numeric_date
from deliberations.domain.wording.elision import du
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import short_ordinal, two_digits
from deliberations.domain.wording.openings import convocation as convocation
from deliberations.domain.wording.openings import officers as officers
from deliberations.domain.wording.openings import opening as opening

DELIBERATED = "Fait et délibéré en séance les jour, mois et an susdits."
TRUE_COPY = "Pour copie certifiée conforme."
_TRANSCRIPTION = (
    "Transcription, sans valeur de copie. Le document authentique est le document d'origine, gardé tel qu'il a été "
    "reçu (empreinte SHA-256 : {sha256})."
)

FORMS = {
    VoteMethod.ORDINARY: "à main levée",
    VoteMethod.PUBLIC: "au scrutin public",
    VoteMethod.SECRET: "au scrutin secret",
}
_OPENERS = {
    ClauseKind.VU: "Vu ",
    ClauseKind.CONSIDERANT: "Considérant ",
    ClauseKind.ENTENDU: "Entendu ",
    ClauseKind.SUR_PROPOSITION: "Sur proposition ",
    ClauseKind.SUR_RAPPORT: "Sur rapport ",
    ClauseKind.OTHER: "",
}
STATED = {
    StatedResult.UNANIMOUS: "à l'unanimité",
    StatedResult.ADOPTED: "à la majorité",
    StatedResult.REJECTED: "à la majorité",
}
_APPEAL_START = {
    AppealWording.PUBLICATION: "de sa publication",
    AppealWording.PUBLICATION_AND_TRANSMISSION: "de sa publication et sa transmission aux services de l'État",
}
_LOOSE_END = re.compile(r"(?:\s*(?<!&amp)(?<!&lt)(?<!&gt)[;,])*\s*$")
"""Semicolons and commas that a text brings at its end, where the sentence puts its own; not « &amp; »."""

_NOT_ADOPTED = {
    Verdict.REJECTED: "rejette la proposition suivante",
    Verdict.UNDETERMINED: "constate le partage égal des voix sur la proposition suivante",
}
_ELECTION_APPEAL = (
    "L'élection peut être contestée par tout électeur devant le {court}, dans les formes et délais prévus aux "
    "articles L. 2122-13 et D. 2122-2 du Code général des collectivités territoriales."
)
_HANDED_IN = frozenset({"", "papier", "courrier", "dépôt"})
"""Channels of transmission that are not a place reached by teleprocedure."""

_PUBLISHED = {
    PublicationMode.ELECTRONIC: "Publié en ligne",
    PublicationMode.POSTING: "Affiché",
    PublicationMode.PAPER: "Mis à la disposition du public sur papier",
}
_CHAIRS: Mapping[Gender | None, str] = {Gender.FEMININE: "de la présidente", Gender.MASCULINE: "du président"}
_SITE = re.compile(r"^(?:le )?(?=site\b)", re.IGNORECASE)


def member_counts(attendance: Attendance) -> tuple[str, ...]:
    remote = len(attendance.having(SeatState.REMOTE))
    lines = (f"En exercice : {attendance.in_office}", f"Présents : {attendance.present}")
    return (*lines, f"À distance : {remote}") if remote else lines


def vote_counts(count: VoteCount) -> tuple[str, ...]:
    """« Pour : 15 », « Contre : 00 », « Abstention : 00 »; other choices only where there are some."""
    lines = []
    labelled = (("Pour", count.in_favour), ("Contre", count.against))
    lines += [f"{label} : {two_digits(n)}" for label, n in labelled if n is not None]
    if count.abstentions is not None:
        lines.append(f"{_noun(count.abstentions, 'Abstention')} : {two_digits(count.abstentions)}")
    others = (("Blanc", count.blank), ("Nul", count.null))
    lines += [f"{_noun(n, label)} : {two_digits(n)}" for label, n in others if n]
    if count.not_voting:
        verb = "Ne prend pas part au vote" if count.not_voting == 1 else "Ne prennent pas part au vote"
        lines.append(f"{verb} : {two_digits(count.not_voting)}")
    return tuple(lines)


def election_counts(election: Election) -> Iterator[tuple[str, tuple[str, ...]]]:
    """One list per round: each candidate's votes, then the papers that count for nobody (CGCT art. L. 2121-21)."""
    for turn in election.rounds:
        lines = [f"{c.name} : {counted(c.votes, 'voix', 'voix', digits=2)}" for c in turn.candidates]
        spoilt = (("Blanc", turn.blank), ("Nul", turn.null), ("Voix éparse", turn.scattered))
        lines += [f"{_plural(n, label)} : {two_digits(n)}" for label, n in spoilt if n]
        ordinal = short_ordinal(turn.number)
        yield f"{capitalised(election.posts)}, {ordinal} tour de scrutin :", tuple(lines)


def _plural(count: int, label: str) -> str:
    plurals = {"Voix éparse": "Voix éparses"}
    return _noun(count, label) if label not in plurals else (label if count < 2 else plurals[label])


def _noun(count: int, singular: str) -> str:
    return counted(count, singular).split(" ", 1)[1]


def object_line(number: str, theme: str, title: str) -> str:
    """« Délibération n° 2023-57 - Thème - Objet. »"""
    parts = [f"Délibération n° {number}" if number else "Délibération", theme, title]
    return ended(" - ".join(p for p in parts if p))


def ended(html: str) -> str:
    """Text or inline HTML with its full stop, unless it already ends a sentence."""
    html = _LOOSE_END.sub("", html, count=1)
    return html if text_of(html).endswith((".", "!", "?", "…")) else f"{html}."


def clause_html(clause: Clause, opener: Callable[[str], str] = str) -> str:
    """« Vu … ; » — the opening word (put through ``opener``) and the semicolon are ours, the rest is the clause's."""
    return f"{opener(_OPENERS[clause.kind])}{_listed(clause.text_html)}"


def bare(html: str) -> str:
    """Text or inline HTML without the marks that it brings at its end."""
    return _LOOSE_END.sub("", html, count=1)


def _listed(html: str) -> str:
    return f"{_LOOSE_END.sub('', html, count=1)} ;"


def decision_lead(record: Record, members: MemberWords, part: OperativePart, vote: Vote | None) -> str:
    """« Le conseil municipal, après en avoir délibéré à main levée par : …, décide : ».

    What the vote did not adopt is never printed as decided, whatever its verb.
    """
    return lead_with_counts(record, members, printed_verb(record, part.verb or "décide", vote), vote)


def lead_with_counts(record: Record, members: MemberWords, verb: str, vote: Vote | None) -> str:
    """The lead of the decision with the form and the counts of the vote; the verb may be empty."""
    subject = capitalised(members.body.the_assembly)
    clause = f" {vote_clause(record, members, vote)}" if vote else ""
    return f"{subject}, après en avoir délibéré{clause},{f' {verb}' if verb else ''} :"


def further_lead(record: Record, part: OperativePart, vote: Vote | None) -> str:
    """« Autorise : » before the decisions of a later part; empty when it has no verb of its own.

    What the vote did not adopt is not adopted there either.
    """
    return f"{capitalised(printed_verb(record, part.verb, vote))} :" if part.verb else ""


def printed_verb(record: Record, verb: str, vote: Vote | None) -> str:
    """The part's own verb, unless the vote rejects the proposal or is tied (CGCT art. L. 2121-20).

    Of a vote of which nothing is known but its form, the text is taken at its word.
    """
    if vote is None or record.verdict(vote) is Verdict.ADOPTED:
        return verb
    if record.outcome(vote).reason is Reason.COUNTS_UNKNOWN and vote.stated is None:
        return verb
    return _NOT_ADOPTED[record.verdict(vote)]


def vote_clause(record: Record, members: MemberWords, vote: Vote) -> str:
    form, outcome = FORMS[vote.method], record.outcome(vote)
    counts = announced_counts(vote, outcome.count, members)
    if counts:
        return f"{form} par : {counts}{_casting_vote(record, members, vote) if outcome.casting_vote else ''}"
    return f"{form}, {STATED[vote.stated]}" if vote.stated else form


def _casting_vote(record: Record, members: MemberWords, vote: Vote) -> str:
    chair = record.chair(voting_moment(vote))
    whose = _CHAIRS.get(members.gender(chair) if chair else None, "de la présidence")
    return f" (voix prépondérante {whose} de séance)"


def announced_counts(vote: Vote, count: VoteCount, members: MemberWords) -> str:
    """« 15 voix pour - 00 voix contre - 00 abstention »; names only where the ballot was public."""
    parts = (
        (Choice.FOR, count.in_favour, "voix pour", "voix pour"),
        (Choice.AGAINST, count.against, "voix contre", "voix contre"),
        (Choice.ABSTENTION, count.abstentions, "abstention", "abstentions"),
    )
    if any(n is None for _, n, _, _ in parts):
        return ""
    digits = 1 if members.body.council.look.digits is CountDigits.PLAIN else 2
    told = [
        counted(n or 0, singular, plural, digits=digits) + _named(vote, choice, members)
        for choice, n, singular, plural in parts
    ]
    for number, singular, plural in (
        (count.blank, "bulletin blanc", "bulletins blancs"),
        (count.null, "bulletin nul", "bulletins nuls"),
    ):
        if number:
            told.append(counted(number, singular, plural, digits=digits))
    if count.not_voting:
        verb = "ne prend pas part au vote" if count.not_voting == 1 else "ne prennent pas part au vote"
        told.append(f"{count.not_voting:0{digits}d} {verb}{_named(vote, Choice.NOT_VOTING, members)}")
    return " - ".join(told)


def _named(vote: Vote, choice: Choice, members: MemberWords) -> str:
    """Every voter of that sense in a public ballot (CGCT art. L. 2121-21); of an ordinary vote those against or
    abstaining, under a look that names them."""
    is_dissent = (
        members.body.council.look.vote_names is VoteNames.DISSENT
        and vote.method is VoteMethod.ORDINARY
        and choice in (Choice.AGAINST, Choice.ABSTENTION)
    )
    if vote.method is not VoteMethod.PUBLIC and not is_dissent:
        return ""
    names = _public_voters(vote, choice, members) if vote.method is VoteMethod.PUBLIC else ()
    names = names or [members.name(b.member) for b in vote.ballots if b.choice is choice and b.member]
    return f" ({join_list(names)})" if names else ""


def _public_voters(vote: Vote, choice: Choice, members: MemberWords) -> Sequence[str]:
    """Those whom the record gives that sense, listed or not, in the order of the table; nobody is made up."""
    record = members.record
    if vote.lacks_names:
        return ()
    seats = record.voting_room(vote).voiced
    return [members.seated(s) for s in seats if choice_of(vote, s.member, record.groups) is choice]


TELERECOURS = (
    "Le tribunal administratif peut être saisi par l'application Télérecours citoyens, accessible par le site "
    "www.telerecours.fr."
)


def certification(
    body: BodyWords, members: MemberWords, signatory: str, tribunal: str, appeal: Appeal = Appeal.ORDINARY
) -> str:
    """The mayor's statement that the act is executory, with the way of appeal (CGCT art. L. 2131-1).

    Télérecours citoyens is told under a look that asks for it, and of an individual decision whatever the look: the
    person to whom its copy is handed reads what every other copy says (CJA art. R. 414-6, R. 421-5).
    """
    office = members.office(signatory)
    who = office.address if office and office.address else members.capacity(signatory)
    certifies = f"{capitalised(who)} certifie, sous sa responsabilité, le caractère exécutoire de cet acte"
    court = court_of(body, tribunal)
    if appeal is Appeal.NOT_ESTABLISHED:
        return f"{certifies}."
    with_site = (
        appeal is Appeal.NOTIFIED or body.council.look.executory is ExecutoryWording.STATEMENT_TELERECOURS
    )
    site = f" {TELERECOURS}" if with_site else ""
    if appeal is Appeal.ELECTION_OF_HEADS:
        return f"{certifies}. {_ELECTION_APPEAL.format(court=court)}{site}"
    start = "de sa notification" if appeal is Appeal.NOTIFIED else _APPEAL_START[body.council.style.appeal]
    return (
        f"{certifies}, et informe qu'il peut faire l'objet d'un recours auprès du {court} dans un délai de deux "
        f"mois à compter {start}.{site}"
    )


def court_of(body: BodyWords, tribunal: str) -> str:
    """« tribunal administratif de Lille »; « compétent » where its city is not known."""
    city = tribunal.upper() if body.council.style.capital_place_names else tribunal
    return f"{body.cased('tribunal administratif')} {du(city) if city else 'compétent'}"


def transmitted(fact: PublicFact) -> str:
    """« Télétransmis en préfecture le 28/12/2023 »; « Reçu » when the channel is not that of the teleprocedure."""
    channel = fact.channel.strip()
    lead = "Reçu en préfecture" if channel.lower() in _HANDED_IN else f"Télétransmis en {channel}"
    return f"{lead} le {numeric_date(fact.effective_on)}"


def published(fact: PublicFact) -> str:
    """« Publié sur le site Internet le 28/12/2023 », « Affiché le … », « Notifié le … »."""
    return f"{_made_known(fact)} le {numeric_date(fact.effective_on)}"


def _made_known(fact: PublicFact) -> str:
    """How, in the words of the law; the name of a site, and of a way that the law does not know, is kept."""
    channel, mode = fact.channel.strip(), publication_mode(fact)
    if not channel:
        return "Publié"
    if is_notification(fact):
        return "Notifié"
    if mode is PublicationMode.ELECTRONIC and _SITE.match(channel):
        return f"Publié sur le {_SITE.sub('', channel)}"
    return _PUBLISHED[mode] if mode else f"Publié ({channel})"


def punctuated(blocks: Sequence[str], layout: OperativeLayout) -> list[str]:
    """Decisions with their final mark: bullets end in semicolons, the last in a full stop; articles each in one."""
    if layout is OperativeLayout.ARTICLES:
        return [ended(b) for b in blocks]
    return [_listed(b) for b in blocks[:-1]] + [ended(b) for b in blocks[-1:]]


def transcription(original: OriginalFile) -> str:
    """What closes our rendition of an act whose paper is kept: it is never said to be a true copy."""
    return _TRANSCRIPTION.format(sha256=original.sha256)
