"""From the frozen view of an act to the plain data that a template sees: text, lists and records, nothing else.

The data are JSON: they cross to the process that fills the template, and no object of ours ever does.
"""

from typing import Any

from councils.domain.bodies import Council
from deliberations.documents.view import Counts, DecisionLayout, DeliberationView, OperativeView, Rendition
from deliberations.domain.acts import Clause, ClauseKind, Deliberation
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import date_in_words, long_date, numeric_time, weekday_name
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.numbers import two_digits
from deliberations.domain.wording.typography import typeset

Data = dict[str, Any]
_OPENS_WITH = {ClauseKind.VU: "visas", ClauseKind.CONSIDERANT: "considerants"}


def context_of(view: DeliberationView, record: Record, act: Deliberation) -> Data:
    """The fields of a deliberation (``fields.GROUPS``), finished French text already typeset.

    A formatted text is ``{"html": …}`` of the restricted HTML. What is not recorded is empty, never invented.
    """
    return {
        **_head(view),
        **_act(view, record, act),
        **_sitting(view, record, act),
        **_attendance(view, record, act),
        **_vote(view, record, act),
        **_text(view, act),
        **_ending(view),
    }


def _head(view: DeliberationView) -> Data:
    letterhead = view.letterhead
    return {
        "republique": letterhead.republic,
        "departement": letterhead.department,
        "collectivite": letterhead.authority,
        "intitule": letterhead.document,
        "en_tete_suite": view.running_head,
    }


def _act(view: DeliberationView, record: Record, act: Deliberation) -> Data:
    item = record.item(act.item)
    return {
        "numero": _printed_number(record.council, act),
        "titre": typeset(text_of(act.title_html) or text_of(item.title_html)),
        "theme": typeset(item.theme),
        "objet": view.object_line,
        "est_projet": view.is_draft,
        "est_extrait": view.rendition is Rendition.EXTRACT,
        "est_acte_du_registre": view.rendition is Rendition.REGISTER,
        "est_copie_certifiee": view.rendition is Rendition.CERTIFIED,
    }


def _printed_number(council: Council, act: Deliberation) -> str:
    return typeset(number_of(act, council.style.printed_number or council.number_pattern))


def _sitting(view: DeliberationView, record: Record, act: Deliberation) -> Data:
    sitting, members = record.sitting, MemberWords(record, BodyWords(record.council))
    chair, sent_on = record.chair(record.moment_of(act.item)), record.sitting.convocation.sent_on
    return {
        "date_seance": typeset(f"{weekday_name(sitting.held_on)} {long_date(sitting.held_on)}"),
        "date_seance_en_lettres": typeset(date_in_words(sitting.held_on)),
        "heure_seance": typeset(numeric_time(sitting.starts_at)) if sitting.starts_at else "",
        "lieu": typeset(sitting.place),
        "ouverture": view.opening,
        "officiers": list(view.officers),
        "president": typeset(members.name(chair)) if chair else "",
        "secretaires": [typeset(members.name(each)) for each in record.secretaries(act.item)],
        "convocation": view.convocation,
        "date_convocation": typeset(long_date(sent_on)) if sent_on else "",
    }


def _attendance(view: DeliberationView, record: Record, act: Deliberation) -> Data:
    room = record.attendance_at(act.item)
    is_known = view.members is not None
    return {
        "effectif": _counts(view.members),
        "presents": view.present_sentence,
        "absences": [{"titre": group.heading, "lignes": list(group.lines)} for group in view.absences],
        "en_exercice": str(room.in_office) if is_known else "",
        "nombre_presents": str(room.present) if is_known else "",
    }


def _counts(*counts: Counts | None) -> list[Data]:
    return [{"titre": each.lead, "lignes": list(each.lines)} for each in counts if each]


def _vote(view: DeliberationView, record: Record, act: Deliberation) -> Data:
    vote = record.deciding_vote(act.item)
    count = record.count(vote) if vote else None
    figures = (count.voters, count.in_favour, count.against, count.abstentions) if count else (None,) * 4
    names = ("votants", "pour", "contre", "abstentions")
    return {
        "votes": _counts(view.votes, *view.other_votes),
        **{name: _figure(name, value) for name, value in zip(names, figures, strict=True)},
    }


def _figure(name: str, value: int | None) -> str:
    """As the act prints them: voices on two digits, voters plainly."""
    if value is None:
        return ""
    return str(value) if name == "votants" else two_digits(value)


def _text(view: DeliberationView, act: Deliberation) -> Data:
    return {
        "titre_objet": view.object_heading,
        "titre_expose": view.statement_heading,
        "expose": _rich(view.statement_html),
        "autorite": view.preamble_lead,
        "preambule": [_rich(html) for html in view.clauses_html],
        **_clauses_by_kind(view, act.clauses),
        "titre_decision": view.decision_heading,
        "decisions": _rich("".join(_decision_html(part) for part in view.operative)),
        "dispositif": [_part(part) for part in view.operative],
    }


def _clauses_by_kind(view: DeliberationView, clauses: tuple[Clause, ...]) -> Data:
    found: Data = {"visas": [], "considerants": [], "autres_motifs": []}
    for clause, html in zip(clauses, view.clauses_html, strict=True):
        found[_OPENS_WITH.get(clause.kind, "autres_motifs")].append(_rich(html))
    return found


def _decision_html(part: OperativeView) -> str:
    lead = f"<p><strong>{part.lead_html}</strong></p>" if part.lead_html else ""
    if part.layout is DecisionLayout.ARTICLES:
        articles = (f"<p><strong>{line.label}</strong> {line.html}</p>" for line in part.decisions)
        return lead + "".join(articles)
    items = "".join(f"<li>{line.html}</li>" for line in part.decisions)
    return f"{lead}<ul>{items}</ul>" if items else lead


def _part(part: OperativeView) -> Data:
    return {
        "verbe": _rich(part.lead_html),
        "en_articles": part.layout is DecisionLayout.ARTICLES,
        "decisions": [{"etiquette": line.label, "texte": _rich(line.html)} for line in part.decisions],
    }


def _ending(view: DeliberationView) -> Data:
    return {
        "cloture": list(view.closing),
        "signatures": [{"qualite": each.capacity, "nom": each.name} for each in view.signatures],
        "titre_annexes": view.annexes_heading,
        "annexes": list(view.annexes),
        "certification": view.certification,
        "dates": list(view.dates),
    }


def _rich(html: str) -> Data:
    return {"html": html}
