"""An election as its page shows it: rounds, and the result that the papers give."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberations.domain.elections import LAST_ROUND, ElectionReason, ElectionResult, result_of
from deliberations.domain.posts import PostKind, kind_of_election, kind_of_item
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Election, NominationBasis, Round
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import short_ordinal
from deliberations.views.shown.findings import ShownFinding, findings_of

_REASONS = {
    ElectionReason.UNOPPOSED: "Candidature unique : elle prend effet sans vote.",
    ElectionReason.ABSOLUTE_MAJORITY: "Majorité absolue.",
    ElectionReason.RELATIVE_MAJORITY: "Majorité relative, au troisième tour.",
    ElectionReason.OLDEST: "À égalité de voix, le plus âgé est élu.",
    ElectionReason.HIGHEST_AVERAGE_AGE: "À égalité de voix, la liste dont la moyenne d'âge est la plus haute est élue.",
    ElectionReason.PROPORTIONAL: "Sièges répartis au quotient, puis au plus fort reste.",
    ElectionReason.NO_MAJORITY: "Personne n'a la majorité absolue.",
    ElectionReason.NO_VOTE_CAST: "Aucun suffrage exprimé.",
    ElectionReason.NO_ROUND: "Aucun tour n'est encore enregistré.",
    ElectionReason.ROUNDS_UNSOUND: "Les tours ou les candidatures ne permettent pas de calculer un résultat.",
    ElectionReason.PAPERS_UNKNOWN: "Indiquez le nombre d'enveloppes trouvées : sans lui, les suffrages exprimés ne se "
    "comptent pas.",
    ElectionReason.AGE_UNKNOWN: "Les voix sont à égalité : l'âge décide, et une date de naissance manque.",
    ElectionReason.SAME_AGE: "Les voix et les âges sont à égalité : prenez l'avis de la préfecture.",
}


@dataclass(frozen=True, slots=True)
class ShownRound:
    """``others`` are the papers that count for nobody."""

    number: int
    title: str
    candidates: tuple[tuple[str, str], ...]
    others: str


@dataclass(frozen=True, slots=True)
class ShownElection:
    """``is_over``: every post is filled, or nobody can be elected any more. ``next`` is the round to enter, or 0."""

    uid: str
    posts: str
    seats: str
    rounds: tuple[ShownRound, ...]
    elected: tuple[str, ...]
    result: str
    tone: str
    article: str
    next: int
    last: int
    is_unopposed: bool


def shown_elections(record: Record, item: str) -> tuple[ShownElection, ...]:
    """The elections held on an item, each with its result computed."""
    return tuple(_shown(record, election) for election in record.elections_on(item))


def elected_on(record: Record, item: str) -> tuple[str, ...]:
    """The names of those elected on an item, in the order of its elections."""
    return tuple(name for election in shown_elections(record, item) for name in election.elected)


def _shown(record: Record, election: Election) -> ShownElection:
    result = result_of(election, record)
    rounds = sorted(election.rounds, key=lambda turn: turn.number)
    return ShownElection(
        uid=election.uid,
        posts=election.posts,
        seats=counted(election.seats, "poste"),
        rounds=tuple(_round(turn) for turn in rounds),
        elected=tuple(_elected(winner.name, winner.seats, election) for winner in result.winners),
        result=_result(result),
        tone="success" if is_filled(election, result) else "warning",
        article=result.article,
        next=_next(election, result, rounds),
        last=rounds[-1].number if rounds else 0,
        is_unopposed=election.is_unopposed,
    )


def is_filled(election: Election, result: ElectionResult) -> bool:
    """Whether the papers fill every post, as far as they are known. A list elected takes them all."""
    has_list = election.by_list and bool(result.winners)
    return result.is_determined and (has_list or result.seats >= election.seats)


def _next(election: Election, result: ElectionResult, rounds: Sequence[Round]) -> int:
    """The next round when one is needed: none once all is filled, nor after the last."""
    if is_filled(election, result) or (election.is_unopposed and rounds):
        return 0
    number, last = len(rounds) + 1, 1 if election.proportional else LAST_ROUND
    return number if number <= last else 0


def _round(turn: Round) -> ShownRound:
    spoilt = [
        (turn.envelopes, "enveloppe", "enveloppes"),
        (turn.blank, "blanc", "blancs"),
        (turn.null, "nul", "nuls"),
        (turn.scattered, "voix éparse", "voix éparses"),
        (turn.not_voting, "n'a pas pris part", "n'ont pas pris part"),
    ]
    return ShownRound(
        number=turn.number,
        title=f"{short_ordinal(turn.number)} tour",
        candidates=tuple((c.name, counted(c.votes, "voix", "voix")) for c in turn.candidates),
        others=", ".join(counted(n, one, many) for n, one, many in spoilt if n),
    )


def _elected(name: str, seats: int, election: Election) -> str:
    is_several = election.by_list or election.proportional
    return f"{name} ({counted(seats, 'siège')})" if is_several else name


def _result(result: ElectionResult) -> str:
    said = _REASONS[result.reason]
    if result.votes_cast is not None and result.required is not None:
        cast = counted(result.votes_cast, "suffrage exprimé", "suffrages exprimés")
        said = f"{said} {cast}, majorité absolue : {counted(result.required, 'voix', 'voix')}."
    if result.reason is ElectionReason.NO_MAJORITY and result.round is not None and result.round < LAST_ROUND:
        said = f"{said} Un autre tour est nécessaire."
    return said


def proposed_terms(record: Record, item: AgendaItem, deputies: int) -> dict[str, object]:
    """What a new election on ``item`` is taken to be, from its title and what is recorded of it."""
    kind = kind_of_item(record.council, item)
    basis = item.nomination.basis if item.nomination else NominationBasis.UNKNOWN
    told: dict[str, object] = {
        "posts": text_of(item.title_html),
        "seats": 1,
        "basis": basis,
        "ballot": "candidats",
    }
    if kind in {PostKind.MAYOR, PostKind.PRESIDENT}:
        posts = "Maire" if kind is PostKind.MAYOR else "Président"
        return {**told, "posts": posts, "basis": NominationBasis.IMPOSED}
    if kind is PostKind.DEPUTY:
        ballot = "liste" if deputies > 1 else "candidats"
        imposed = NominationBasis.IMPOSED
        return {"posts": "Adjoints", "seats": max(1, deputies), "basis": imposed, "ballot": ballot}
    if kind in {PostKind.TENDER_BOARD, PostKind.SOCIAL_BOARD}:
        return {**told, "ballot": "proportionnelle"}
    return told


def election_findings(record: Record, item: str) -> tuple[ShownFinding, ...]:
    """What the engine says of the elections of that item alone."""
    return tuple(finding for finding in findings_of(record, item=item) if finding.item == item)


def heads_elected(record: Record) -> tuple[str, ...]:
    """« Maire : Prénom NOM », for each post of mayor or deputy that the papers fill."""
    said = []
    for election in record.sitting.elections:
        result = result_of(election, record)
        if kind_of_election(record, election) in {PostKind.MAYOR, PostKind.DEPUTY} and is_filled(
            election, result
        ):
            said.append(f"{election.posts} : {join_list([w.name for w in result.winners])}")
    return tuple(said)
