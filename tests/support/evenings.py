"""How many random evenings a property test of the law tries."""

import os

from hypothesis import HealthCheck, Phase, settings

SHARE = int(os.environ.get("EVENINGS_SHARE", "1"))
"""``make mutants`` asks each mutant a share of the evenings only: the suite is run thousands of times."""
PHASES = tuple(Phase) if SHARE == 1 else (Phase.explicit, Phase.generate)
"""Nobody reads the smallest evening that kills a mutant: looking for it takes ten seconds."""


def evenings(examples: int) -> settings:
    """Settings of a property test; random evenings are long to draw, which is no fault."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=max(5, examples // SHARE), phases=PHASES, suppress_health_check=slow)
