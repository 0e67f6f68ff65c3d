"""Decisions under an item that announces none: « questions diverses », « affaires urgentes » (CGCT art. L. 2121-10)."""

import re
from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, ItemOutcome
from deliberations.domain.texts import text_of

_THINGS = r"(?:questions?|affaires?|informations?|points?|sujets?|communications?|deliberations?|decisions?)"
_CAUSE = r"(?:l urgence|les circonstances)"
_OPEN = (
    rf"(?:{_THINGS} divers(?:es?)?|divers|tour de table"
    rf"|(?:toutes? )?(?:autres? )?{_THINGS} (?:exige|commande|impose|rendu|necessite)\w*(?: necessaires?)? par {_CAUSE}"
    rf"(?: (?:ou|et)(?: par)? {_CAUSE})?"
    rf"|(?:toutes? )?autres? {_THINGS}(?: divers(?:es?)?)?"
    rf"|(?:questions?|affaires?) (?:urgentes?|de derniere minute|non inscrites?(?: a l ordre du jour)?))"
)
_VARIOUS = re.compile(rf"(?:\d{{1,3}} )?(?:{_THINGS} et )?{_OPEN}(?: et (?:{_OPEN}|{_THINGS}))?")
_MAYBE = re.compile(r"divers|urgen|circonstances|autres?|table|minute|non inscrit", re.IGNORECASE)
"""A word of each of these titles: most others are set aside without being folded."""


def check_various(record: Record) -> Iterator[Finding]:
    """Only what the convocation announces may be decided: an item of that name announces nothing."""
    for item in record.sitting.agenda:
        title = text_of(item.title_html)
        named, _, subject = title.partition(":")
        if item.outcome is ItemOutcome.EXAMINED and _announces_nothing(named) and _is_decided(record, item):
            yield _finding(record, item, title, is_named=bool(subject.strip()))


def _announces_nothing(title: str) -> bool:
    return len(title) < 100 and bool(_MAYBE.search(title)) and bool(_VARIOUS.fullmatch(fold(title)))


def _finding(record: Record, item: AgendaItem, title: str, *, is_named: bool) -> Finding:
    """« Affaires diverses : marché de Noël » may have been announced so: it is only asked."""
    doubt = "la convocation annonçait-elle ce sujet ?" if is_named else "son titre n'annonce aucune décision."
    return Finding(
        code="agenda.various",
        severity=Severity.NOTICE if is_named else Severity.WARNING,
        article=article(record, Topic.CONVOCATION),
        message=f"Le point {item.order}, « {title} », est mis en délibération : {doubt}",
        where="ordre du jour",
        item=item.uid,
        consequence="Ce que la convocation n'annonce pas ne peut pas être décidé : la délibération peut être annulée.",
        remedy=remedy(
            record,
            "Inscrire l'affaire sous son propre titre à l'ordre du jour d'une prochaine séance.",
            "Vérifier la convocation ; si elle n'annonçait pas l'affaire, délibérer à nouveau au besoin.",
        ),
    )


def _is_decided(record: Record, item: AgendaItem) -> bool:
    """By a vote, an election, or an act that decides; an item added in the sitting has a rule of its own."""
    acts = any(act.operative for act in record.acts_on(item.uid))
    voted = record.votes_on(item.uid) or record.elections_on(item.uid)
    return bool(acts or voted) and not item.added_in_sitting


RULES = (
    Rule(
        codes=("agenda.various",),
        title="Décision sous les questions diverses",
        article="CGCT art. L. 2121-10",
        says="Le conseil ne décide que de ce que l'ordre du jour annonce, et rien sous « questions diverses » ni sous "
        "« toutes délibérations exigées par l'urgence ».",
        check=check_various,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
)
