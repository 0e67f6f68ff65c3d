"""The sentences of the result sheet of an election (CGCT art. L. 2121-21, L. 2122-7).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Iterator

from deliberations.domain.elections import (
    LAST_ROUND,
    ElectionReason,
    ElectionResult,
    Winner,
    absolute_majority,
    article_of_election,
    result_of,
    votes_cast,
)
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.numbering import number_of
from deliberations.domain.posts import COMMUNAL_HEADS, kind_of_election
from deliberations.domain.record import Record
from deliberations.domain.votes import Election, Round
from deliberations.domain.wording.agreement import Forms, agree
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.convening import when
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import short_ordinal

TITLE = "Relevé des résultats de l'élection"
NONE = "Aucune élection n'est enregistrée pour cette séance."
CANDIDATES = ("Candidature", "Voix")
LISTS = ("Liste", "Voix")
RESULT = "Résultat"
ASSESSORS = ("Assesseurs : prénom et nom", "Signature")
NOT_OFFICIAL = "Ce relevé ne remplace pas le procès-verbal officiel de l'élection."
_ELECTED = Forms.regular("élu")
_HOW = {
    ElectionReason.ABSOLUTE_MAJORITY: "à la majorité absolue",
    ElectionReason.RELATIVE_MAJORITY: "à la majorité relative",
    ElectionReason.OLDEST: "au bénéfice de l'âge, à égalité de voix",
    ElectionReason.HIGHEST_AVERAGE_AGE: "à égalité de voix, au bénéfice de la moyenne d'âge la plus élevée",
    ElectionReason.PROPORTIONAL: "à la représentation proportionnelle, au quotient puis au plus fort reste",
}
_UNOPPOSED = "sans scrutin (art. L. 2121-21), la {only} étant unique"
_NOBODY = {
    ElectionReason.NO_MAJORITY: "Personne n'a obtenu la majorité absolue.",
    ElectionReason.NO_VOTE_CAST: "Aucun suffrage n'a été exprimé.",
    ElectionReason.NO_ROUND: "Aucun tour de scrutin n'est enregistré.",
    ElectionReason.ROUNDS_UNSOUND: "Les tours enregistrés ne permettent pas d'établir le résultat.",
    ElectionReason.PAPERS_UNKNOWN: "Le nombre de bulletins n'étant pas enregistré, le résultat n'est pas établi.",
    ElectionReason.AGE_UNKNOWN: "À égalité de voix, l'âge décide : une date de naissance manque.",
    ElectionReason.SAME_AGE: "Les voix et les âges sont à égalité : le résultat n'est pas établi.",
    ElectionReason.UNOPPOSED: (
        "La candidature unique a pris effet sans vote ; le nom de la personne élue n'est pas enregistré."
    ),
}


def about(record: Record, body: BodyWords) -> str:
    """« Séance du conseil municipal du vendredi 20 mars 2026 à 18 h »."""
    return f"Séance {body.of_the_assembly} du {when(record)}"


def facts(record: Record, election: Election, title: str) -> tuple[tuple[str, str], ...]:
    """What is elected, at which point of the agenda (``title``), under which number and by which article."""
    item, pattern = record.item(election.item), record.council.number_pattern
    numbers = [number_of(act, pattern) for act in record.acts_on(item.uid)]
    pairs = (
        ("Élection :", capitalised(election.posts)),
        ("Postes à pourvoir :", str(election.seats)),
        ("Point de l'ordre du jour :", f"{item.order}, {title}"),
        ("Délibération :", join_list([f"n° {number}" for number in numbers if number])),
        ("Mode de scrutin :", mode(election)),
        ("Texte applicable :", article_of_election(election, record)),
        ("Membres en exercice :", str(len(record.members))),
    )
    return tuple(pair for pair in pairs if pair[1])


def mode(election: Election) -> str:
    """How the posts are filled, in plain words."""
    if election.proportional:
        return "scrutin secret, représentation proportionnelle au plus fort reste"
    if election.by_list and election.seats > 1:
        return "scrutin secret de liste, à la majorité"
    return "scrutin secret, à la majorité"


def round_heading(turn: Round) -> str:
    return f"{capitalised(short_ordinal(turn.number))} tour de scrutin"


def papers(record: Record, election: Election, turn: Round) -> tuple[tuple[str, str], ...]:
    """The voters and the papers of one round; what is not recorded is left out."""
    room, cast = record.attendance(Moment(election.item, Phase.VOTE, turn.number)), votes_cast(election, turn)
    needs_number = cast is not None and not election.proportional and turn.number < LAST_ROUND
    figures = (
        ("Membres présents :", room.present if room.is_known else None),
        ("Membres représentés :", room.represented or None),
        ("Membres appelés à voter :", room.voters if room.is_known else None),
        ("N'ont pas pris part au vote :", turn.not_voting),
        ("Bulletins trouvés dans l'urne :", turn.envelopes),
        ("Bulletins blancs :", turn.blank),
        ("Bulletins nuls :", turn.null),
        ("Voix éparses :", turn.scattered or None),
        ("Suffrages exprimés :", cast),
        ("Majorité absolue :", absolute_majority(cast) if needs_number and cast is not None else None),
    )
    return tuple((label, str(figure)) for label, figure in figures if figure is not None)


def candidate(members: MemberWords, election: Election, name: str, mandates: tuple[str, ...]) -> str:
    """« Inès CORBIN », « Liste Paul d'ARGENT : Paul d'ARGENT, Nadia LOISEL… »."""
    if not mandates or not (election.by_list or election.proportional):
        return name
    return f"{name} : {', '.join(members.name(m) for m in mandates)}"


def results(members: MemberWords, election: Election, result: ElectionResult) -> Iterator[str]:
    """Who is elected, in which round and how; or why nobody is."""
    for winner in result.winners:
        yield _won(members, election, result, winner)
    if result.reason in _NOBODY and not (result.is_determined and result.winners):
        yield _NOBODY[result.reason]


def briefly(record: Record, election: Election) -> str:
    """« Élue : Inès CORBIN », « Résultat non établi », for a cell of a table."""
    result = result_of(election, record)
    members = MemberWords(record, BodyWords(record.council))
    won = [m for winner in result.winners for m in winner.members]
    names = [name for winner in result.winners for name in _names(members, winner)]
    if not names:
        return "Personne n'est élu" if result.is_determined else "Résultat non établi"
    genders = [members.gender(m) for m in won] if won else [None] * max(1, result.seats)
    return f"{capitalised(agree(_ELECTED, genders))} : {join_list(names)}"


def _names(members: MemberWords, winner: Winner) -> list[str]:
    return [members.name(m) for m in winner.members] or [winner.name]


def _won(members: MemberWords, election: Election, result: ElectionResult, winner: Winner) -> str:
    is_list = election.by_list or election.proportional
    names = _names(members, winner)
    genders = [members.gender(m) for m in winner.members] or [None] * max(1, winner.seats)
    elected = capitalised(agree(_ELECTED, genders))
    name = f"l{winner.name[1:]}" if winner.name.startswith("Liste ") else winner.name
    from_list = f" ({name})" if is_list and winner.members else ""
    return f"{elected}{_when(result, winner, is_list=is_list)} : {join_list(names)}{from_list}."


def _when(result: ElectionResult, winner: Winner, *, is_list: bool) -> str:
    decided_now = winner.round == result.round
    how = _HOW.get(result.reason if decided_now else ElectionReason.ABSOLUTE_MAJORITY, "")
    if result.reason is ElectionReason.UNOPPOSED:
        how = _UNOPPOSED.format(only="liste" if is_list else "candidature")
    turn = f" au {short_ordinal(winner.round)} tour" if winner.round and not _is_single(result) else ""
    return f"{turn}, {how}" if how else turn


def _is_single(result: ElectionResult) -> bool:
    return result.reason is ElectionReason.PROPORTIONAL


def has_official_minutes(record: Record, election: Election) -> bool:
    """Whether the State has a form of its own for that election: that of a mayor or of deputies."""
    return kind_of_election(record, election) in COMMUNAL_HEADS
