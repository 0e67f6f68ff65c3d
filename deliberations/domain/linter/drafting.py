"""How decisions are written: each says what is decided, and all those of one list in the same way."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.acts import Deliberation, OperativePart
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold, folded_words
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, extract, remark
from deliberations.domain.linter.verbs import VERBS, Form, Lead, lead_of, rewritten
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage, text_of

_DECIDES = frozenset({"", "decide", "decide de", "decident"})
"""Verb lines after which « d'approuver » stands, the one printed by default among them."""
_OBJECT = re.compile(
    r"\W*(?:le|la|les|l['’]|un|une|des|que|qu['’]|son|sa|ses|leur|leurs|ce|cette|ces|de|d['’]|à|au|aux|pour|en)\b|\W*[ld]['’]",
    re.IGNORECASE,
)
"""What goes on from « décide » by itself: « le transfert », « que le tarif… », « d'ester en justice »."""
_CONJUGATED = (
    frozenset(fold(v.present) for v in VERBS)
    | frozenset(fold(v.infinitive) for v in VERBS)
    | frozenset("est sont sera seront a ont aura auront soit soient peut doit doivent".split())
)
_LOOKS_LIKE_A_VERB = re.compile(r"\w{2,40}(?:er|ir|oir|era|eront|ira|iront)\b")
_LONGEST = 60
"""Words read of a decision: the verb comes before."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """A block of a list, its place in the act and the verb that leads it."""

    place: int
    text: str
    lead: Lead | None

    def line(self, act: Deliberation) -> Line:
        return Line(act, Passage(f"décision, point {self.place}", self.text))


def _lists(act: Deliberation) -> Iterator[tuple[OperativePart, tuple[_Decision, ...]]]:
    place = 0
    for part in act.operative:
        decisions = []
        for block in part.blocks_html:
            place += 1
            text = text_of(block)
            decisions.append(_Decision(place, text, lead_of(text)))
        yield part, tuple(decisions)


def _goes_on_from_decide(part: OperativePart) -> bool:
    return fold(text_of(part.verb)) in _DECIDES


@told_once
def check_verbs(record: Record) -> Iterator[Finding]:
    """A decision in which no verb says what is decided: « décide : Approbation des statuts »."""
    for act in record.sitting.deliberations:
        for part, decisions in _lists(act):
            if _goes_on_from_decide(part):
                yield from (
                    _verbless(record, act, decision)
                    for before, decision in zip((None, *decisions), decisions, strict=False)
                    if _has_no_verb(decision) and not _is_announced(before)
                )


def _is_announced(before: _Decision | None) -> bool:
    """« fixe les tarifs suivants : » and the lines that follow it."""
    if before is None:
        return False
    return before.text.endswith((":", ",")) or (before.lead is None and _has_no_verb(before))


def _has_no_verb(decision: _Decision) -> bool:
    if decision.lead is not None:
        return decision.lead.form is Form.NOUN and not _holds_a_verb(decision.text)
    words = folded_words(decision.text[:600])
    return len(words) > 1 and not _OBJECT.match(decision.text) and not _holds_a_verb(decision.text)


def _holds_a_verb(text: str) -> bool:
    words = fold(text[:600]).split()[:_LONGEST]
    return any(word in _CONJUGATED or _LOOKS_LIKE_A_VERB.fullmatch(word) for word in words)


def _verbless(record: Record, act: Deliberation, decision: _Decision) -> Finding:
    lead = decision.lead
    quoted = lead.words.strip() if lead else extract(decision.text, 0, 0)
    advice = Advice(
        code="text.decision_without_verb",
        message=f"« {quoted} » : aucun verbe ne dit ce que le conseil décide.",
        consequence="Sans verbe, on ne sait pas ce qui est décidé : approuver, prendre acte, autoriser.",
        remedy="Commencer par le verbe de la décision : « d'approuver… », « d'autoriser… ».",
        correction=rewritten(lead, Form.INFINITIVE).strip() if lead else "",
    )
    return remark(record, decision.line(act), advice)


@told_once
def check_bullets(record: Record) -> Iterator[Finding]:
    """The decisions of one list are all in the infinitive, or all in the present."""
    for act in record.sitting.deliberations:
        for part, decisions in _lists(act):
            if _goes_on_from_decide(part):
                yield from _mixed(record, act, decisions)


def _mixed(record: Record, act: Deliberation, decisions: tuple[_Decision, ...]) -> Iterator[Finding]:
    led = [(d, d.lead) for d in decisions if d.lead is not None]
    forms = Counter(lead.form for _, lead in led)
    if len(forms) < 2:
        return
    forms[Form.INFINITIVE] += sum(d.lead is None and bool(_OBJECT.match(d.text)) for d in decisions)
    kept = _majority(forms)
    for decision, lead in led:
        if lead.form is not kept:
            yield _odd(record, act, decision, lead, kept)


def _majority(forms: Counter[Form]) -> Form:
    """The form of most decisions, « le transfert » and « que » counted with the infinitive: they follow « décide »."""
    return Form.PRESENT if forms[Form.PRESENT] > forms[Form.INFINITIVE] else Form.INFINITIVE


_KINDS = {Form.INFINITIVE: "à l'infinitif", Form.PRESENT: "au présent", Form.NOUN: "un nom"}
_SHOWN = {Form.INFINITIVE: "à l'infinitif (« d'approuver »)", Form.PRESENT: "au présent (« approuve »)"}


def _odd(record: Record, act: Deliberation, decision: _Decision, lead: Lead, kept: Form) -> Finding:
    advice = Advice(
        code="text.mixed_bullets",
        message=f"« {lead.words.strip()} » est {_KINDS[lead.form]} : la liste mêle plusieurs formes.",
        consequence="La liste se lit mal après le verbe qui l'annonce.",
        remedy=f"Écrire toutes les décisions de la liste {_SHOWN[kept]}.",
        correction=rewritten(lead, kept).strip(),
        severity=Severity.NOTICE,
        once_adopted="Rien à faire sur un acte adopté : y veiller dans le prochain.",
    )
    return remark(record, decision.line(act), advice)


RULES = (
    Rule(
        codes=("text.decision_without_verb",),
        title="Décision sans verbe",
        article="",
        says="Chaque décision dit par un verbe ce qui est décidé.",
        check=check_verbs,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.mixed_bullets",),
        title="Décisions écrites de plusieurs façons",
        article="",
        says="Les décisions d'une même liste sont toutes à l'infinitif, ou toutes au présent.",
        check=check_bullets,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
