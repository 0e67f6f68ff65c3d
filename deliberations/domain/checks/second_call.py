"""Checks on a second convocation, which frees the council from the quorum (CGCT art. L. 2121-17, second paragraph)."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from councils.domain.bodies import Territory
from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article, follows_local_law, is_decided, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.notices import last_sent_on, notice_given
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    SOCIAL_BOARDS,
    Certainty,
    Rule,
)
from deliberations.domain.sittings import AgendaItem, Sitting
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date

_LONG_WORD = 5
_PLAIN_WORDS = frozenset(
    "approbation autorisation commune communal communale communales communaux conseil convention decision deliberation "
    "demande designation municipal municipale questions diverses travaux vente achat signature attribution projet "
    "annee nouvelle nouveau modification marche contrat adoption".split()
)
"""Words of many titles, which do not tell the matter."""
_VOID = "La délibération prise peut être annulée."
_IRREGULAR = {
    "second_call.had_quorum": "Seconde convocation, alors que la première séance avait le quorum.",
    "second_call.irregular_first": "Seconde convocation, alors que la première n'avait pas été envoyée dans le délai.",
    "second_call.too_early": "Seconde convocation envoyée avant la première séance.",
}


def check_second_call(record: Record) -> Iterator[Finding]:
    """The second call frees the items of the first agenda only (art. L. 2121-17, second paragraph)."""
    uid = record.sitting.convocation.second_of
    if not uid:
        return
    first = next((s for s in record.earlier if s.uid == uid), None)
    if first is None:
        yield _unknown_first(record)
        return
    yield from _irregular(record, first)
    titles = {_title(item) for item in first.agenda}
    for item in record.sitting.agenda:
        if not _is_among(_title(item), titles) and _is_without_quorum(record, item.uid):
            yield _new_item(record, item, first, is_alike=_is_alike(_title(item), titles))


def check_recall(record: Record) -> Iterator[Finding]:
    """Under the local law the second call itself says that the quorum is no longer required (art. L. 2541-4)."""
    if record.sitting.convocation.second_of and follows_local_law(record):
        yield Finding(
            code="second_call.recall",
            severity=Severity.NOTICE,
            article=article(record, Topic.SECOND_CALL),
            message="Seconde convocation : elle doit rappeler que le quorum ne sera plus exigé.",
            where="convocation",
            consequence="Sans ce rappel, ce qui est décidé sans quorum peut être contesté.",
            remedy="Relire la convocation envoyée ; rien de ce qui est enregistré ne dit si elle le rappelle.",
        )


def _title(item: AgendaItem) -> str:
    return fold(text_of(item.title_html))


def _is_among(title: str, titles: AbstractSet[str]) -> bool:
    """The same title, or one told at greater length: the uids of two sittings have nothing in common."""
    return title in titles or any(title and other and (title in other or other in title) for other in titles)


def _is_alike(title: str, titles: AbstractSet[str]) -> bool:
    """Whether some word that tells the matter stands in both: the same business may be told in another order."""
    words = _matter(title)
    return any(words & _matter(other) for other in titles)


def _matter(title: str) -> frozenset[str]:
    return frozenset(word for word in title.split() if len(word) >= _LONG_WORD) - _PLAIN_WORDS


def _irregular(record: Record, first: Sitting) -> Iterator[Finding]:
    """The second call frees from the quorum only after a regular first call that lacked it."""
    if not any(_is_without_quorum(record, item.uid) for item in record.sitting.agenda):
        return
    before, sent_on = Record(record.council, first), last_sent_on(record)
    notice = notice_given(before)
    faults = {
        "second_call.had_quorum": _had_quorum(before),
        "second_call.irregular_first": notice is not None and not notice.is_enough,
        "second_call.too_early": sent_on is not None and sent_on < first.held_on,
    }
    for code in (code for code, is_there in faults.items() if is_there):
        yield Finding(
            code=code,
            severity=Severity.WARNING,
            article=article(record, Topic.SECOND_CALL),
            message=_IRREGULAR[code],
            where="convocation",
            consequence="Le quorum reste exigé : ce qui est décidé sans lui peut être annulé.",
            remedy=remedy(
                record,
                "Ne rien décider sans quorum, ou convoquer à nouveau régulièrement.",
                "Délibérer à nouveau, avec le quorum.",
            ),
        )


def _had_quorum(first: Record) -> bool:
    """Whether every item of the first sitting is known to have had the quorum."""
    quorums = [first.quorum(item.uid) for item in first.sitting.agenda]
    return bool(quorums) and all(quorum is not None and quorum.is_met for quorum in quorums)


def _is_without_quorum(record: Record, item: str) -> bool:
    return is_decided(record, item) and _lacked_quorum(record, item)


def _lacked_quorum(record: Record, item: str) -> bool:
    quorum = record.quorum(item)
    return quorum is not None and not quorum.is_met


def _unknown_first(record: Record) -> Finding:
    return Finding(
        code="second_call.unknown_first",
        severity=Severity.NOTICE,
        article=article(record, Topic.SECOND_CALL),
        message="Seconde convocation : la première séance n'est pas connue, son ordre du jour ne "
        "peut pas être comparé.",
        where="convocation",
        consequence="Un point nouveau, décidé sans quorum, peut être annulé.",
        remedy="Enregistrer la séance qui n'a pas réuni le quorum, avec son ordre du jour.",
    )


def _new_item(record: Record, item: AgendaItem, first: Sitting, *, is_alike: bool) -> Finding:
    """Sure where the title has no word in common with the first agenda."""
    told = "Ce point ne semble pas avoir été" if is_alike else "Ce point n'était pas"
    return Finding(
        code="second_call.new_item",
        severity=Severity.WARNING if is_alike else Severity.REFUSAL,
        article=article(record, Topic.SECOND_CALL),
        message=f"{told} à l'ordre du jour de la séance du {long_date(first.held_on)} : le quorum y est exigé, et il "
        "n'est pas atteint.",
        where="ordre du jour",
        item=item.uid,
        consequence=_VOID,
        remedy=remedy(
            record,
            "Reporter ce point à une séance convoquée dans le délai ordinaire.",
            "Délibérer à nouveau sur ce point, avec le quorum.",
        ),
    )


_CODES = ("second_call.unknown_first", "second_call.new_item", *_IRREGULAR)

RULES = (
    Rule(
        codes=_CODES,
        title="Seconde convocation",
        article="CGCT art. L. 2121-17",
        says="Après une première convocation régulière et une séance sans quorum, le conseil convoqué à nouveau décide "
        "sans condition de quorum, et seulement des points du premier ordre du jour.",
        check=check_second_call,
        territories=OUTSIDE_LOCAL_LAW,
        bodies=COMMUNES | GROUPED,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=_CODES,
        title="Seconde convocation du CCAS",
        article="CASF art. R. 123-17",
        says="Le conseil d'administration convoqué à nouveau décide sans condition de quorum ; que ce soit seulement "
        "des points du premier ordre du jour est tenu pour acquis : simple alerte.",
        check=check_second_call,
        bodies=SOCIAL_BOARDS,
        certainty=Certainty.NOT_ESTABLISHED,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=_CODES,
        title="Seconde convocation en Alsace-Moselle",
        article="CGCT art. L. 2541-4",
        says="Le conseil convoqué à nouveau décide sans condition de quorum ; que ce soit seulement des points du "
        "premier ordre du jour est tenu pour acquis : simple alerte.",
        check=check_second_call,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.NOT_ESTABLISHED,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=("second_call.recall",),
        title="Rappel dans la seconde convocation (Alsace-Moselle)",
        article="CGCT art. L. 2541-4",
        says="La seconde convocation rappelle que le quorum ne sera plus exigé.",
        check=check_recall,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
    ),
)
