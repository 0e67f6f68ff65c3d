"""Views for the tests of the documents: the reference act, and its variants.

The texts are those of a public act (Gruson, deliberation 2023-57). They are typeset here as the builder does.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from deliberations.documents.view import (
    AbsenceGroup,
    Counts,
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    DocumentData,
    Letterhead,
    OperativeView,
    Profile,
    Rendition,
    Signature,
)
from deliberations.domain.wording.numbers import article_label
from deliberations.domain.wording.typography import typeset, typeset_html
from tests.support.sample_texts import (
    ANNEX,
    CERTIFICATION,
    CLAUSES,
    DECISION_LEAD,
    DECISIONS,
    OBJECT,
    OPENING,
    PRESENT,
    STATEMENT,
)


def sample_view(**changes: Any) -> DeliberationView:
    """The reference act, certified and signed by the mayor; ``changes`` replaces fields of the view."""
    return replace(_reference(), **changes)


def short_view(**changes: Any) -> DeliberationView:
    """The smallest act: no statement, no annex, one line of decision."""
    empty: dict[str, Any] = {
        "present_sentence": "",
        "absences": (),
        "statement_heading": "",
        "statement_html": "",
        "preamble_lead": "",
        "clauses_html": (),
        "operative": (
            bullets_part(typeset("D'approuver le procès-verbal de la séance du 7 novembre 2023.")),
        ),
        "annexes_heading": "",
        "annexes": (),
        "certification": "",
        "dates": (),
    }
    return sample_view(**{**empty, **changes})


def draft_view(**changes: Any) -> DeliberationView:
    """The same act before the sitting is closed: nobody signs it."""
    return sample_view(
        is_draft=True, signatures=(Signature(typeset("Le Maire,"), "Olivier TURPIN"),), dates=(), **changes
    )


def articles_view(**changes: Any) -> DeliberationView:
    """The decisions numbered as articles."""
    return sample_view(**{"operative": (articles_part(*map(typeset, DECISIONS)),), **changes})


def two_parts_view(**changes: Any) -> DeliberationView:
    """A second verb after the decisions of the first, its articles numbered after theirs."""
    first = articles_part(*map(typeset, DECISIONS[:2]))
    second = articles_part(typeset("Le Maire à signer la convention."), lead=typeset("Autorise :"), start=3)
    return sample_view(**{"operative": (first, second), **changes})


def bullets_part(*decisions: str, lead: str = typeset(DECISION_LEAD)) -> OperativeView:
    return OperativeView(lead, DecisionLayout.BULLETS, tuple(DecisionLine("", html) for html in decisions))


def articles_part(*decisions: str, lead: str = typeset(DECISION_LEAD), start: int = 1) -> OperativeView:
    lines = tuple(
        DecisionLine(typeset(f"{article_label(number)} :"), html)
        for number, html in enumerate(decisions, start)
    )
    return OperativeView(lead, DecisionLayout.ARTICLES, lines)


def crowded_view(**changes: Any) -> DeliberationView:
    """A council of 69, with long compound names."""
    names = ", ".join(f"Marie-Bénédicte {name}-DE-SAINT-AMAND" for name in _family_names(66))
    proxies = tuple(
        typeset(f"Charles-Édouard {name}-LANGLOIS, qui donne pouvoir à Marie-Bénédicte {name}-DE-SAINT-AMAND")
        for name in _family_names(3)
    )
    return sample_view(
        members=_counts("Membres du Conseil Municipal :", "En exercice : 69", "Présents : 66"),
        present_sentence=typeset(f"Olivier TURPIN, Maire, et {names}, Conseillers Municipaux."),
        absences=(AbsenceGroup(typeset("Excusés : 3"), proxies),),
        votes=_counts(
            "Nombre de votants : 69",
            "Pour : 40",
            "Contre : 20",
            "Abstention : 06",
            "Ne prennent pas part au vote : 03",
        ),
        **changes,
    )


def table_view(rows: int = 120, **changes: Any) -> DeliberationView:
    """A budget table longer than a page."""
    lines = "".join(
        f'<tr><th scope="row">{number}</th><td>Chapitre {number} des dépenses</td>'
        f"<td>{number * 1371} €</td></tr>"
        for number in range(1, rows + 1)
    )
    table = (
        "<p>Le tableau suivant arrête les crédits.</p><table><caption>Crédits ouverts</caption><thead><tr>"
        '<th scope="col">Ligne</th><th scope="col">Libellé</th><th scope="col">Montant</th></tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )
    return sample_view(statement_html=typeset_html(table), **changes)


def _reference() -> DeliberationView:
    return DeliberationView(
        rendition=Rendition.CERTIFIED,
        is_draft=False,
        document=_document(),
        letterhead=Letterhead(
            republic="République française",
            department="Département du Nord",
            authority="Commune de Gruson",
            document="Extrait du registre des délibérations du conseil municipal",
        ),
        running_head=typeset("Commune de Gruson - Séance du 19 décembre 2023 - Délibération n° 2023-57"),
        opening=typeset(OPENING),
        officers=(
            typeset("Sous la présidence de : Olivier TURPIN, Maire"),
            typeset("Secrétaire de séance : Mélanie DAZIN-DESLANDES"),
        ),
        convocation=typeset("Date de la convocation : 15 décembre 2023"),
        members=_counts("Membres du Conseil Municipal :", "En exercice : 15", "Présents : 13"),
        present_sentence=typeset(PRESENT),
        absences=(
            AbsenceGroup(
                typeset("Excusées : 2"),
                (
                    typeset("Hélène HAVRET, qui donne pouvoir à Mélanie DAZIN-DESLANDES"),
                    typeset("Isabelle DESCAMPS, qui donne pouvoir à Jacques DURIEU"),
                ),
            ),
        ),
        votes=_counts("Nombre de votants : 15", "Pour : 15", "Contre : 00", "Abstention : 00"),
        other_votes=(),
        object_heading="OBJET DE LA DÉLIBÉRATION",
        object_line=typeset(OBJECT),
        statement_heading="EXPOSÉ",
        statement_html="".join(f"<p>{typeset(text)}</p>" for text in STATEMENT),
        preamble_lead="La Commune de GRUSON",
        clauses_html=tuple(typeset(text) for text in CLAUSES),
        decision_heading="DÉCISION",
        operative=(bullets_part(*map(typeset, DECISIONS)),),
        closing=(
            typeset("Fait et délibéré en séance les jour, mois et an susdits."),
            typeset("Pour copie certifiée conforme."),
        ),
        signatures=(Signature(typeset("Le Maire,"), "Olivier TURPIN", "sig_maire"),),
        annexes_heading=typeset("Annexes :"),
        annexes=(typeset(ANNEX),),
        certification=typeset(CERTIFICATION),
        dates=(
            typeset("Télétransmis en préfecture le 28/12/2023"),
            typeset("Publié sur le site Internet le 28/12/2023"),
        ),
    )


def _document() -> DocumentData:
    return DocumentData(
        title="Extrait du registre des délibérations du conseil municipal — Délibération n° 2023-57",
        author="Commune de Gruson",
        subject="Adhésion au Syndicat mixte ouvert « Nord - Pas-de-Calais Numérique »",
        keywords=("délibération", "2023-57", "Gruson"),
        edited_on=date(2023, 12, 28),
        profile=Profile("deliberation-2023-57.json", '{"number": "2023-57", "date": "2023-12-19"}'),
    )


def _counts(lead: str, *lines: str) -> Counts:
    return Counts(typeset(lead), tuple(typeset(line) for line in lines))


def _family_names(count: int) -> tuple[str, ...]:
    starts = ("DUVAL", "MERCIER", "FONTAINE", "LEFEBVRE", "CHEVALIER", "ROUSSEAU")
    ends = ("BEAUMONT", "DELATTRE", "MAUREPAS", "VILLENEUVE", "GRANDCHAMP", "MONTIGNY", "ANGLADE", "VALMY")
    pairs = [f"{start}-{end}" for end in ends for start in starts]
    return tuple(pairs[index % len(pairs)] for index in range(count))
