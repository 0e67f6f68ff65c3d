"""What is remarked on a mayor's decision. Every remark warns: none refuses, the texts in force are to be checked.

The list of art. L. 2122-22 and its limits are known by heart only [K]; what is certain is art. L. 2122-23: the mayor
reports the decisions at each mandatory sitting.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from councils.domain.bodies import BodyType, Council, Territory
from deliberations.domain.delegated import (
    CONCERNED,
    CouncilDelegation,
    MayorDecision,
    Power,
    delegation_of,
    head_on,
)
from deliberations.domain.delegated_powers import ARTICLE, ARTICLE_OF_REPORT, FIRST, LAST, shown_power
from deliberations.domain.delegated_signing import ARTICLE_OF_POWERS, Powers
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.rulebook import EVERY_TERRITORY, Certainty
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.money import euros

INDIVIDUAL_DAYS = 15
"""To send an individual decision to the State (CGCT art. L. 2131-2)."""


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """A sitting of the council, for the report: its uid and its day."""

    uid: str
    held_on: date


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """A decision with all that its checks read.

    ``held`` are the sittings held, oldest first. ``ordered`` are the mandates to which an order of the mayor gives a
    delegation in force that day (art. L. 2122-18).
    """

    council: Council
    decision: MayorDecision
    delegations: tuple[CouncilDelegation, ...] = ()
    held: Sequence[HeldSitting] = ()
    ordered: frozenset[str] = frozenset()

    @property
    def given(self) -> CouncilDelegation | None:
        return delegation_of(self.decision, self.delegations)

    @property
    def power(self) -> Power | None:
        return self.given.power(self.decision.paragraph) if self.given else None


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """A rule of the book about a decision of the mayor, told as those of a sitting are (``rulebook.Rule``)."""

    codes: tuple[str, ...]
    title: str
    article: str
    says: str
    check: Callable[[DecisionCase], Iterator[Finding]]
    certainty: Certainty = Certainty.ESTABLISHED
    bodies: frozenset[BodyType] = CONCERNED
    territories: frozenset[Territory] = EVERY_TERRITORY
    since: date | None = None
    until: date | None = None


def _delegation(case: DecisionCase) -> Iterator[Finding]:
    """A delegation of the council, in force that day (art. L. 2122-22)."""
    given, on = case.given, case.decision.decided_on
    if given is None:
        yield _warning(
            "decision.no_delegation",
            ARTICLE,
            "Aucune délégation du conseil n'est indiquée pour cette décision.",
            "Sans délégation, le maire n'est pas compétent : le conseil devait décider.",
            "Choisissez la délibération qui donne la délégation, ou enregistrez-la.",
        )
    elif on is not None and given.starts_on is not None and on < given.starts_on:
        yield _warning(
            "decision.before_delegation",
            ARTICLE,
            f"La décision est du {long_date(on)}, avant la délégation, qui vaut à partir du "
            f"{long_date(given.starts_on)}.",
            "Une décision prise avant la délégation n'est pas de la compétence du maire.",
            "Vérifiez les deux dates ; sinon, soumettez la décision au conseil.",
        )
    elif on is not None and not given.covers(on):
        yield _warning(
            "decision.after_delegation",
            ARTICLE,
            f"La délégation a pris fin le {long_date(given.until) if given.until else 'avant'}, avant cette décision.",
            "La délégation ne vaut que pour la durée fixée, au plus celle du mandat.",
            "Choisissez la délégation en vigueur ce jour-là.",
        )


def _mayor(case: DecisionCase) -> Iterator[Finding]:
    """[K] The delegation is given to a mayor, for his term: another one needs a new one."""
    given, on = case.given, case.decision.decided_on
    if given is None or on is None or given.starts_on is None:
        return
    then, now = head_on(case.council, given.starts_on), head_on(case.council, on)
    if then is None or now is None or then.uid == now.uid:
        return
    yield _warning(
        "decision.another_mayor",
        ARTICLE,
        "Le maire n'est plus celui à qui cette délégation a été donnée.",
        "La délégation vaut pour la durée du mandat du maire qui l'a reçue (à vérifier).",
        "Choisissez la délégation donnée au maire en fonction ce jour-là.",
    )


def _paragraph(case: DecisionCase) -> Iterator[Finding]:
    decision = case.decision
    if decision.paragraph is None:
        yield _notice(
            "decision.no_paragraph",
            ARTICLE,
            "Le numéro de la matière déléguée n'est pas indiqué.",
            "Choisissez-le : la décision le cite, et le contrôle de légalité le cherche.",
        )
        return
    if not FIRST <= decision.paragraph <= LAST:
        yield _warning(
            "decision.paragraph_unknown",
            ARTICLE,
            f"Le {decision.paragraph}° ne figure pas dans la liste connue ici ({FIRST}° à {LAST}°).",
            "",
            "Vérifiez le numéro dans le texte en vigueur.",
        )
    if case.given is not None and case.given.powers and case.power is None:
        yield _warning(
            "decision.paragraph_outside",
            ARTICLE,
            f"La délégation choisie ne comprend pas : {shown_power(decision.paragraph)}.",
            "Hors de la délégation, le maire n'est pas compétent.",
            "Vérifiez la matière, ou complétez la délégation d'après sa délibération.",
        )


def _amount(case: DecisionCase) -> Iterator[Finding]:
    """Within the limits that the council fixed."""
    power, amount = case.power, case.decision.amount_cents
    if power is None or power.limit_cents is None:
        return
    limit = euros(power.limit_cents)
    if amount is None:
        yield _notice(
            "decision.amount_unknown",
            ARTICLE,
            f"Le conseil a fixé une limite de {limit}, et le montant de la décision n'est pas indiqué.",
            "Écrivez le montant, pour que la limite soit contrôlée.",
        )
    elif amount > power.limit_cents:
        yield _warning(
            "decision.amount_beyond",
            ARTICLE,
            f"Le montant, {euros(amount)}, dépasse la limite fixée par le conseil, {limit}.",
            "Au-delà de la limite, seul le conseil peut décider.",
            "Vérifiez le montant ; sinon, soumettez la décision au conseil.",
        )


def _signatory(case: DecisionCase) -> Iterator[Finding]:
    """The mayor; who holds an order of the mayor, or replaces him, as the council lets them (art. L. 2122-23)."""
    decision = case.decision
    on = decision.decided_on
    if on is None or decision.signatory is None:
        return
    powers, member = Powers(case.council, on, case.given, case.ordered), decision.signatory.member
    if powers.head is None or powers.of(member) is not None:
        return
    if member in case.ordered and case.given is not None and not case.given.allows_signature:
        yield _warning(
            "decision.signature_forbidden",
            ARTICLE_OF_REPORT,
            "La délibération qui donne la délégation ne permet pas au maire de faire signer un autre élu.",
            "La signature d'un autre élu peut rendre la décision irrégulière.",
            "Faites signer le maire, ou soumettez la décision au conseil.",
        )
    else:
        yield _warning(
            "decision.signatory",
            ARTICLE_OF_POWERS,
            "Le signataire n'est pas le maire en fonction ce jour-là, et aucun arrêté de délégation en vigueur n'est "
            "enregistré pour lui.",
            "Quand le maire est empêché, le conseil décide, sauf si la délibération qui donne la délégation laisse "
            "décider son remplaçant : elle ne le dit pas ici.",
            "Faites signer le maire, enregistrez l'arrêté sur la fiche de l'élu, ou complétez la délégation du "
            "conseil.",
        )


def _sending(case: DecisionCase) -> Iterator[Finding]:
    """An individual decision goes to the State within fifteen days of its signature (art. L. 2131-2)."""
    decision = case.decision
    on, sent = decision.decided_on, decision.transmission
    if not (decision.is_individual and decision.is_transmissible and on and sent):
        return
    last = on + timedelta(days=INDIVIDUAL_DAYS)
    if sent.effective_on > last:
        yield _warning(
            "decision.sent_late",
            "CGCT art. L. 2131-2",
            f"Reçue en préfecture le {long_date(sent.effective_on)}, plus de {INDIVIDUAL_DAYS} jours après sa "
            f"signature (au plus tard le {long_date(last)}).",
            "Le retard ne l'annule pas, mais elle n'était pas exécutoire avant.",
            "",
        )


def _report(case: DecisionCase) -> Iterator[Finding]:
    """Reported at the next sitting (art. L. 2122-23). Every sitting counts here: which are mandatory is not known."""
    decision = case.decision
    on = decision.decided_on
    if not decision.is_signed or on is None:
        return
    missed = _missed(case, on)
    if not missed:
        return
    days = ", ".join(long_date(sitting.held_on) for sitting in missed[:3])
    yield _warning(
        "decision.reported_late",
        ARTICLE_OF_REPORT,
        f"Il n'en a pas été rendu compte à la séance du {days}."
        if len(missed) == 1
        else f"Il n'en a pas été rendu compte aux séances des {days}{'…' if len(missed) > 3 else ''}.",
        "Le maire rend compte de ses décisions à chacune des réunions obligatoires du conseil.",
        ""
        if decision.reported_in
        else "Inscrivez « décisions du maire » à l'ordre du jour de la prochaine séance.",
    )


def _missed(case: DecisionCase, on: date) -> list[HeldSitting]:
    """The sittings held after the decision and before its report."""
    reported = next((s for s in case.held if s.uid == case.decision.reported_in), None)
    later = [s for s in case.held if s.held_on > on and s.uid != case.decision.reported_in]
    return [s for s in later if reported is None or s.held_on < reported.held_on]


def _warning(code: str, article: str, message: str, consequence: str, remedy: str) -> Finding:
    return Finding(code, Severity.WARNING, article, message, consequence=consequence, remedy=remedy)


def _notice(code: str, article: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.NOTICE, article, message, remedy=remedy)


DECISION_RULES: tuple[DecisionRule, ...] = (
    DecisionRule(
        codes=("decision.no_delegation", "decision.before_delegation", "decision.after_delegation"),
        title="Délégation du conseil au maire",
        article=ARTICLE,
        says="Une décision du maire se fonde sur une délégation du conseil, en vigueur le jour où il la prend.",
        check=_delegation,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    DecisionRule(
        codes=("decision.another_mayor",),
        title="Maire qui a reçu la délégation",
        article=ARTICLE,
        says="La délégation vaut pour le maire à qui elle a été donnée, pour la durée de son mandat.",
        check=_mayor,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    DecisionRule(
        codes=("decision.no_paragraph", "decision.paragraph_unknown", "decision.paragraph_outside"),
        title="Matière déléguée",
        article=ARTICLE,
        says="La décision cite la matière de l'article L. 2122-22, et la délégation du conseil la comprend.",
        check=_paragraph,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    DecisionRule(
        codes=("decision.amount_unknown", "decision.amount_beyond"),
        title="Limites fixées par le conseil",
        article=ARTICLE,
        says="Le montant de la décision ne dépasse pas la limite fixée par le conseil pour cette matière.",
        check=_amount,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    DecisionRule(
        codes=("decision.signature_forbidden", "decision.signatory"),
        title="Signataire de la décision",
        article=ARTICLE_OF_POWERS,
        says="La décision est signée par le maire en fonction, ou par un élu qui a un arrêté de délégation si le "
        "conseil ne s'y est pas opposé ; quand le maire est empêché, le conseil décide, sauf si sa délibération laisse "
        "décider le remplaçant du maire. Noter une autre signature est refusé.",
        check=_signatory,
    ),
    DecisionRule(
        codes=("decision.sent_late",),
        title="Transmission d'une décision individuelle",
        article="CGCT art. L. 2131-2",
        says=f"Une décision individuelle à transmettre est reçue en préfecture dans les {INDIVIDUAL_DAYS} jours de sa "
        "signature.",
        check=_sending,
        certainty=Certainty.OLD_TEXT,
    ),
    DecisionRule(
        codes=("decision.reported_late",),
        title="Compte rendu des décisions au conseil",
        article=ARTICLE_OF_REPORT,
        says="Le maire rend compte de ses décisions à chacune des réunions obligatoires du conseil : ici, à la "
        "première séance tenue après la décision.",
        check=_report,
    ),
)
"""The rules of a decision, as ``docs/legalite.md`` tells them, in the order in which they are applied."""


def check_decision(case: DecisionCase) -> tuple[Finding, ...]:
    """Everything remarked on a decision, in the order of its page; nothing for a body without rules of ours."""
    body = case.council.body_type
    return tuple(f for rule in DECISION_RULES if body in rule.bodies for f in rule.check(case))
