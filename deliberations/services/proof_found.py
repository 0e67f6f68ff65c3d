"""What a control of the proof register found: faults, and what is to be known without being one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """``code`` is stable; ``message_fr`` says what is wrong, and where."""

    code: str
    message_fr: str


@dataclass(slots=True)
class Checked:
    """What was controlled, and each fault found; ``stamped`` counts the heads whose timestamp is right.

    ``remarks`` are no faults: facts erased by the rule, a clock that was set back, a timestamp server that nobody
    here trusts.
    """

    entries: int = 0
    heads: int = 0
    stamped: int = 0
    files: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def fault(self, code: str, message_fr: str) -> None:
        self.faults.append(Fault(code, message_fr))

    def remark(self, code: str, message_fr: str) -> None:
        self.remarks.append(Fault(code, message_fr))
