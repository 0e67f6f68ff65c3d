"""The text of one act apart from its life: what is written, compared, versioned and started from."""

from dataclasses import dataclass

from deliberations.domain.acts import Clause, Deliberation, OperativePart


@dataclass(frozen=True, slots=True)
class ActText:
    """Title, statement, preamble, decisions and titles of the annexes; every ``*_html`` is the restricted subset."""

    title_html: str = ""
    statement_html: str = ""
    clauses: tuple[Clause, ...] = ()
    operative: tuple[OperativePart, ...] = ()
    annexes: tuple[str, ...] = ()


def text_of_act(act: Deliberation) -> ActText:
    """The text of ``act`` as it is recorded."""
    return ActText(act.title_html, act.statement_html, act.clauses, act.operative, act.annexes)
