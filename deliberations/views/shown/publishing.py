"""What is about to be made known, said once more before it is: the acts, what stays hidden, the way and the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from deliberations.domain.publishing import Way
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation
from deliberations.services.rectifying import Passage, passages_of_act


@dataclass(frozen=True, slots=True)
class ShownAct:
    """``hidden`` are the words that the public does not read."""

    number: str
    title: str
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicationSummary:
    """``warning`` asks for a reason; empty where nothing stands in the way."""

    acts: tuple[ShownAct, ...]
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
    acts: Iterable[Deliberation], *, way: Way, day: date, reference: str, warning: str = ""
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


def _act(act: Deliberation) -> ShownAct:
    title = act.title
    hidden = tuple(words for passage in passages_of_act(act) for words in _hidden(passage))
    return ShownAct(act.number, title, hidden)


def _hidden(passage: Passage) -> Iterable[str]:
    """The private words of a passage, neighbours together."""
    for is_private, words in groupby(passage.words, key=lambda word: word.is_private):
        if is_private:
            yield " ".join(word.text for word in words).rstrip(",;:.")
