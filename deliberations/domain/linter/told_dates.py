"""Dates that an act gives of its sitting, of its convocation, of the texts it is based on, against the facts."""

import re
from collections.abc import Iterator
from datetime import date

from councils.domain.days import council_day
from deliberations.domain.acts import ClauseKind
from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.scope import before, own_lines
from deliberations.domain.linter.written_dates import WrittenDate, dates_in
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage, text_of
from deliberations.domain.wording.dates import long_date

_LATELY = 160
"""Characters read before a date."""
_MEETS = re.compile(
    r"^\W{0,10}(?:le\s|la\s|l['’])(?:conseil\s(?:municipal|communautaire|d['’]administration)|comité\ssyndical|assemblée)\b"
    r"[^.;:]{0,80}?\b(?:s['’]est\s|se\ssont\s)?réunie?s?\b[^.;:]{0,40}\ble\s$",
    re.IGNORECASE,
)
_DONE_ON = re.compile(
    r"\b(?:fait\s(?:et|,)\s?délibéré|ainsi\s(?:fait\set\s)?délibéré|délibéré\sen\sséance)\b"
    r"(?:\s(?:à|au|en)\s[^,.;:]{1,40})?,?\s(?:le|ce)\s$",
    re.IGNORECASE,
)
"""« Fait et délibéré à Voisine, le »: unlike « Fait à Voisine, le », it is the day of the sitting."""
_EARLIER = re.compile(r"\b(?:avai(?:t|ent)|précéden\w+|dernière?|déjà|lors|ayant|puis)\b", re.IGNORECASE)
_CALLS = re.compile(
    r"(?:\bdate\s(?:d['’]envoi\s)?(?:de\s(?:la\s)?|d['’]une\s)?convocation(?:\sdu\sconseil(?:\smunicipal)?)?\s{0,3}:?\s{0,3}(?:le\s)?"
    r"|\bconvocations?\s(?:légales?\s|écrites?\s)?(?:(?:adressée|envoyée|faite|transmise)s?\sle|du|en\sdate\sdu)\s)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\bconvoquée?s?,?\s(?:individuellement\s)?(?:(?:par\s(?:[\w'’-]{1,15}\s){1,4})?(?:en\sdate\s)?(?:le|du)\s)$",
    re.IGNORECASE,
)
"""« Dûment convoqué le », « convoqués par lettre du »; of the day of the sitting, it is what they are called for."""
_OTHER_CALL = re.compile(
    r"\b(?:premi[eè]re|seconde|deuxième|nouvelle|précédente|d['’]affichage)\b", re.IGNORECASE
)
_ADOPTED_ON = re.compile(
    r"\b(?:délibérations?|lois?(?:\sorganique)?|décrets?|ordonnances?|arrêtés?|circulaires?|directives?|instructions?)"
    r"(?:\s(?:municipale?s?|communautaires?|préfectora(?:l|le|ux)|ministérielle?s?|interministériels?|modifiée?s?"
    r"|d[ue]\s(?:conseil|comité)(?:\s(?:municipal|communautaire|syndical|départemental|régional))?"
    r"|n\s?[°ºo]s?\s?[\w./-]{1,25}|[\w./-]{0,20}\d[\w./-]{0,20}),?){0,4},?\s(?:en\sdate\s)?du\s$",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:avis|délibérations?|arrêtés?|décisions?|courriers?|courriels?|lettres?"
    r"|rapports?|procès[- ]verb\w{2,3}|estimations?|jugements?|commissions?|comités?|CST|CHSCT|réunions?)"
    r"\b[^;:()\d]{0,120}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bn\s?[°ºo]s?\s?[\w./-]{1,25}")
_ITS_DAY = re.compile(
    r"(?:\bdu|\ben\s(?:date|séance)\sdu|\b(?:rendue?|émise?|formulée?|donnée?|réunie?|tenue?|prise?|reçue?|signée?|datée?)"
    r"\s(?:le|du))\s$",
    re.IGNORECASE,
)
_OF_A_DAY_TO_COME = re.compile(
    r"\b(?:pour|sur|relati\w+|\w{3,}ant|quant|compter|partir|effet|vigueur|échéance|jusqu\w*|avant|après|période|prochain\w*"
    r"|élections?|scrutin|référendum|exercice|prév\w+|futur\w*|report\w*|venir|sera|doit|devra|réserve|qui|dont|organis\w+"
    r"|convocation|renouvellement|session|saison|rentrée|fêtes?|festival|cérémonie|journées?|marchés?|ventes?|travaux"
    r"|manifestation|spectacle|concert|enquête|publicité|concurrence|consultation|limite|ouverture|clôture|fin|début"
    r"|terme|dates?(?!\sdu\s$)|application|projets?|demandes?|saisine|annex\w+)\b",
    re.IGNORECASE,
)
"""Words after which a day is that of something else than the paper: an election, a feast, what it takes effect on."""
_STAMP = re.compile(r"\b(?:annex|certifi|transmi|affich|publi|notifi)\w*", re.IGNORECASE)
"""« Vu pour être annexé à la délibération du… »: a stamp put on a paper later."""
_PERIOD = re.compile(r"\s{0,2}(?:au|à|jusqu)\b", re.IGNORECASE)


@told_once
def check_told_dates(record: Record) -> Iterator[Finding]:
    """The day on which the text says that the council met, and was called, is the one recorded."""
    calls = _sent_on(record)
    for act in record.sitting.deliberations:
        for line in own_lines(act):
            for written in dates_in(line.text):
                head = line.text[max(0, written.start - _LATELY) : written.start]
                if _is_of_this_sitting(line.text, written) and not _is(written, record.sitting.held_on):
                    yield _other_day(record, line, written)
                elif (
                    calls
                    and _is_of_its_call(record, head, written)
                    and not any(_is(written, d) for d in calls)
                ):
                    yield _other_call(record, line, written, max(calls))


def _sent_on(record: Record) -> tuple[date, ...]:
    """Every day on which the members were called, in the council's zone; none is compared with a second call."""
    call = record.sitting.convocation
    days = [council_day(record.council, sent.sent_at) for sent in call.dispatches if sent.sent_at]
    known = [*days, call.sent_on] if call.sent_on else days
    return () if call.second_of else tuple(known)


def _is_of_this_sitting(text: str, written: WrittenDate) -> bool:
    sentence = before(text, written.start)
    if _DONE_ON.search(sentence):
        return True
    return bool(_MEETS.match(sentence)) and not _EARLIER.search(sentence)


def _is_of_its_call(record: Record, head: str, written: WrittenDate) -> bool:
    found = _CALLS.search(head) or (None if _is(written, record.sitting.held_on) else _CALLED.search(head))
    return found is not None and not _OTHER_CALL.search(head[max(0, found.start() - 40) :])


def _is(written: WrittenDate, day: date) -> bool:
    """Whether it is that day, as far as it is written: « le 15 mars » is of any year."""
    return (written.day, written.month) == (day.day, day.month) and written.year in (None, day.year)


def _other_day(record: Record, line: Line, written: WrittenDate) -> Finding:
    held_on = record.sitting.held_on
    advice = Advice(
        code="text.sitting_date",
        message=f"« {written.words} » : d'après le texte, c'est le jour où le conseil s'est réuni ; la séance est du "
        f"{long_date(held_on)}.",
        consequence="Un acte daté d'un autre jour que sa séance se rattache à une séance qui n'a pas eu lieu.",
        remedy="Corriger la date du texte, ou celle de la séance.",
        correction=long_date(held_on),
    )
    return remark(record, line, advice)


def _other_call(record: Record, line: Line, written: WrittenDate, sent_on: date) -> Finding:
    advice = Advice(
        code="text.notice_date",
        message=f"« {written.words} » : le texte date ainsi la convocation ; l'envoi enregistré est du "
        f"{long_date(sent_on)}.",
        consequence="Le délai de convocation se compte de cette date : l'une des deux est fausse.",
        remedy="Corriger le texte, ou la date d'envoi si elle est mal notée.",
        correction=long_date(sent_on),
    )
    return remark(record, line, advice)


@told_once
def check_later_visas(record: Record) -> Iterator[Finding]:
    """A text, or an opinion, on which the act is based exists before the sitting."""
    for line in _visas(record):
        for written in dates_in(line.text):
            head = line.text[max(0, written.start - _LATELY) : written.start]
            day, held_on = written.as_date, record.sitting.held_on
            is_later = day is not None and day > held_on
            is_its_own = _ADOPTED_ON.search(head) or _is_of_an_opinion(head)
            if is_later and is_its_own and not _PERIOD.match(line.text, written.end):
                advice = Advice(
                    code="text.later_visa",
                    message=f"« {written.words} » : le texte visé est postérieur à la séance du {long_date(held_on)}.",
                    consequence="Un acte ne peut pas se fonder sur un texte qui n'existe pas encore.",
                    remedy="Corriger la date du texte visé, ou retirer ce visa.",
                )
                yield remark(record, line, advice)


def _is_of_an_opinion(head: str) -> bool:
    """« L'avis de la commission des finances en date du … »: no other day, nor other purpose, stands between."""
    unnumbered = _NUMBER.sub("", head)
    found = _OPINION.search(unnumbered)
    if found is None or not _ITS_DAY.search(unnumbered) or _STAMP.search(unnumbered):
        return False
    return not _OF_A_DAY_TO_COME.search(unnumbered, max(0, found.start() - 40))


_VISA = re.compile(r"\W*vu\b", re.IGNORECASE)


def _visas(record: Record) -> Iterator[Line]:
    for act in record.sitting.deliberations:
        for number, clause in enumerate(act.clauses, start=1):
            if clause.kind is ClauseKind.VU:
                yield Line(act, Passage(f"visas et considérants, n° {number}", text_of(clause.text_html)))
    yield from (line for line in lines_of(record) if _VISA.match(line.text))


RULES = (
    Rule(
        codes=("text.sitting_date", "text.notice_date"),
        title="Jour de la séance et de la convocation dans le texte",
        article="",
        says="Le jour où le texte dit que le conseil s'est réuni, et celui de la convocation, sont ceux des faits.",
        check=check_told_dates,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.later_visa",),
        title="Texte visé postérieur à la séance",
        article="",
        says="La délibération, la loi, l'arrêté ou l'avis sur lesquels l'acte se fonde sont antérieurs à la séance.",
        check=check_later_visas,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
