"""How the documents of a council look and speak: every setting of its look, on one page."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from councils.domain.look_blocks import BLOCK_NAMES, OPTIONAL, TITLED, USUAL_ORDER, ActBlock, BlockTitle
from councils.domain.look_data import VARIANTS
from councils.domain.looks import LONGEST_TITLE, MOST_LINES, HouseLook, look_faults
from councils.forms.inputs import choose, side_by_side, whole, words
from councils.forms.layout import Folded, form_helper
from councils.forms.look_words import CHOICES, FLAGS, USUAL_TITLES

LAST_PLACE = 99
_SHOWN_AT = {"hidden": None, "titles": None, "order": None}
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Papier",
        (
            *("letterhead", "shows_republic", "shows_department", "letterhead_lines", "document_title"),
            *("typeface", "accent", "text_size"),
        ),
    ),
    (
        "Ouverture",
        (
            *("sitting_line", "opening", "year", "year_in_capitals", "hours", "met", "called"),
            *("assembly_capital", "chair", "chair_of_place", "officers", "dates", "two_digit_days"),
        ),
    ),
    (
        "Présents et absents",
        (
            *("present", "names", "civility", "name_order", "separator", "lead_place", "counts_in_leads"),
            *("absences", "were_absent", "tells_nobody_absent", "proxies"),
        ),
    ),
    (
        "Nombres et vote",
        (
            *(
                "member_counts",
                "counts_layout",
                "count_on_title",
                "counts_in_capitals",
                "counts_in_lower_case",
            ),
            *(
                "tells_quorum",
                "quorum",
                "votes",
                "votes_layout",
                "votes_in_capitals",
                "tells_not_voting",
                "digits",
            ),
            *("nothing", "vote_names"),
        ),
    ),
    (
        "Objet et décision",
        (
            *("object", "object_run_in", "object_in_capitals", "openers_in_capitals", "decision", "verbs"),
            *("decision_mark", "lead_in_capitals", "lead_colon"),
        ),
    ),
    (
        "Formules et signature",
        (
            *("deliberated", "signed_by", "copy", "done_at", "done_form", "place_in_capitals", "signature"),
            *("signatories", "certified_with_secretary", "executory"),
        ),
    ),
)
_TOLD = frozenset(name for _, names in _PARTS for name in names)


class LookForm(forms.Form):
    """``look`` is the one chosen, once valid."""

    letterhead_lines = forms.CharField(
        label="Lignes libres de l'en-tête",
        required=False,
        max_length=(LONGEST_TITLE + 2) * MOST_LINES,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sous le département : « Arrondissement de Lille », « Canton de Templeuve ».",
    )
    document_title = words(
        "Titre du document",
        longest=LONGEST_TITLE,
        help_text=(
            "Vide : « Extrait du registre des délibérations du conseil municipal », et « Registre des délibérations… » "
            "sur l'exemplaire du registre."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, choices) in CHOICES.items():
            self.fields[name] = choose(label, choices, radio=True)
        for name, label in FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        for block in USUAL_ORDER:
            self._add_block(block)
        papers, *others = [self._part(title, names) for title, names in _PARTS]
        papers.is_open = True
        blocks = Folded(
            "Ordre et titres des blocs",
            Div(*(self._laid_out(block) for block in self._in_order()), css_class="look-blocks"),
            is_open=self._is_wrong([name for name in self.fields if name not in _TOLD]),
            hint="Dans l'ordre où ils sont imprimés.",
        )
        self.helper = form_helper(papers, blocks, *others)

    def _part(self, title: str, names: tuple[str, ...]) -> Folded:
        return Folded(f"{title}{self._changed(names)}", *names, is_open=self._is_wrong(names))

    def _changed(self, names: Collection[str]) -> str:
        """« (2 réglages changés) »: how many are not the usual ones, for whoever looks for what was set."""
        count = sum(1 for name in names if self.initial.get(name, _USUAL[name]) != _USUAL[name])
        return (
            f" ({count} réglage{'s' if count > 1 else ''} changé{'s' if count > 1 else ''})" if count else ""
        )

    def _is_wrong(self, names: Collection[str]) -> bool:
        return self.is_bound and any(name in self.errors for name in names)

    def _add_block(self, block: ActBlock) -> None:
        self.fields[f"place_{block}"] = whole("Place", required=True, least=1, most=LAST_PLACE)
        if block in TITLED:
            title = words("Titre", longest=LONGEST_TITLE)
            title.widget.attrs["placeholder"] = USUAL_TITLES[block]
            self.fields[f"title_{block}"] = title
            self.fields[f"untitled_{block}"] = forms.BooleanField(label="Sans titre", required=False)
        if block in OPTIONAL:
            self.fields[f"shown_{block}"] = forms.BooleanField(label="Imprimer ce bloc", required=False)

    def _in_order(self) -> list[ActBlock]:
        """The blocks as they stand now: as they were sent, else as they are recorded."""
        usual = {block: place for place, block in enumerate(USUAL_ORDER, start=1)}

        def place(block: ActBlock) -> tuple[int, int]:
            told = str(self[f"place_{block}"].value() or "")
            is_number = told.isascii() and told.isdigit() and len(told) < 4
            return (int(told) if is_number else LAST_PLACE, usual[block])

        return sorted(USUAL_ORDER, key=place)

    def _laid_out(self, block: ActBlock) -> Fieldset:
        names = [f"{kind}_{block}" for kind in ("place", "title") if f"{kind}_{block}" in self.fields]
        flags = [f"{kind}_{block}" for kind in ("untitled", "shown") if f"{kind}_{block}" in self.fields]
        first = [side_by_side(*names)] if len(names) == 2 else names
        return Fieldset(
            BLOCK_NAMES[block], *first, Div(*flags, css_class="look-flags"), css_class="look-block"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for name, message in look_faults(self.look):
                self.add_error(_SHOWN_AT.get(name, name), message)
        return cleaned

    @property
    def look(self) -> HouseLook:
        """The look told, once valid."""
        told = self.cleaned_data
        variants: dict[str, Any] = {name: kind(told[name]) for name, kind in VARIANTS.items()}
        lines = (line.strip() for line in told["letterhead_lines"].splitlines())
        return replace(
            HouseLook(**variants),
            **{name: told[name] for name in FLAGS},
            letterhead_lines=tuple(line for line in lines if line),
            document_title=told["document_title"],
            order=self._order(),
            hidden=tuple(block for block in USUAL_ORDER if told.get(f"shown_{block}") is False),
            titles=tuple(self._titles()),
        )

    def _order(self) -> tuple[ActBlock, ...]:
        """By the numbers given. Of two blocks at one place, the one that was moved there comes first."""
        before = {block: self._before(block) for block in USUAL_ORDER}

        def place(block: ActBlock) -> tuple[int, bool, int]:
            told = self.cleaned_data[f"place_{block}"]
            return (told, told == before[block], before[block])

        return tuple(sorted(USUAL_ORDER, key=place))

    def _before(self, block: ActBlock) -> int:
        initial = self.initial.get(f"place_{block}")
        return initial if isinstance(initial, int) else USUAL_ORDER.index(block) + 1

    def _titles(self) -> list[BlockTitle]:
        told = self.cleaned_data
        return [
            BlockTitle(block, "" if told[f"untitled_{block}"] else told[f"title_{block}"])
            for block in TITLED
            if told[f"untitled_{block}"] or told[f"title_{block}"]
        ]

    @staticmethod
    def initial_of(look: HouseLook) -> dict[str, Any]:
        """A look as the form shows it."""
        titles = {title.block: title.text for title in look.titles}
        return {
            **{name: getattr(look, name) for name in (*VARIANTS, *FLAGS, "document_title")},
            "letterhead_lines": "\n".join(look.letterhead_lines),
            **{f"place_{block}": place for place, block in enumerate(look.order, start=1)},
            **{f"title_{block}": titles.get(block, "") for block in TITLED},
            **{f"untitled_{block}": titles.get(block) == "" for block in TITLED},
            **{f"shown_{block}": block not in look.hidden for block in OPTIONAL},
        }


_USUAL = LookForm.initial_of(HouseLook())
