"""Checks on the life of an act: its dates of receipt and publication, and the way it is made public."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType, PublicationMode
from councils.domain.membership import number_at
from deliberations.domain.acts import Deliberation, PublicFact
from deliberations.domain.clear_days import LARGE_COMMUNE
from deliberations.domain.enforceability import first_publication, is_in_mode, publication_mode
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
    """The way of publication is the one the council had chosen that day (CGCT art. L. 2131-1, IV)."""
    for act in record.sitting.deliberations:
        published = first_publication(record.council, act)
        if published is None or act.is_individual or is_in_mode(record.council, published):
            continue
        yield Finding(
            code="publication.mode",
            severity=Severity.WARNING,
            article="CGCT art. L. 2131-1, IV",
            message=_not_in_mode(published),
            where="publication",
            item=act.item,
            consequence="Le délai de recours et le caractère exécutoire peuvent être discutés.",
            remedy="Publier l'acte selon le mode en vigueur, puis enregistrer cette publication.",
        )


def _not_in_mode(published: PublicFact) -> str:
    day = long_date(published.effective_on)
    if publication_mode(published) is None:
        return (
            f"La publication du {day} (« {published.channel} ») n'est ni un affichage, ni une mise à disposition sur "
            "papier, ni une mise en ligne."
        )
    return f"La publication du {day} n'est pas faite selon le mode en vigueur ce jour-là."


def check_electronic_publication(record: Record) -> Iterator[Finding]:
    """From 3,500 inhabitants, and in an EPCI, publication is electronic (CGCT art. L. 2131-1, III)."""
    if not _must_be_electronic(record):
        return
    for act in record.sitting.deliberations:
        published = first_publication(record.council, act)
        mode = publication_mode(published) if published else None
        if mode in (PublicationMode.POSTING, PublicationMode.PAPER) and not act.is_individual:
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


def _must_be_electronic(record: Record) -> bool:
    if record.council.body_type is BodyType.EPCI:
        return True
    inhabitants = number_at(record.council.populations, record.sitting.held_on)
    return inhabitants is not None and inhabitants >= LARGE_COMMUNE


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
