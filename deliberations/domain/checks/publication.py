"""Checks on the life of an act: its dates of receipt and publication, and the way it is made public."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType, PublicationMode
from deliberations.domain.acts import Deliberation, PublicFact
from deliberations.domain.enforceability import (
    chosen_mode,
    first_publication,
    is_in_mode,
    must_be_electronic,
    publication_mode,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    EVERY_BODY,
    PUBLICATION_ELSEWHERE,
    PUBLICITY_REFORM,
    Certainty,
    Rule,
)
from deliberations.domain.wording.dates import long_date


def check_dates_of_acts(record: Record) -> Iterator[Finding]:
    """An act cannot be received or published before the day it was adopted."""
    for act in record.sitting.deliberations:
        facts = [("transmission", act.transmission), *(("publication", p) for p in act.publications)]
        for name, fact in facts:
            if fact is not None and fact.effective_on < record.sitting.held_on:
                yield _before_sitting(act, name, fact)


def _before_sitting(act: Deliberation, name: str, fact: PublicFact) -> Finding:
    return Finding(
        code=f"{name}.before_sitting",
        severity=Severity.WARNING,
        article="CGCT art. L. 2131-1",
        message=f"La {name} du {long_date(fact.effective_on)} est antérieure à la séance.",
        where=name,
        item=act.item,
        consequence="La date à partir de laquelle l'acte est exécutoire ne peut pas être prouvée.",
        remedy="Vérifier la date sur l'accusé de réception ou le journal de publication.",
    )


def check_publication_mode(record: Record) -> Iterator[Finding]:
    """The way of publication is the one the council had chosen that day (CGCT art. L. 2131-1, IV).

    No choice means electronic; a council of which no choice is recorded may have made one: a notice.
    """
    for act in record.sitting.deliberations:
        published = first_publication(record.council, act)
        if published is None or act.is_individual or is_in_mode(record.council, published):
            continue
        if _is_only_electronic(record, published):
            continue  # another rule says it
        is_known = bool(record.council.publication_modes)
        yield Finding(
            code="publication.mode",
            severity=Severity.WARNING if is_known else Severity.NOTICE,
            article="CGCT art. L. 2131-1, IV",
            message=_not_in_mode(published, is_known=is_known),
            where="publication",
            item=act.item,
            consequence="Le délai de recours et le caractère exécutoire peuvent être discutés.",
            remedy="Publier l'acte selon le mode en vigueur, puis enregistrer cette publication."
            if is_known
            else "Enregistrer la délibération qui a choisi ce mode ; s'il n'y en a pas, mettre l'acte en ligne.",
        )


def _is_only_electronic(record: Record, published: PublicFact) -> bool:
    """Whether it was posted or made available on paper where only what is online counts."""
    is_other = publication_mode(published) in (PublicationMode.POSTING, PublicationMode.PAPER)
    return is_other and must_be_electronic(record.council, published.effective_on)


def _not_in_mode(published: PublicFact, *, is_known: bool) -> str:
    day = long_date(published.effective_on)
    if publication_mode(published) is None:
        return (
            f"La publication du {day} (« {published.channel} ») n'est ni un affichage, ni une mise à disposition sur "
            "papier, ni une mise en ligne."
        )
    if is_known:
        return f"La publication du {day} n'est pas faite selon le mode en vigueur ce jour-là."
    return (
        f"La publication du {day} n'est pas faite en ligne, et aucun choix de l'affichage ou du papier n'est "
        "enregistré : sans choix, le mode est électronique."
    )


def check_electronic_publication(record: Record) -> Iterator[Finding]:
    """From 3,500 inhabitants, and in an EPCI, publication is electronic (CGCT art. L. 2131-1, III)."""
    for act in record.sitting.deliberations:
        published = first_publication(record.council, act)
        if published is not None and not act.is_individual and _is_only_electronic(record, published):
            yield Finding(
                code="publication.not_electronic",
                severity=Severity.WARNING,
                article="CGCT art. L. 2131-1",
                message="L'acte n'est pas publié sous forme électronique : seules les communes de moins de 3 500 "
                "habitants, et certains syndicats, peuvent choisir l'affichage ou le papier.",
                where="publication",
                item=act.item,
                consequence="L'acte peut ne pas être exécutoire, et le délai de recours ne pas courir.",
                remedy="Mettre l'acte en ligne, puis enregistrer cette publication.",
            )


def check_publication_setting(record: Record) -> Iterator[Finding]:
    """Where only electronic publication counts, another choice is worth nothing, even before anything is published."""
    council, on = record.council, record.sitting.held_on
    if must_be_electronic(council, on) and chosen_mode(council, on) not in (None, PublicationMode.ELECTRONIC):
        yield Finding(
            code="setting.publication_mode",
            severity=Severity.WARNING,
            article="CGCT art. L. 2131-1",
            message="Le mode de publication enregistré est l'affichage ou le papier : seules les communes de moins de "
            "3 500 habitants, et certains syndicats, ont ce choix.",
            where="mode de publication",
            consequence="Un acte publié ainsi peut ne pas être exécutoire, et le délai de recours ne pas courir.",
            remedy="Enregistrer la publication électronique, et mettre les actes en ligne.",
        )


def check_notification(record: Record) -> Iterator[Finding]:
    """An individual decision is notified: to publish it does not make it known to its addressee."""
    for act in record.sitting.deliberations:
        is_notified = first_publication(record.council, act) is not None
        if act.is_individual and act.publications and not is_notified:
            yield Finding(
                code="publication.not_notified",
                severity=Severity.WARNING,
                article="CGCT art. L. 2131-1",
                message="Décision individuelle publiée, mais aucune notification n'est enregistrée.",
                where="publication",
                item=act.item,
                consequence="La décision n'est pas exécutoire, et le délai de recours ne court pas contre l'intéressé.",
                remedy="Notifier la décision à l'intéressé, puis enregistrer la date de notification.",
            )


def check_publication_of_the_choice(record: Record) -> Iterator[Finding]:
    """A commune without a site has its choice published on the site of its EPCI (décret 2024-719)."""
    council = record.council
    choices = {m.decided_by for m in council.publication_modes if m.mode is not PublicationMode.ELECTRONIC}
    for act in record.sitting.deliberations:
        if number_of(act, council.number_pattern) in choices - {""}:
            yield Finding(
                code="publication.choice_elsewhere",
                severity=Severity.NOTICE,
                article="Décret 2024-719",
                message="Cet acte choisit l'affichage ou le papier : si la commune n'a pas de site, il est publié sur "
                "celui de son intercommunalité.",
                where="publication",
                item=act.item,
                consequence="Les habitants ne sauraient pas où trouver les actes de la commune.",
                remedy="Si la commune n'a pas de site, envoyer cet acte à l'intercommunalité pour qu'elle le publie.",
            )


RULES = (
    Rule(
        codes=("setting.publication_mode",),
        title="Choix du mode de publication",
        article="CGCT art. L. 2131-1",
        says="La commune de 3 500 habitants et l'EPCI ne peuvent choisir ni l'affichage ni le papier.",
        check=check_publication_setting,
        bodies=COMMUNES | {BodyType.EPCI},
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("publication.not_notified",),
        title="Notification d'une décision individuelle",
        article="CGCT art. L. 2131-1",
        says="Une décision individuelle est notifiée à l'intéressé ; sa publication ne suffit pas.",
        check=check_notification,
    ),
    Rule(
        codes=("transmission.before_sitting", "publication.before_sitting"),
        title="Dates de transmission et de publication",
        article="CGCT art. L. 2131-1",
        says="Un acte n'est ni reçu par l'État ni publié avant d'avoir été adopté.",
        check=check_dates_of_acts,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("publication.mode",),
        title="Mode de publication",
        article="CGCT art. L. 2131-1, IV",
        says="L'acte est publié selon le mode que la commune de moins de 3 500 habitants ou le syndicat a choisi ; "
        "sans choix, sous forme électronique.",
        check=check_publication_mode,
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("publication.not_electronic",),
        title="Publication électronique",
        article="CGCT art. L. 2131-1",
        says="À partir de 3 500 habitants, et dans un EPCI à fiscalité propre, l'acte est publié en ligne.",
        check=check_electronic_publication,
        bodies=COMMUNES | {BodyType.EPCI},
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("publication.choice_elsewhere",),
        title="Choix d'une commune sans site",
        article="Décret 2024-719",
        says="La commune de moins de 3 500 habitants qui n'a pas de site fait publier sur celui de son EPCI la "
        "délibération qui choisit l'affichage ou le papier. Le premier jour d'application n'est pas "
        "établi : simple note.",
        check=check_publication_of_the_choice,
        bodies=COMMUNES,
        certainty=Certainty.NOT_ESTABLISHED,
        since=PUBLICATION_ELSEWHERE,
    ),
)
