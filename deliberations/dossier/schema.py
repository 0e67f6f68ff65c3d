"""The dossier, its JSON schema and its canonical form.

The facts are the domain's own dataclasses: this is the only place that turns them into JSON and back.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from councils.domain.bodies import Council
from deliberations.domain.delegated import CouncilDelegation, MayorDecision
from deliberations.domain.sittings import Sitting

FORMAT: Literal["conforme-dossier/1"] = "conforme-dossier/1"


class Dossier(BaseModel):
    """One council with its people, and any number of its sittings with all their facts.

    ``delegations`` are what the council delegated to its mayor, ``decisions`` what he decided so (CGCT art.
    L. 2122-22); ``decision_pattern`` writes the numbers of the latter.

    ``profile`` tells a whole record (FULL) from the reduced data that one act carries (ACT). A fact that is
    not known is left out. Uids are the author's own, unique per kind of object.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["conforme-dossier/1"]
    profile: Literal["FULL", "ACT"] = "FULL"
    council: Council
    sittings: tuple[Sitting, ...] = Field(default=())
    delegations: tuple[CouncilDelegation, ...] = Field(default=())
    decisions: tuple[MayorDecision, ...] = Field(default=())
    decision_pattern: str = ""

    @classmethod
    def of(
        cls,
        council: Council,
        sittings: Sequence[Sitting],
        *,
        profile: Literal["FULL", "ACT"] = "FULL",
        delegations: Sequence[CouncilDelegation] = (),
        decisions: Sequence[MayorDecision] = (),
        decision_pattern: str = "",
    ) -> "Dossier":
        """A dossier of facts already known to be sound: nothing is validated again."""
        return cls.model_construct(
            format=FORMAT,
            profile=profile,
            council=council,
            sittings=tuple(sittings),
            delegations=tuple(delegations),
            decisions=tuple(decisions),
            decision_pattern=decision_pattern,
        )


def canonical_json(dossier: Dossier) -> str:
    """The one JSON text of a dossier: known facts only, keys sorted, UTF-8, two spaces, a final newline."""
    data = dossier.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({**data, "format": FORMAT}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def digest(dossier: Dossier) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(dossier).encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the format (draft 2020-12), as committed in ``docs/dossier.schema.json``."""
    schema = Dossier.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
