"""The two kinds of acts that are transmitted and made known: deliberations, and decisions of the mayor.

What follows an act is the same for both (CGCT art. L. 2131-1, L. 2131-2) and is written once, in ``publishing`` and
``transmitting``; a ``Desk`` says in what the two differ. Their rows have the same related names (``publications``,
``unpublications``, ``transmissions``, ``deposits``, ``annexes``).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any, ClassVar

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.services.writing import Writer
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.models import DecisionReport, Deliberation, MayorDecision, Override
from deliberations.queries.decisions import decisions_put_online, is_taken_off
from deliberations.queries.published import PREFIX, is_unpublished, put_online
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.decision_changes import changing_decision
from deliberations.services.decision_documents import follow_decision, freeze_text_again
from deliberations.services.minutes_copies import renew_public_minutes
from deliberations.services.public_copy import follow_publicity, renew_public_copy
from deliberations.services.sitting_documents import freeze_again

AnyAct = Deliberation | MayorDecision
PUBLISHED_INDIVIDUAL = "publication.individual"
"""What a reason was given for."""


class Desk(ABC):
    """In what one kind of act differs from the other. ``link`` is how the rows that follow it name it.

    ``kind`` begins the codes kept in the history (« act.published »); ``document`` names its file in the pack.
    """

    link: ClassVar[str]
    kind: ClassVar[str]
    document: ClassVar[str]
    usual_nature: ClassVar[int | None]

    row: Any

    @property
    @abstractmethod
    def day(self) -> date:
        """The day of the act: that of its sitting, or of its signature."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Path of its public page: it never changes, and is never given to another."""

    @property
    @abstractmethod
    def was_put_online(self) -> bool:
        """Whether its public page ever opened, whether it was taken off or withdrawn since."""

    @property
    @abstractmethod
    def is_transmissible(self) -> bool: ...

    @property
    @abstractmethod
    def matter_code(self) -> str: ...

    @property
    @abstractmethod
    def is_taken_off(self) -> bool:
        """Whether it was taken off our pages, for good."""

    @abstractmethod
    def require_numbered(self) -> None:
        """Raise ``Refusal`` for a draft."""

    def require_publishable(self) -> None:
        """Raise ``Refusal`` for an act that is not settled."""
        self.require_numbered()

    @abstractmethod
    def require_possible_day(self, day: date, *, at: datetime, topic: str) -> None:
        """Raise ``Refusal`` for a day before the act, or to come."""

    @abstractmethod
    def changing(self, what: str, *, by: User | None) -> AbstractContextManager[Writer]:
        """A context: one transaction, the act locked, the history told ``what``."""

    @abstractmethod
    def keep_reason(self, writer: Writer, line: Any, reason: str, at: datetime) -> None:
        """Within a change: keep why ``line``, a publication not yet written, was told despite the warning."""

    @abstractmethod
    def note_online(self, writer: Writer) -> None:
        """Within a change: anybody may now read the act, and its public identifier, on our pages."""

    @abstractmethod
    def note_deposit(self, writer: Writer, number: str, matter_code: str, nature: int) -> Any:
        """Within a change: what was typed in the transmission service becomes that of the act; its row."""

    @abstractmethod
    def freeze_text(self, *, by: User | None, at: datetime) -> None:
        """Within a change: the text was corrected, or words of it hidden; what tells it to the public is made anew."""

    @abstractmethod
    def follow(self, *, by: User | None, at: datetime) -> None:
        """After the commit: issue what the act is now due, and make its public file anew."""


class DeliberationDesk(Desk):
    """A deliberation: its day, its matter and its lock are those of its item and of its sitting."""

    link, kind, document, usual_nature = "deliberation", "act", "La délibération", 1

    def __init__(self, row: Deliberation) -> None:
        self.row = row

    @property
    def day(self) -> date:
        day: date = self.row.sitting.held_on
        return day

    @property
    def address(self) -> str:
        return f"{PREFIX}{self.row.council.uid}/deliberations/{self.day.year}/{self.row.slug}/"

    @property
    def was_put_online(self) -> bool:
        return put_online(self.row.council).filter(pk=self.row.pk).exists()

    @property
    def is_transmissible(self) -> bool:
        return bool(self.row.item.is_transmissible)

    @property
    def matter_code(self) -> str:
        return str(self.row.item.matter_code)

    @property
    def is_taken_off(self) -> bool:
        return is_unpublished(self.row)

    def require_numbered(self) -> None:
        if not self.row.number:
            raise Refusal(
                "act.unnumbered", "Cette délibération n'a pas encore de numéro : clôturez la séance."
            )

    def require_publishable(self) -> None:
        self.require_numbered()
        sitting = self.row.sitting
        if sitting.origin == Origin.LIVE and sitting.finished_at is None:
            raise Refusal(
                "sitting.open", "La séance n'est pas clôturée : clôturez-la avant de publier ses actes."
            )
        if self.row.item.outcome != ItemOutcome.EXAMINED:
            raise Refusal("act.not_examined", "Ce point a été ajourné ou retiré : il n'y a rien à publier.")

    def require_possible_day(self, day: date, *, at: datetime, topic: str) -> None:
        require_possible_day(self.row.sitting, day, at=at, topic=topic)

    @contextmanager
    def changing(self, what: str, *, by: User | None) -> Iterator[Writer]:
        with changing(self.row.sitting, by=by, reason=f"{self.kind}.{what}", even_finished=True) as change:
            yield change.writer

    def keep_reason(self, writer: Writer, line: Any, reason: str, at: datetime) -> None:
        kept = Override(
            sitting=self.row.sitting,
            code=PUBLISHED_INDIVIDUAL,
            reason=reason.strip(),
            by=str(writer.by or ""),
            at=at,
            item=self.row.item,
            where="publication",
        )
        writer.write(kept, "override")

    def note_online(self, writer: Writer) -> None:
        """Nothing: its issued documents tell its identifier."""

    def note_deposit(self, writer: Writer, number: str, matter_code: str, nature: int) -> Deliberation:
        row = Deliberation.objects.select_related("item", "council").get(pk=self.row.pk)
        if row.actes_number != number:
            row.actes_number = number
            writer.write(row, "")
        if row.item.matter_code != matter_code:
            row.item.matter_code = matter_code
            writer.write(row.item, "")
        return row

    def freeze_text(self, *, by: User | None, at: datetime) -> None:
        renew_public_copy(self.row)
        freeze_again(self.row.sitting, at=at)
        renew_public_minutes(self.row.sitting, by=by, at=at)

    def follow(self, *, by: User | None, at: datetime) -> None:
        follow_publicity(self.row, by=by, at=at)


class DecisionDesk(Desk):
    """A decision of the mayor. The nature of such an act in @CTES is not established: it is asked, never guessed."""

    link, kind, document, usual_nature = "decision", "decision", "La décision", None

    def __init__(self, row: MayorDecision) -> None:
        self.row = row

    @property
    def day(self) -> date:
        return self.row.decided_on or council_day(self.row.council, self.row.recorded_at)

    @property
    def address(self) -> str:
        return f"{PREFIX}{self.row.council.uid}/decisions/{self.row.year_of_address}/{self.row.slug}/"

    @property
    def was_put_online(self) -> bool:
        return decisions_put_online(self.row.council).filter(pk=self.row.pk).exists()

    @property
    def is_transmissible(self) -> bool:
        return bool(self.row.is_transmissible)

    @property
    def matter_code(self) -> str:
        return str(self.row.matter_code)

    @property
    def is_taken_off(self) -> bool:
        return is_taken_off(self.row)

    def require_numbered(self) -> None:
        if not self.row.is_signed or not self.row.slug:
            raise Refusal(
                "decision.unsigned",
                "Cette décision n'est pas encore signée : faites-la signer, puis notez sa signature.",
            )

    def require_possible_day(self, day: date, *, at: datetime, topic: str) -> None:
        if day < self.day:
            raise Refusal(
                f"{topic}.before_decision",
                f"Cette date, le {day:%d/%m/%Y}, est antérieure à la décision du {self.day:%d/%m/%Y} : vérifiez-la.",
            )
        if day > council_day(self.row.council, at):
            raise Refusal(
                f"{topic}.future", f"Cette date, le {day:%d/%m/%Y}, est dans l'avenir : vérifiez-la."
            )

    @contextmanager
    def changing(self, what: str, *, by: User | None) -> Iterator[Writer]:
        with changing_decision(self.row, by=by, reason=f"{self.kind}.{what}", even_fixed=True) as change:
            yield change.writer

    def keep_reason(self, writer: Writer, line: Any, reason: str, at: datetime) -> None:
        line.reason = reason.strip()

    def note_online(self, writer: Writer) -> None:
        row = MayorDecision.objects.select_related("council").get(pk=self.row.pk)
        if not row.public_id_is_known:
            row.public_id_is_known = True
            writer.write(row, "")

    def note_deposit(self, writer: Writer, number: str, matter_code: str, nature: int) -> MayorDecision:
        row = MayorDecision.objects.select_related("council").get(pk=self.row.pk)
        row.actes_number, row.matter_code, row.nature = number, matter_code, nature
        writer.write(row, "")
        return row

    def freeze_text(self, *, by: User | None, at: datetime) -> None:
        freeze_text_again(self.row, at)
        self.follow(by=by, at=at)
        report = DecisionReport.objects.filter(decision=self.row).select_related("sitting__council").first()
        if report is not None:
            freeze_again(report.sitting, at=at)
            renew_public_minutes(report.sitting, by=by, at=at)

    def follow(self, *, by: User | None, at: datetime) -> None:
        follow_decision(self.row, by=by, at=at)


def desk_of(act: AnyAct) -> Desk:
    """The desk of an act of either kind."""
    return DecisionDesk(act) if isinstance(act, MayorDecision) else DeliberationDesk(act)
