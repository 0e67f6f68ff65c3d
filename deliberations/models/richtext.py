"""A text field that only ever stores the restricted HTML, in its canonical form."""

from typing import Any

from django.db import models

from councils.models.fields import validate_text
from deliberations.richtext import sanitise, sanitise_inline


class RichTextField(models.TextField):  # type: ignore[type-arg]
    """Restricted HTML, sanitised each time a row is saved, wherever the text comes from.

    ``inline`` texts (titles, clauses, decisions) hold no paragraph. What is stored is what pages and documents
    print without escaping, so nothing else may enter; ``QuerySet.update`` is not used on these fields.
    """

    def __init__(self, *args: Any, inline: bool = False, **kwargs: Any) -> None:
        self.inline = inline
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """In the database it is a plain text: cleaning is ours, and migrations need not know it."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", list(args), dict(kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        clean = sanitise_inline if self.inline else sanitise
        value = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value


def rich_text(label: str, *, inline: bool = False) -> RichTextField:
    """Restricted HTML of any length, empty by default."""
    return RichTextField(label, inline=inline, blank=True, default="", validators=[validate_text])
