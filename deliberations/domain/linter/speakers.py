"""Those whom the text makes speak, or keep the minutes, though they were not in the room at that item."""

import re
from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.acts import ClauseKind, Deliberation
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import follows_local_law, is_recorded, names_of, voting_moments
from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import CIVILITY, NAME, PERSON, People, name_words
from deliberations.domain.linter.reading import Advice, Line, extract, lines_of, remark
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage, text_of
from deliberations.domain.wording.agreement import PRESENT, agree
from deliberations.domain.wording.names import join_list

_AWAY = (SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED, SeatState.SUBSTITUTED)

_SPEAKS = (
    r"(?:(?:nous|vous|leur|lui|en|y|l['’])\ ?)?(?:expose|présente|rapporte|propose|demande|précise|rappelle|indique"
    r"|explique|informe|soumet|intervient|répond|donne\ lecture|fait\ (?:part|lecture|savoir)|prend\ la\ parole)\b"
)
_ASIDE = r"(?:,[^,.;:()]{0,80},)?"
_SPEAKER = re.compile(rf"{PERSON}{_ASIDE}\ {_SPEAKS}", re.VERBOSE)
_HEAD_SPEAKS = re.compile(
    r"(?P<person>\b(?i:(?:(?:monsieur|madame|m\.|mme)\ )?(?:le|la|l['’])\ ?(?:maire|présidente?))\b)"
    rf"\ {_SPEAKS}",
    re.VERBOSE,
)
_RAPPORTEUR = re.compile(
    rf"\b(?i:rapporteure?)\ ?[:,]?\ (?P<person>(?:{CIVILITY}\ )?(?P<name>{NAME}))", re.VERBOSE
)
_HEARING = r"(?:entendue?s?|ouïe?s?|après\ (?:l['’])?exposé)"
_HEAD_REPORTS = re.compile(
    rf"\b(?i:rapporteure?\ ?[:,]\ ?|{_HEARING}\b[^.;:]{{0,40}}?\bde\ )"
    r"(?P<person>(?i:(?:monsieur|madame|m\.|mme)\ (?:le|la)\ (?:maire|présidente?))\b)"
    r"(?![\s-]+(?i:adjoint|délégué|de\b|du\b|d['’]))",
    re.VERBOSE,
)
_HEARD = re.compile(
    rf"(?i:\b(?:{_HEARING}|sur\ (?:le\ )?rapport)\b[^.;:]{{0,40}}?)\bde\ {PERSON}", re.VERBOSE
)
_HEARD_DIRECTLY = re.compile(rf"(?i:\b{_HEARING})\ {PERSON}", re.VERBOSE)
_OPENING_WORDS = {ClauseKind.ENTENDU: "Entendu", ClauseKind.SUR_RAPPORT: "Sur rapport"}
"""What is printed before such a clause, and is not in its text."""
_ASKS = re.compile(rf"^{PERSON}\ ?:\ [^?]{{3,300}}\?", re.VERBOSE)
"""« Mme UN : Que devient la maison ? »"""
_FROM_AFAR = re.compile(
    r"\b(?:par (?:courrier|écrit|courriel|lettre|téléphone|la voix)|lue?\spar|remplac\w*|au nom d|à la place|absente?"
    r"|excusée?|visio\w*|lors d|précédent|avait)",
    re.IGNORECASE,
)
_ANY = rf"(?P<person>(?:{CIVILITY}\ )?(?P<name>{NAME}))"
_SECRETARY = (
    re.compile(rf"(?i:\bsecrétaire(?:\ de\ (?:la\ )?séance)?)\ ?(?::|,|est)\ {_ANY}", re.VERBOSE),
    re.compile(
        rf"{PERSON},?\ (?:qui\ accepte,\ )?(?:(?:est|a\ été)\ )?(?:(?:désignée?|nommée?|élue?)\ )?"
        r"(?:(?:comme|en\ qualité\ de|pour)\ )?secrétaire\ de\ (?:la\ )?séance",
        re.VERBOSE,
    ),
    re.compile(
        rf"{PERSON},\ [^,.;:()]{{3,50}},\ (?:est|a\ été)\ (?:désignée?|nommée?|élue?)\ "
        r"(?:(?:comme|en\ qualité\ de|pour)\ )?secrétaire\ de\ (?:la\ )?séance",
        re.VERBOSE,
    ),
    re.compile(
        rf"(?i:(?:désigne|nomme|élit|choisi)\ (?:comme\ )?secrétaire\ (?:de\ séance\ )?:?\ ?){_ANY}",
        re.VERBOSE,
    ),
)


def was_away(record: Record, item: str, members: tuple[str, ...]) -> bool:
    """Whether every one of ``members`` was out of the room from the opening of ``item`` to its end."""
    moments = (Moment(item), *voting_moments(record, item), Moment(item, Phase.AFTER))
    rooms = [record.attendance(moment) for moment in moments]
    if not members or not all(room.is_known and room.present for room in rooms):
        return False
    seats = [room.seat_of(member) for room in rooms for member in members]
    return all(seat is not None and seat.state in _AWAY for seat in seats)


@told_once
def check_speakers(record: Record) -> Iterator[Finding]:
    """A member who speaks in the text of an item was in the room at that item."""
    people = People.of(record)
    for line in (*_printed_lines(record), *_notes(record)):
        seen: set[tuple[str, ...]] = set()
        for match, members in _speakers(record, people, line.text):
            if members not in seen and was_away(record, line.act.item, members):
                seen.add(members)
                if not _FROM_AFAR.search(_sentence(line.text, match)):
                    yield _absent_speaker(record, line, match, members)


def _printed_lines(record: Record) -> Iterator[Line]:
    """Every passage of the acts, with the word printed before those that tell who was heard."""
    openings = {
        (act.uid, f"visas et considérants, n° {number}"): _OPENING_WORDS[clause.kind]
        for act in record.sitting.deliberations
        for number, clause in enumerate(act.clauses, start=1)
        if clause.kind in _OPENING_WORDS
    }
    for line in lines_of(record):
        opening = openings.get((line.act.uid, line.passage.where))
        yield Line(line.act, Passage(line.passage.where, f"{opening} {line.text}")) if opening else line


def _notes(record: Record) -> Iterator[Line]:
    """The notes of the items of a recorded paper: that of a sitting to come is written before anyone speaks."""
    for item in record.sitting.agenda if is_recorded(record) else ():
        if item.note_html:
            for text in text_of(item.note_html).split("\n"):
                yield Line(Deliberation(uid="", item=item.uid), Passage("note du point", text))


def _speakers(record: Record, people: People, text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    for pattern in (_SPEAKER, _RAPPORTEUR, _HEARD, _HEARD_DIRECTLY, _ASKS):
        for match in pattern.finditer(text):
            yield match, people.members_called(match["name"])
    if len(record.heads) == 1:
        for pattern in (_HEAD_SPEAKS, _HEAD_REPORTS):
            for match in pattern.finditer(text):
                yield match, record.heads


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence around a match but the name, at most a hundred characters on each side."""
    before = text[max(0, match.start() - 100) : match.start()].rpartition(". ")[2]
    said = match.group().replace(match["person"], "", 1)
    return before + said + text[match.end() : match.end() + 100].partition(". ")[0]


def _absent_speaker(record: Record, line: Line, match: re.Match[str], members: tuple[str, ...]) -> Finding:
    names = join_list([names_of(record).name(m) for m in members], "ou")
    advice = Advice(
        code="text.speaker_absent",
        message=f"« {extract(line.text, *match.span())} » : {names} n'est pas dans la salle à ce point, d'après les "
        "présences enregistrées.",
        consequence="Le texte contredit les présences : l'un des deux est faux, ou un nom est resté d'un modèle.",
        remedy="Nommer qui a parlé, ou corriger les présences.",
        correction=_chair_who_speaks(record, line, members),
    )
    return remark(record, line, advice)


def _chair_who_speaks(record: Record, line: Line, members: tuple[str, ...]) -> str:
    """« Le maire expose » while another chairs: that other one's name."""
    chair = record.chair(record.moment_of(line.act.item))
    return names_of(record).addressed(chair) if members == record.heads and chair else ""


@told_once
def check_secretaries(record: Record) -> Iterator[Finding]:
    """The secretary named in the text was in the room; elsewhere than in a commune it may be an agent."""
    people = People.of(record)
    if follows_local_law(record) or record.council.body_type is BodyType.CCAS:
        return
    for line in lines_of(record):
        for match in named_secretaries(line.text):
            members = people.members_called(match["name"])
            if was_away(record, line.act.item, members):
                yield _absent_secretary(record, line, match, members)


def named_secretaries(text: str) -> Iterator[re.Match[str]]:
    """Where a text names the secretary of the sitting: « Secrétaire de séance : Mme NOM »."""
    seen: set[tuple[str, ...]] = set()
    for pattern in _SECRETARY:
        for match in pattern.finditer(text):
            words = name_words(match["name"])
            if words and words not in seen:
                seen.add(words)
                yield match


def _absent_secretary(record: Record, line: Line, match: re.Match[str], members: tuple[str, ...]) -> Finding:
    names = names_of(record)
    recorded = [names.name(m) for m in record.secretaries(line.act.item) if m not in members]
    present = agree(PRESENT, [names.gender(members[0])])
    advice = Advice(
        code="text.secretary_absent",
        message=f"« {match['person']} » est secrétaire d'après le texte, et n'est pas {present} à ce point.",
        consequence="Le secrétaire est un membre présent : le texte ou les présences sont à corriger.",
        remedy="Nommer le secrétaire de la séance, ou corriger les présences.",
        correction=join_list(recorded),
        article="CGCT art. L. 2121-15" if record.council.body_type is BodyType.COMMUNE else "",
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.speaker_absent",),
        title="Orateur absent",
        article="",
        says="Le membre que le texte fait parler est dans la salle à ce point.",
        check=check_speakers,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.secretary_absent",),
        title="Secrétaire nommé dans le texte",
        article="CGCT art. L. 2121-15",
        says="Le secrétaire que le texte nomme est un membre présent.",
        check=check_secretaries,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
