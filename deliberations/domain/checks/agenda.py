"""Checks on the agenda: what the convocation says, added items, urgency, place (CGCT art. L. 2121-7 to L. 2121-12)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from councils.domain.bodies import Territory
from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article, has_begun, is_decided, is_recorded, remedy, vote_place
from deliberations.domain.clear_days import term_start
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.majority import Verdict
from deliberations.domain.notices import last_sent_on
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, OUTSIDE_LOCAL_LAW, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome, Subject
from deliberations.domain.votes import VotePurpose
from deliberations.domain.wording.dates import long_date

_VOID = "La délibération prise peut être annulée."
_FRIDAY, _SUNDAY = 4, 6
_AFTER_ELECTION = timedelta(days=45)
"""Beyond it, the mandates known did not begin with the election that the sitting follows."""
_PLAIN_WORDS = frozenset("a l la le les au aux de du d des dans en sein".split())


def check_convocation(record: Record) -> Iterator[Finding]:
    """A convocation says the hour, the place and the agenda (art. L. 2121-10). Nothing is asked of an old paper."""
    sitting = record.sitting
    if has_begun(record) or last_sent_on(record) is None:
        return
    missing = [
        name
        for name, value in (
            ("l'heure", sitting.starts_at or sitting.opened_at),
            ("le lieu", sitting.place.strip()),
            ("l'ordre du jour", sitting.agenda),
        )
        if not value
    ]
    if missing:
        yield Finding(
            code="convocation.incomplete",
            severity=Severity.REFUSAL,
            article=article(record, Topic.CONVOCATION),
            message=f"La convocation ne dit pas : {', '.join(missing)}.",
            where="convocation",
            consequence="Une convocation incomplète peut faire annuler les délibérations de la séance.",
            remedy="Compléter la séance, puis envoyer la convocation à tous les membres.",
        )


def check_added_items(record: Record) -> Iterator[Finding]:
    """Only the items of the agenda may be decided; an urgent one needs a convocation of its own."""
    for item in record.sitting.agenda:
        if item.added_in_sitting and is_decided(record, item.uid):
            yield Finding(
                code="agenda.added_item",
                severity=Severity.WARNING,
                article=article(record, Topic.CONVOCATION),
                message=f"Le point {item.order}, ajouté en séance, est mis en délibération.",
                where="ordre du jour",
                item=item.uid,
                consequence=_VOID,
                remedy=remedy(
                    record,
                    "Reporter ce point à une prochaine séance, ou convoquer en urgence.",
                    "Si l'affaire le demande, délibérer à nouveau sur ce point inscrit à l'ordre du jour.",
                ),
            )


def check_refused_urgency(record: Record) -> Iterator[Finding]:
    """Where the council refuses the urgency, nothing it put off is decided (art. L. 2121-11, L. 2121-12)."""
    refused = [
        vote
        for vote in record.sitting.votes
        if vote.purpose is VotePurpose.URGENCY and record.verdict(vote) is Verdict.REJECTED
    ]
    if not refused:
        return
    on_urgency = {item for vote in refused for item in vote.items}
    for item in record.sitting.agenda:
        place = _place_of_decision(record, item, on_urgency)
        if place and item.outcome is ItemOutcome.EXAMINED and _is_put_off(record, item, on_urgency):
            yield Finding(
                code="notice.urgency_refused",
                severity=Severity.REFUSAL,
                article=article(record, Topic.NOTICE),
                message="Le conseil a refusé l'urgence : ce point est renvoyé à une autre séance.",
                where=place,
                item=item.uid,
                consequence=_VOID,
                remedy=remedy(
                    record,
                    "Enregistrer le point comme ajourné, et convoquer dans le délai ordinaire.",
                    "Délibérer à nouveau sur ce point, après une convocation dans le délai ordinaire.",
                ),
            )


def _place_of_decision(record: Record, item: AgendaItem, on_urgency: AbstractSet[str]) -> str:
    """Where the item was decided, otherwise than on the urgency: a vote, an election, an act; empty if nowhere."""
    vote = record.deciding_vote(item.uid)
    if vote is not None and vote.purpose is not VotePurpose.URGENCY:
        return vote_place(record, vote, item.uid)
    if record.elections_on(item.uid):
        return "élection"
    return "acte" if record.acts_on(item.uid) and item.uid not in on_urgency else ""


def _is_put_off(record: Record, item: AgendaItem, on_urgency: AbstractSet[str]) -> bool:
    """A vote on one of several items puts off that one; on the first alone, or on all, it speaks for the sitting."""
    votes = {i: record.deciding_vote(i) for i in on_urgency}
    own_items = {i for i, vote in votes.items() if vote and vote.purpose is not VotePurpose.URGENCY}
    return item.uid in own_items if own_items else True


def check_place(record: Record) -> Iterator[Finding]:
    """The council sits at its usual place, or durably elsewhere (art. L. 2121-7)."""
    usual, place = record.council.usual_place.strip(), record.sitting.place.strip()
    if usual and place and not _is_same_place(usual, place) and not is_recorded(record):
        yield Finding(
            code="sitting.other_place",
            severity=Severity.WARNING,
            article="CGCT art. L. 2121-7",
            message=f"La séance n'est pas à son lieu habituel (« {usual} »).",
            where="séance",
            consequence="Un lieu qui n'est ni neutre, ni accessible, ni sûr, ni ouvert au public peut être contesté.",
            remedy="Vérifier que le lieu est dans la commune, neutre, accessible, sûr et ouvert au public.",
        )


def _is_same_place(one: str, other: str) -> bool:
    """« mairie », « à la mairie » and « salle du conseil de la mairie » are one place."""
    these, those = (frozenset(folded_words(place)) - _PLAIN_WORDS for place in (one, other))
    return these <= those or those <= these


def check_closed_doors(record: Record) -> Iterator[Finding]:
    """The sitting is public unless the council decides to close its doors (art. L. 2121-18)."""
    sitting = record.sitting
    voted = any(vote.purpose is VotePurpose.CLOSED_DOORS for vote in sitting.votes)
    if not sitting.is_public and has_begun(record) and not voted:
        yield Finding(
            code="sitting.closed_doors_not_voted",
            severity=Severity.WARNING,
            article=article(record, Topic.CLOSED_DOORS),
            message="Séance à huis clos, sans vote du conseil sur le huis clos.",
            where="séance",
            consequence="Les délibérations prises hors de la présence du public peuvent être annulées.",
            remedy=remedy(
                record,
                "Mettre le huis clos aux voix, sans débat, et enregistrer ce vote.",
                "Retrouver au procès-verbal le vote sur le huis clos, et l'enregistrer.",
            ),
        )


def check_installation(record: Record) -> Iterator[Finding]:
    """The first sitting after an election is held from Friday to Sunday following it (art. L. 2121-7)."""
    held_on = record.sitting.held_on
    if not any(item.subject is Subject.INSTALLATION for item in record.sitting.agenda):
        return
    sunday = _sunday_after_election(record)
    is_late = sunday is not None and held_on > sunday
    if held_on.weekday() >= _FRIDAY and not is_late:
        return
    when = "du vendredi au dimanche qui suivent l'élection"
    if sunday is not None:
        friday = sunday - timedelta(days=_SUNDAY - _FRIDAY)
        when = f"du vendredi {long_date(friday)} au dimanche {long_date(sunday)}"
    yield Finding(
        code="sitting.installation_day",
        severity=Severity.WARNING,
        article="CGCT art. L. 2121-7",
        message="La première séance du conseil élu se tient après le dimanche qui suit l'élection."
        if is_late
        else "La première séance du conseil élu n'est ni un vendredi, ni un samedi, ni un dimanche.",
        where="séance",
        consequence="L'élection du maire et des adjoints peut être contestée.",
        remedy=remedy(
            record, f"Réunir le conseil {when}.", "Vérifier la date au procès-verbal de l'élection."
        ),
    )


def _sunday_after_election(record: Record) -> date | None:
    """The last day of the first sitting; ``None`` where the mandates do not tell the day of the election.

    A mandate recorded from the day of the sitting itself tells nothing of the election.
    """
    held_on = record.sitting.held_on
    elected_on = term_start(record.council, held_on)
    if not elected_on < held_on <= elected_on + _AFTER_ELECTION:
        return None
    return elected_on + timedelta(days=7 - (elected_on.weekday() + 1) % 7)


def check_delegated_decisions(record: Record) -> Iterator[Finding]:
    """The mayor reports, at each sitting, the decisions taken by delegation (art. L. 2122-23)."""
    sitting = record.sitting
    is_there = any(item.subject is Subject.DELEGATED_DECISIONS for item in sitting.agenda)
    is_new = any(i.subject is Subject.INSTALLATION or i.kind is ItemKind.ELECTION for i in sitting.agenda)
    is_free = is_there or is_new or bool(sitting.convocation.second_of)
    if is_free or has_begun(record) or last_sent_on(record) is None:
        return
    yield Finding(
        code="agenda.no_delegated_decisions",
        severity=Severity.NOTICE,
        article="CGCT art. L. 2122-23",
        message="Aucun point ne rend compte des décisions prises par délégation.",
        where="ordre du jour",
        consequence="Le conseil n'est pas informé des décisions du maire.",
        remedy="S'il y a eu des décisions depuis la dernière séance, en rendre compte au conseil.",
    )


RULES = (
    Rule(
        codes=("convocation.incomplete",),
        title="Contenu de la convocation",
        article="CGCT art. L. 2121-10",
        says="La convocation dit la date, l'heure, le lieu et l'ordre du jour.",
        check=check_convocation,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
    ),
    Rule(
        codes=("agenda.added_item",),
        title="Points ajoutés",
        article="CGCT art. L. 2121-10",
        says="Seuls les points de l'ordre du jour sont mis en délibération ; une affaire urgente "
        "demande une convocation.",
        check=check_added_items,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    Rule(
        codes=("notice.urgency_refused",),
        title="Urgence refusée",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="Le conseil qui refuse l'urgence renvoie tout ou partie de l'affaire à une séance ultérieure.",
        check=check_refused_urgency,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
    ),
    Rule(
        codes=("notice.urgency_refused",),
        title="Urgence refusée en Alsace-Moselle",
        article="CGCT art. L. 2541-1 et s.",
        says="Le conseil se prononce sur l'urgence ; que les points soient alors renvoyés est tenu pour acquis : "
        "simple alerte.",
        check=check_refused_urgency,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
    ),
    Rule(
        codes=("sitting.other_place",),
        title="Lieu de la séance",
        article="CGCT art. L. 2121-7",
        says="Le conseil se réunit à la mairie, ou durablement ailleurs dans la commune, en un lieu "
        "neutre, accessible et "
        "sûr, ouvert au public.",
        check=check_place,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("sitting.closed_doors_not_voted",),
        title="Séance publique",
        article="CGCT art. L. 2121-18",
        says="La séance est publique ; le conseil décide du huis clos par un vote.",
        check=check_closed_doors,
        bodies=COMMUNES | GROUPED,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=("sitting.installation_day",),
        title="Jour de l'installation",
        article="CGCT art. L. 2121-7",
        says="La première séance après l'élection se tient du vendredi au dimanche suivant.",
        check=check_installation,
        bodies=COMMUNES,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=("agenda.no_delegated_decisions",),
        title="Décisions prises par délégation",
        article="CGCT art. L. 2122-23",
        says="Le maire rend compte, à chaque réunion obligatoire, des décisions prises par délégation.",
        check=check_delegated_decisions,
        bodies=COMMUNES,
    ),
)
