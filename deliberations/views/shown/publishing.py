"""What is about to be made known, said once more before it is: the acts, what stays hidden, the way and the day."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from deliberations.domain.profile import Mask
from deliberations.domain.public_sitting import public_sitting
from deliberations.domain.publishing import Way
from deliberations.domain.record import Record
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.minutes import is_behind_closed_doors
from deliberations.richtext import Word, passages_of, words_of
from deliberations.services.act_desks import AnyAct
from deliberations.services.passages import Passage, passages_of_act


@dataclass(frozen=True, slots=True)
class ActToPublish:
    """``hidden`` are the words that the public does not read."""

    number: str
    title: str
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicationSummary:
    """``warning`` asks for a reason; empty where nothing stands in the way."""

    acts: tuple[ActToPublish, ...]
    way: str
    day: str
    reference: str
    shows_hidden: bool
    warning: str = ""


SAID = {
    Way.OWN_PAGE: "En ligne, sur la page publique de ce site",
    Way.OTHER_SITE: "En ligne, sur un autre site",
    Way.POSTING: "Affichage",
    Way.PAPER: "Papier, tenu à la disposition du public",
    Way.NOTIFICATION: "Notification à l'intéressé",
}


def publication_summary(
    acts: Iterable[AnyAct], *, way: Way, day: date, reference: str, warning: str = ""
) -> PublicationSummary:
    """Read from the texts of ``acts`` as they are now. Only our own page hides anything by itself."""
    return PublicationSummary(
        acts=tuple(_act(act) for act in acts),
        way=SAID[way],
        day=long_date(day),
        reference=reference,
        shows_hidden=way is not Way.OWN_PAGE,
        warning=warning,
    )


def _act(act: AnyAct) -> ActToPublish:
    title = act.title
    hidden = tuple(words for passage in passages_of_act(act) for words in _hidden(passage))
    return ActToPublish(act.number, title, hidden)


def hidden_of_minutes(record: Record) -> tuple[str, ...]:
    """The words of the minutes that the public does not read, each once, in the order of the facts."""
    return _hidden_by(lambda mask: public_sitting(record, mask=mask))


def closed_doors_of(record: Record) -> tuple[int, ...]:
    """The numbers of the items whose debate was held behind closed doors: the public copy leaves it out."""
    items = record.sitting.agenda
    return tuple(item.order for item in items if is_behind_closed_doors(record, item))


def _hidden_by(masking: Callable[[Mask], object]) -> tuple[str, ...]:
    """What the mask of the public copy meets that is private, told in place of being hidden."""
    found: dict[str, None] = {}

    def note(html: str) -> str:
        for runs in passages_of(html):
            found.update(dict.fromkeys(_private_of(words_of(runs))))
        return html

    masking(note)
    return tuple(found)


def _hidden(passage: Passage) -> Iterable[str]:
    """The private words of a passage, neighbours together."""
    return _private_of(passage.words)


def _private_of(told: Iterable[Word]) -> Iterator[str]:
    for is_private, words in groupby(told, key=lambda word: word.is_private):
        if is_private:
            yield " ".join(word.text for word in words).rstrip(",;:.")
