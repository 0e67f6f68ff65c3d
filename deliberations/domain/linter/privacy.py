"""Personal data of individuals in a text that will be published (CRPA art. L. 312-1-2)."""

import re
from collections.abc import Iterable, Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding
from deliberations.domain.linter.cares import CARES, aids_in, cares_in
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import CIVILITY, NAME, People, is_a_name
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.traces import MAIL, READERS, Trace
from deliberations.domain.markup import TokenKind, tokens
from deliberations.domain.profile import masked
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage, passages, text_of

_ARTICLE = "CRPA art. L. 312-1-2"
_HIDDEN = "[occulté]"
# Marking a passage changes nothing in the act: it can be done for an adopted one too.
_HIDE = "Marquer ce passage comme privé : il reste dans l'acte et est occulté dans la version publiée."
_SHOWN_TO_ALL = (
    "L'acte publié livrerait à tous les données d'un particulier, sans accord ni texte qui l'ordonne."
)
_SECRET = "CASF art. L. 133-5"
_WITHDRAW = "Ne pas mettre l'acte en ligne, même occulté, ou l'en retirer : une aide personnelle n'est jamais publiée."
_KEPT = "un acte qui ne se publie pas"
_OF_AN_AID = (
    "L'acte qui accorde ou refuse une aide à une personne est couvert par le secret, son objet compris."
)
_OLDEST = 105
"""Years after a birth when nobody born that day is alive."""
_NAMED = re.compile(rf"(?<!\w)(?:{CIVILITY}\ )?(?P<name>{NAME})", re.VERBOSE)


def without_private(source: str) -> str:
    """``source`` with every passage marked as private hidden, to the end when a mark is not closed."""
    depth, kept = 0, []
    for token in tokens(source):
        if token.name == "mark" and token.kind in (TokenKind.START, TokenKind.END):
            depth = max(0, depth + (1 if token.kind is TokenKind.START else -1))
            kept.append(_HIDDEN if token.kind is TokenKind.START and depth == 1 else "")
        elif not (depth and token.kind in (TokenKind.TEXT, TokenKind.RAW)):
            kept.append(token.source)
    return "".join(kept)


@told_once
def check_personal_data(record: Record) -> Iterator[Finding]:
    """Personal data that the public would read: what is marked as private is hidden already."""
    people = People.of(record)
    for act in record.sitting.deliberations:
        told = tuple(_traces_of(record, people, act))
        is_secret = _is_secret(record, told)
        for passage, trace in told:
            yield _finding(record, Line(act, passage), trace, is_secret=is_secret)


def _traces_of(record: Record, people: People, act: Deliberation) -> Iterator[tuple[Passage, Trace]]:
    """What is private in each passage of an act, and in the title of its item, that the agenda publishes."""
    title = text_of(without_private(record.item(act.item).title_html))
    own = tuple(passages(masked(act, without_private)))
    is_told = any(passage.text == title for passage in own)
    for passage in own if is_told else (Passage("titre du point", title), *own):
        for trace in traces_in(passage.text, of_aids=record.council.body_type is BodyType.CCAS):
            if not _is_public(record, trace) and not _is_of_a_member(people, passage.text, trace):
                yield passage, trace


def _is_secret(record: Record, told: Iterable[tuple[Passage, Trace]]) -> bool:
    """Whether the act of a CCAS is about an aid to somebody: hiding words of it is then not enough."""
    is_of_board = record.council.body_type is BodyType.CCAS
    return is_of_board and any(trace.kind in CARES for _, trace in told)


def traces_in(text: str, *, of_aids: bool = False) -> Iterator[Trace]:
    """Everything private that a text holds; ``of_aids`` when its body grants them to individuals (CCAS)."""
    for reader in READERS:
        yield from reader(text)
    cared = (*cares_in(text), *(aids_in(text) if of_aids else ()))
    yield from _apart(sorted(cared, key=lambda trace: trace.start))


def _apart(traces: Iterable[Trace]) -> Iterator[Trace]:
    """Of the traces of one person that run into each other, the first: « un secours à Mme UN, malade »."""
    ends: dict[str, int] = {}
    for trace in traces:
        if trace.start >= ends.get(trace.name, 0):
            yield trace
        ends[trace.name] = max(ends.get(trace.name, 0), trace.end)


def _is_public(record: Record, trace: Trace) -> bool:
    """The town hall's own mailbox; the birth of somebody of the past, after whom a street is named."""
    own = fold(record.council.place_name).replace(" ", "")
    is_ours = trace.kind == MAIL and bool(own) and own in fold(trace.shown).replace(" ", "")
    is_past = trace.born_in is not None and record.sitting.held_on.year - trace.born_in > _OLDEST
    return is_ours or is_past


def _is_of_a_member(people: People, text: str, trace: Trace) -> bool:
    """Whether that is the data of an elected member: the person it names, else the last one named before it."""
    name = trace.name or _last_name(text[max(0, trace.start - 100) : trace.start])
    return bool(name and people.members_called(name))


def _last_name(text: str) -> str:
    names = [match["name"] for match in _NAMED.finditer(text) if is_a_name(match["name"])]
    return names[-1] if names else ""


def _finding(record: Record, line: Line, trace: Trace, *, is_secret: bool) -> Finding:
    remedy = _WITHDRAW if is_secret else _HIDE
    advice = Advice(
        code="text.personal_data",
        message=f"« {trace.shown} » : {trace.kind}, dans {_KEPT if is_secret else 'un texte à publier'}.",
        consequence=_OF_AN_AID if is_secret else _SHOWN_TO_ALL,
        remedy=remedy,
        once_adopted=remedy,
        article=_SECRET if is_secret else _ARTICLE,
        severity=trace.severity,
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.personal_data",),
        title="Données personnelles",
        article=_ARTICLE,
        says="Un acte publié en ligne ne montre pas les données personnelles d'un particulier (adresse, téléphone, "
        "naissance, compte bancaire, santé, aide sociale) : elles sont occultées, sauf accord ou texte contraire. "
        "L'aide qu'un CCAS accorde à une personne ne se publie jamais.",
        check=check_personal_data,
        bodies=EVERY_BODY,
        certainty=Certainty.ESTABLISHED,
    ),
)
