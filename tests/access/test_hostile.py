"""Every form of every page, sent with what no form expects: refused by a 4xx or really done, never a fault of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote_from_bytes

import lxml.html
import pytest
from django.contrib.messages import ERROR
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve
from django.utils.html import escape
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.access.states import STATES, Page
from tests.access.table import TABLE, needs
from tests.builders import make_user
from tests.support.identity import prove_identity

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once, pytest.mark.long]

EXAMPLES, EXAMPLES_AGAIN = 3, 1
"""Per form, of which there are more than a hundred; fewer in the states where most of them are shown again."""

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "²",
    "١٢",
    "\u202e\u2066éè\u2069",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7 }}{% now %}",
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "NaN",
    "Infinity",
    "2024-02-30",
    "30/02/2024",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "25:61",
    "../../etc/passwd",
    "x" * 20_000,
    "on",
    "null",
    "[]",
)
NAMES = ("a" * 3_000 + ".pdf", "../\x01.docx", "é\u202efdp.exe", "membres.csv", "\ud800.xml")
CONTENTS = (
    b"",
    b"\x00" * 50,
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    "é;²\r\n".encode("utf-16"),
    b"<a/>",
    b"\xff;\xfe\n",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as a page shows it: where it goes, its fields as they stand, and the files it asks for."""

    page: str
    path: str
    fields: Mapping[str, tuple[str, ...]]
    typed: frozenset[str]
    hidden: frozenset[str]
    files: frozenset[str]
    button: tuple[str, str] | None = None

    @property
    def target(self) -> str:
        return str(resolve(self.path.partition("?")[0]).url_name)

    @property
    def likeness(self) -> tuple[object, ...]:
        """What two lines of one list have in common."""
        return (self.target, frozenset(self.fields), self.button and self.button[0])


def forms_of(page: Page, content: bytes) -> Iterable[Sent]:
    """Every form of the page that writes, once per button; what htmx sends, too."""
    tree = lxml.html.fromstring(content)
    for form in tree.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
        parts = [*form.xpath(".//*[@name]"), *tree.xpath("//*[@name][@form=$id]", id=form.get("id", "?"))]
        shown = {
            "fields": fields_of(parts),
            "typed": frozenset(part.get("name") for part in parts if is_typed(part)),
            "hidden": frozenset(part.get("name") for part in parts if part.get("type") == "hidden"),
            "files": frozenset(part.get("name") for part in parts if part.get("type") == "file"),
        }
        path = form.get("action") or page.path
        yield Sent(page.name, path, **shown)
        for button in [part for part in parts if part.tag == "button"]:
            pressed = (button.get("name"), button.get("value", ""))
            yield Sent(page.name, button.get("formaction") or path, **shown, button=pressed)
        for other in form.xpath("descendant-or-self::*/@hx-post"):
            yield Sent(page.name, other, **shown)


def is_typed(part: lxml.html.HtmlElement) -> bool:
    """Whether somebody writes in it, so that it must come back as it was written; a password never does."""
    kinds = {"hidden", "checkbox", "radio", "file", "submit", "password", "button"}
    return part.tag == "textarea" or (part.tag == "input" and part.get("type", "text") not in kinds)


def fields_of(parts: Iterable[lxml.html.HtmlElement]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if part.tag == "button" or part.get("type") == "file":
            continue
        is_off = part.get("type") in ("checkbox", "radio") and "checked" not in part.attrib
        value = part.xpath(".//option[@selected]/@value") if part.tag == "select" else [value_of(part)]
        found[part.get("name")] = (*found.get(part.get("name"), ()), *([] if is_off else value))
    return found


def value_of(part: lxml.html.HtmlElement) -> str:
    return part.text_content() if part.tag == "textarea" else part.get("value", "on")


def received(text: str) -> str:
    """What Django makes of bytes that are no text."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def post(client, form: Sent, fields: Mapping[str, tuple[str, ...]], files: Mapping[str, tuple[str, bytes]]):
    pairs = [*form_pairs(fields), *([form.button] if form.button else [])]
    if not form.files:
        body = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)
        return client.post(form.path, body, content_type="application/x-www-form-urlencoded")
    data: dict[str, list[object]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value.encode("utf-8", "surrogatepass"))
    sent = {name: [SimpleUploadedFile(received(file), content)] for name, (file, content) in files.items()}
    return client.post(form.path, {**data, **sent})


def quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def form_pairs(fields: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in fields.items() for value in values]


def hostile(form: Sent) -> st.SearchStrategy:
    """Some fields spoiled, or every one; each missing, doubled, or holding what it should not."""
    text = st.one_of(st.sampled_from(TEXTS), st.text(st.characters(), max_size=40))
    value = st.one_of(st.tuples(text), st.just(()), st.tuples(text, text))
    names = sorted(name for name in form.fields if name != "csrfmiddlewaretoken")
    some = st.lists(st.sampled_from(names), unique=True, max_size=2) if names else st.just([])
    chosen = st.one_of(some, st.just([name for name in names if name not in form.hidden]))
    fields = chosen.flatmap(lambda those: st.fixed_dictionaries(dict.fromkeys(those, value)))
    file = st.tuples(st.sampled_from(NAMES), st.sampled_from(CONTENTS))
    return st.tuples(fields, st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(form.files), file)))


SHOWS = {"act_preview", "sitting_vote_preview", "act_autosave", "act_word", "council_export"}
"""They answer what was sent with what it gives (the export, its file), and write nothing that was not asked."""


def fault_of(form: Sent, spoiled: Mapping[str, tuple[str, ...]], response) -> str:
    """What is wrong with the answer, or nothing. A page whose hidden fields were spoiled is no page of ours."""
    status = response.status_code
    if status == 302:
        said = [str(told) for told in response.wsgi_request._messages._queued_messages if told.level >= ERROR]
        return f"redirects to say {said}" if said and form.typed else ""
    if status == 200:
        return "" if form.target in SHOWS or form.button else "200"
    if not 400 <= status < 500:
        return str(status)
    if status not in (409, 422) or form.hidden & set(spoiled):
        return ""
    body = response.content.decode()
    lost = [
        name
        for name, values in {**form.fields, **spoiled}.items()
        if name in form.typed and values and escape(received(values[-1])) not in body
        # The reason why a finding is set aside stands beside it, and the text just sent may not have that finding.
        if not name.startswith("reason_")
    ]
    return f"{status}, lost {lost}" if lost else ""


@pytest.mark.parametrize("state", STATES)
def test_hostile_input_is_refused_and_kept(client, state):
    user = make_user("tout@exemple.test")
    prove_identity(client, user)
    forms: dict[object, Sent] = {}
    for page in STATES[state](user):
        if state != "reference" and not needs(page.name) & {"sitting", "token"}:
            continue
        response = client.get(page.path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(page, response.content):
                forms.setdefault(form.likeness, form)
    examples = EXAMPLES if state == "reference" else EXAMPLES_AGAIN
    faults = list(
        chain.from_iterable(
            faults_of(client, form, examples) for form in forms.values() if form.target in TABLE
        )
    )
    assert faults == []


def faults_of(client, form: Sent, examples: int) -> list[str]:
    found: list[str] = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(hostile(form))
    def send(spoiled):
        fields, files = spoiled
        with transaction.atomic():
            answer = post(client, form, {**form.fields, **fields}, files)
            fault = fault_of(form, fields, answer)
            for close in answer._resource_closers:  # the file of an answer that nobody reads
                close()
            transaction.set_rollback(True)
        if fault:
            found.append(f"{form.page} → {form.target} {form.button or ''}: {fault} after {fields!r:.300}")

    send()
    return found
