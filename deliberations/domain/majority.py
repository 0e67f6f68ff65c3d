"""The verdict of a vote (CGCT art. L. 2121-20, L. 2121-18, L. 1612-12)."""

from dataclasses import dataclass
from enum import StrEnum

from deliberations.domain.ballots import VoteCount
from deliberations.domain.votes import Choice, MajorityRule, StatedResult, VoteMethod


class Verdict(StrEnum):
    ADOPTED = "ADOPTED"
    REJECTED = "REJECTED"
    UNDETERMINED = "UNDETERMINED"


class Reason(StrEnum):
    MAJORITY_FOR = "MAJORITY_FOR"
    MAJORITY_AGAINST = "MAJORITY_AGAINST"
    CASTING_VOTE = "CASTING_VOTE"
    TIE_UNDER_SECRET_BALLOT = "TIE_UNDER_SECRET_BALLOT"
    TIE_WITHOUT_CASTING_VOTE = "TIE_WITHOUT_CASTING_VOTE"
    TIE_ADOPTS_ACCOUNTS = "TIE_ADOPTS_ACCOUNTS"
    NO_VOTE_CAST = "NO_VOTE_CAST"
    THRESHOLD_REACHED = "THRESHOLD_REACHED"
    THRESHOLD_NOT_REACHED = "THRESHOLD_NOT_REACHED"
    COUNTS_UNKNOWN = "COUNTS_UNKNOWN"
    NOT_UNANIMOUS = "NOT_UNANIMOUS"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Verdict of one vote. ``required`` is the number of votes needed, where a threshold applies."""

    verdict: Verdict
    reason: Reason
    count: VoteCount
    article: str
    required: int | None = None

    @property
    def casting_vote(self) -> bool:
        return self.reason is Reason.CASTING_VOTE


@dataclass(frozen=True, slots=True)
class MajorityArticles:
    """The articles of one body; a commune's own by default."""

    simple: str = "CGCT art. L. 2121-20"
    closed_doors: str = "CGCT art. L. 2121-18"
    accounts: str = "CGCT art. L. 1612-12"


def decide(
    count: VoteCount,
    *,
    rule: MajorityRule,
    method: VoteMethod,
    chair_choice: Choice | None,
    in_office: int | None,
    secrecy_bars_casting_vote: bool = True,
    articles: MajorityArticles = MajorityArticles(),
) -> Outcome:
    """Verdict of a counted vote.

    ``chair_choice`` is the vote of the one who chairs (``None`` when unknown or secret). ``in_office`` is needed
    only by the rule on members in office. Unknown counts give UNDETERMINED, never a guess.
    ``secrecy_bars_casting_vote`` is false for a CCAS board, whose chair prevails in a secret ballot too (CASF
    art. R. 123-18): his choice being secret, a tie is then UNDETERMINED.
    """
    if count.in_favour is None or count.against is None:
        return Outcome(Verdict.UNDETERMINED, Reason.COUNTS_UNKNOWN, count, articles.simple)
    bars = method is VoteMethod.SECRET and secrecy_bars_casting_vote
    if rule is MajorityRule.SIMPLE:
        verdict, reason = _simple(count.in_favour, count.against, bars, chair_choice)
        return Outcome(verdict, reason, count, articles.simple)
    if rule is MajorityRule.NO_MAJORITY_AGAINST:
        verdict, reason = _accounts(count.in_favour, count.against)
        return Outcome(verdict, reason, count, articles.accounts)
    required = _required(rule, count, in_office)
    is_closing = rule is MajorityRule.PRESENT_OR_REPRESENTED
    article = articles.closed_doors if is_closing else "texte spécial"
    verdict, reason = _threshold(count.in_favour, required)
    return Outcome(verdict, reason, count, article, required)


def settled(outcome: Outcome, stated: StatedResult | None) -> Verdict:
    """The computed verdict; where the counts do not tell (none known, a tie), the result the chair announced."""
    if stated is None or outcome.verdict is not Verdict.UNDETERMINED:
        return outcome.verdict
    return Verdict.REJECTED if stated is StatedResult.REJECTED else Verdict.ADOPTED


def _simple(
    in_favour: int, against: int, bars_casting_vote: bool, chair_choice: Choice | None
) -> tuple[Verdict, Reason]:
    if in_favour != against:
        won = in_favour > against
        return (Verdict.ADOPTED, Reason.MAJORITY_FOR) if won else (Verdict.REJECTED, Reason.MAJORITY_AGAINST)
    if in_favour == 0:
        return Verdict.REJECTED, Reason.NO_VOTE_CAST
    if bars_casting_vote:
        return Verdict.REJECTED, Reason.TIE_UNDER_SECRET_BALLOT
    if chair_choice in (Choice.FOR, Choice.AGAINST):
        verdict = Verdict.ADOPTED if chair_choice is Choice.FOR else Verdict.REJECTED
        return verdict, Reason.CASTING_VOTE
    # Tie with a chair who is known to have abstained is not adopted; with an unknown choice, nobody can say.
    verdict = Verdict.UNDETERMINED if chair_choice is None else Verdict.REJECTED
    return verdict, Reason.TIE_WITHOUT_CASTING_VOTE


def _accounts(in_favour: int, against: int) -> tuple[Verdict, Reason]:
    """The accounts are adopted unless a majority votes against: a tie adopts them."""
    if against > in_favour:
        return Verdict.REJECTED, Reason.MAJORITY_AGAINST
    return Verdict.ADOPTED, Reason.MAJORITY_FOR if in_favour > against else Reason.TIE_ADOPTS_ACCOUNTS


def _required(rule: MajorityRule, count: VoteCount, in_office: int | None) -> int | None:
    """Votes needed: more than half of a body of members, or a share of the votes cast rounded up."""
    cast = count.votes_cast or 0
    bases = {
        MajorityRule.PRESENT_OR_REPRESENTED: _more_than_half(count.voters),
        MajorityRule.MEMBERS_IN_OFFICE: _more_than_half(in_office),
        MajorityRule.TWO_THIRDS_CAST: -(-2 * cast // 3),
        MajorityRule.THREE_FIFTHS_CAST: -(-3 * cast // 5),
    }
    return bases[rule]


def _more_than_half(members: int | None) -> int | None:
    return None if members is None else members // 2 + 1


def _threshold(in_favour: int, required: int | None) -> tuple[Verdict, Reason]:
    if required is None:
        return Verdict.UNDETERMINED, Reason.COUNTS_UNKNOWN
    if in_favour >= required and in_favour > 0:
        return Verdict.ADOPTED, Reason.THRESHOLD_REACHED
    return Verdict.REJECTED, Reason.THRESHOLD_NOT_REACHED
