"""Where the time of our complete document goes, phase by phase.

Each phase is one or more functions, wrapped to be timed; a phase called by another is taken out of it. Some
are functions of WeasyPrint: an unknown version is refused before anything is measured.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from statistics import median
from typing import Any

import django

# (phase, « module:name » or « module:class.name »), in the order of a rendering
PHASES = (
    ("gabarit Django", "deliberations.documents.pdf:render_html"),
    ("lecture du HTML", "weasyprint:HTML.__init__"),
    ("styles", "weasyprint.document:get_all_computed_styles"),
    ("boîtes", "weasyprint.document:build_formatting_structure"),
    ("mise en page", "weasyprint:HTML.render"),
    ("texte (Pango)", "weasyprint.layout.inline:split_first_line"),
    ("dessin", "weasyprint.document:Page.paint"),
    ("objets PDF", "weasyprint.document:generate_pdf"),
    ("balises", "weasyprint.pdf:add_tags"),
    ("polices", "weasyprint.pdf:build_fonts_dictionary"),
    ("écriture", "pydyf:PDF.write"),
    ("champ de signature", "benchmarks.ours:prepare_signature_fields"),
)
REST = "reste"


class Chronometer:
    """Time spent in each phase of one rendering, in seconds; the innermost phase gets it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._phases, self._since = [REST], time.perf_counter()

    def begin(self) -> None:
        self.seconds.clear()
        self._since = time.perf_counter()

    def enter(self, phase: str) -> None:
        self.credit()
        self._phases.append(phase)

    def leave(self) -> None:
        self.credit()
        self._phases.pop()

    def credit(self) -> None:
        """Give the phase under way the time since the last change."""
        now = time.perf_counter()
        self.seconds[self._phases[-1]] += now - self._since
        self._since = now


def profile(rounds: int) -> None:
    """Print the median milliseconds of each phase over ``rounds`` renderings, and its share."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    measured = _measure(rounds)
    medians = {phase: median(seconds[phase] for seconds in measured) for phase in (*_names(), REST)}
    total = sum(medians.values())
    for phase, seconds in medians.items():
        print(f"{phase:22}{seconds * 1000:8.1f} ms{seconds / total:8.0%}")
    print(f"{'total':22}{total * 1000:8.1f} ms")


def _names() -> list[str]:
    return list(dict.fromkeys(phase for phase, _ in PHASES))


def _measure(rounds: int) -> list[dict[str, float]]:
    from benchmarks.ours import prepare_signature_fields, render_pdf
    from benchmarks.rendering import reference_view

    view, chronometer = reference_view(), Chronometer()
    prepare_signature_fields(render_pdf(view))  # warm, and every module loaded
    for phase, target in PHASES:
        _wrap(target, phase, chronometer)
    return [_one(view, chronometer) for _ in range(rounds)]


def _one(view: Any, chronometer: Chronometer) -> dict[str, float]:
    from benchmarks import ours  # through the module: its functions are wrapped

    chronometer.begin()
    ours.prepare_signature_fields(ours.render_pdf(view))
    chronometer.credit()
    return defaultdict(float, chronometer.seconds)


def _wrap(target: str, phase: str, chronometer: Chronometer) -> None:
    module, _, path = target.partition(":")
    owner, _, name = path.rpartition(".")
    holder: Any = import_module(module)
    holder = getattr(holder, owner) if owner else holder
    setattr(holder, name, _timed(getattr(holder, name), phase, chronometer))


def _timed(function: Callable[..., Any], phase: str, chronometer: Chronometer) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        chronometer.enter(phase)
        try:
            return function(*args, **kwargs)
        finally:
            chronometer.leave()

    return timed
