"""The notice of appeal that an act prints: its time limit, its start, its court (CJA art. R. 421-1, R. 312-1).

The election of a mayor or of deputies is open to another appeal (CGCT art. L. 2122-13, D. 2122-2).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from councils.domain.bodies import Territory
from councils.domain.tribunals import tribunal_of
from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.places import department_codes, own_department
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.scope import after, before
from deliberations.domain.posts import elects_communal_heads
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import passages
from deliberations.domain.wording.elision import du

_TWO = frozenset({"deux", "2", "02"})
_LIMIT = re.compile(r"\bdélai\s(?:de\s|d['’]\s?)(?P<number>\w{1,10})(?:\s\(\d\))?\smois\b", re.IGNORECASE)
_NOTIFIED = re.compile(r"à\s(?:compter|dater|partir)\sde\s(?:sa|la)\snotification\b", re.IGNORECASE)
_COURT = re.compile(
    r"\btribunal\sadministratif\s(?:de\s(?:la\s)?|d['’]|du\s)(?P<name>[A-ZÀ-Ý][\w'’-]{1,40}+(?:\s[A-ZÀ-Ý][\w'’-]{1,40}+){0,2})",
    re.IGNORECASE,
)
_TRANSMITTED = re.compile(
    r"à\s(?:compter|dater|partir)\sde\s(?:sa|la)\s(?:date\sde\s)?(?:sa\s|la\s)?transmission\b", re.IGNORECASE
)
_APPEAL = re.compile(r"\brecours\b(?!\s(?:à|au|aux)\b)|\bcontest|\battaqu|\bsaisi|\bdéfér", re.IGNORECASE)
_OF_THIS_ACT = re.compile(
    r"\b(?:présente|cette|la)\sdélibération\b|\b(?:présent|cet)\sacte\b|\belle\spe(?:ut|ourra)\s(?:être|faire)\b"
    r"|\bvoies?\s(?:et\sdélais?\s)?de\srecours\b|\bdélai\sde\srecours\s(?:contentieux\s)?est\b",
    re.IGNORECASE,
)
_BY_PREFECT = re.compile(r"défér|\b(?:préfet|légalité|État)\spe(?:ut|uvent|ourra)\b", re.IGNORECASE)
"""The State has its own two months, from the transmission (CGCT art. L. 2131-6)."""
_ANOTHER_LIMIT = re.compile(
    r"\b(?:réponse|silence|retir\w+|retrait|outre-mer|étranger|métropole)\b", re.IGNORECASE
)
_PUBLISHED = re.compile(r"publi|affich|transmi|réception|mise?\sen\sligne", re.IGNORECASE)
_MADE_KNOWN = re.compile(r"publi|affich|mise?\sen\sligne|notifi", re.IGNORECASE)
_MONTHS = re.compile(
    r"\b(?:délai\s(?:maximum\s|maximal\s)?(?:de\s|d['’]\s?)|dans\sles\s)(?P<number>\w{1,10})(?:\s\(\d{1,2}\))?\smois\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\b(?:cinq|0?5)\s(?:\(0?5\)\s)?jours\b", re.IGNORECASE)
_TERM = "CJA art. R. 421-1"
_OF_HEADS = "CGCT art. L. 2122-13 et D. 2122-2"
_SEAT = "CJA art. R. 312-1"


@told_once
def check_appeal_notice(record: Record) -> Iterator[Finding]:
    """Two months from the publication, or from the notification of an individual act."""
    for line in lines_of(record):
        yield from _limits(record, line)
        yield from _starts(record, line)
        yield from _transmissions(record, line)


def _sentence(line: Line, found: re.Match[str]) -> str:
    """The sentence, when it tells how this act is appealed against."""
    sentence = before(line.text, found.start()) + found.group() + after(line.text, found.end())
    return sentence if _APPEAL.search(sentence) and _OF_THIS_ACT.search(sentence) else ""


def _limits(record: Record, line: Line) -> Iterator[Finding]:
    """Those who live overseas have one month more: nothing is said there."""
    if record.council.territory is Territory.OVERSEAS or _elects_heads(record, line.act):
        return
    for found in _LIMIT.finditer(line.text):
        sentence = _sentence(line, found)
        if found["number"].casefold() not in _TWO and sentence and not _ANOTHER_LIMIT.search(sentence):
            advice = Advice(
                code="text.appeal_notice",
                message=f"« {found.group()} » : le recours contre une délibération s'exerce dans les deux mois.",
                consequence="Une mention fausse égare le lecteur, et le délai qu'elle annonce peut être opposé à "
                "la collectivité.",
                remedy="Écrire « dans un délai de deux mois ».",
                article=_TERM,
                correction="délai de deux mois",
                severity=Severity.NOTICE,
            )
            yield remark(record, line, advice)


def _starts(record: Record, line: Line) -> Iterator[Finding]:
    if line.act.is_individual:
        return
    for found in _NOTIFIED.finditer(line.text):
        sentence = _sentence(line, found)
        if sentence and not _PUBLISHED.search(sentence):
            advice = Advice(
                code="text.appeal_notice",
                message=f"« {found.group()} » : cet acte n'est pas enregistré comme individuel ; le délai court de sa "
                "publication.",
                consequence="Les tiers ne savent pas quand le délai de recours a commencé.",
                remedy="Écrire « à compter de sa publication », ou enregistrer l'acte comme individuel.",
                article=_TERM,
                correction="à compter de sa publication",
                severity=Severity.NOTICE,
            )
            yield remark(record, line, advice)


def _transmissions(record: Record, line: Line) -> Iterator[Finding]:
    """« Deux mois à compter de sa transmission »: a citizen's time runs from what is made known to him."""
    start = "notification" if line.act.is_individual else "publication"
    for found in _TRANSMITTED.finditer(line.text):
        sentence = _sentence(line, found)
        is_told = _MADE_KNOWN.search(sentence)
        if sentence and not is_told and not _BY_PREFECT.search(sentence):
            advice = Advice(
                code="text.appeal_notice",
                message=f"« {found.group()} » : le délai de recours court de la {start} de l'acte, non de son envoi au "
                "représentant de l'État.",
                consequence="Le lecteur se trompe sur le jour où son délai commence.",
                remedy=f"Écrire « à compter de sa {start} ».",
                article=_TERM,
                correction=f"à compter de sa {start}",
                severity=Severity.NOTICE,
            )
            yield remark(record, line, advice)


@told_once
def check_appeal_of_heads(record: Record) -> Iterator[Finding]:
    """The election of the mayor or of deputies is contested within five days, not within months."""
    for act in record.sitting.deliberations:
        if _elects_heads(record, act) and not any(_DAYS.search(passage.text) for passage in passages(act)):
            yield from _months_of_heads(record, act)


def _elects_heads(record: Record, act: Deliberation) -> bool:
    """Whether all that the act fills is the mayor's and the deputies' posts: nothing else has its own appeal there."""
    return elects_communal_heads(record, record.item(act.item))


def _months_of_heads(record: Record, act: Deliberation) -> Iterator[Finding]:
    for line in (Line(act, passage) for passage in passages(act)):
        for found in _MONTHS.finditer(line.text):
            if _sentence(line, found):
                advice = Advice(
                    code="text.appeal_of_election",
                    message=f"« {found.group()} » : l'élection du maire ou des adjoints se conteste dans les cinq "
                    "jours, comptés de vingt-quatre heures après l'élection.",
                    consequence="Un électeur qui suit cette mention saisit le tribunal trop tard.",
                    remedy="Remplacer cette mention : les cinq jours pour les électeurs, devant le tribunal "
                    "administratif.",
                    article=_OF_HEADS,
                    once_adopted="Relire l'acte d'origine ; si la mention s'y trouve, faire connaître les cinq jours.",
                )
                yield remark(record, line, advice)


@told_once
def check_court(record: Record) -> Iterator[Finding]:
    """The court named is that of the council's own department."""
    for line in lines_of(record):
        yield from _courts(record, line)


def _courts(record: Record, line: Line) -> Iterator[Finding]:
    own = record.council.tribunal or tribunal_of(own_department(record))
    for found in _COURT.finditer(line.text) if own else ():
        name = _known_court(found["name"])
        if name and not _is_one_court(name, folded_words(own)) and _sentence(line, found):
            advice = Advice(
                code="text.other_tribunal",
                message=f"« {_named(found, name)} » : le tribunal administratif de la collectivité est "
                f"celui {du(own)}.",
                consequence="Le texte vient d'un modèle : un recours porté à ce tribunal y serait mal adressé.",
                remedy="Nommer le tribunal du siège de la collectivité.",
                article=_SEAT,
                correction=f"tribunal administratif {du(own)}",
            )
            yield remark(record, line, advice)


def _named(found: re.Match[str], court: tuple[str, ...]) -> str:
    """« tribunal administratif de Lyon », without the words that a sentence goes on with."""
    pieces = found["name"].split()
    ends = (n for n in range(1, len(pieces)) if len(folded_words(" ".join(pieces[:n]))) >= len(court))
    name = " ".join(pieces[: next(ends, len(pieces))])
    return found.group()[: found.start("name") - found.start()] + name


def _known_court(name: str) -> tuple[str, ...]:
    """The words of a court that exists; capitals may run into what follows it."""
    words = folded_words(name)
    return next((court for court in _all_courts() if _is_one_court(words, court)), ())


def _is_one_court(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """« Cergy » is « Cergy-Pontoise »."""
    shared = min(len(left), len(right))
    return bool(shared) and left[:shared] == right[:shared]


@lru_cache(maxsize=1)
def _all_courts() -> tuple[tuple[str, ...], ...]:
    courts = {folded_words(tribunal_of(code)) for code in department_codes()}
    return tuple(sorted(court for court in courts if court))


RULES = (
    Rule(
        codes=("text.appeal_notice",),
        title="Délai de recours imprimé dans l'acte",
        article=_TERM,
        says="Le recours s'exerce dans les deux mois de la publication, ou de la notification pour un acte individuel.",
        check=check_appeal_notice,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.appeal_of_election",),
        title="Recours contre l'élection du maire ou des adjoints",
        article=_OF_HEADS,
        says="L'élection du maire ou des adjoints a son propre recours : cinq jours pour les électeurs, à partir de "
        "vingt-quatre heures après l'élection. Les deux mois n'y valent pas.",
        check=check_appeal_of_heads,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("text.other_tribunal",),
        title="Tribunal d'un autre ressort",
        article=_SEAT,
        says="L'acte nomme le tribunal administratif du siège de la collectivité.",
        check=check_court,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
