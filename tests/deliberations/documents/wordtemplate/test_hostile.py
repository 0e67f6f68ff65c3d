"""Templates made to harm: each is refused in words, and what a refusal would have let pass can do nothing."""

import json
import signal
import subprocess
import sys

import pytest

from deliberations.documents.wordtemplate.contents import _LINK, _addresses
from deliberations.documents.wordtemplate.environment import Environment, Values
from deliberations.documents.wordtemplate.fields import fields_of
from deliberations.documents.wordtemplate.problems import TemplateRefused
from deliberations.documents.wordtemplate.sandbox import inspect_template
from deliberations.documents.wordtemplate.work import answer
from deliberations.domain.word_templates import TemplateKind
from tests.support.docxmaker import lines
from tests.support.hostile_templates import corpus

pytestmark = [pytest.mark.integration, pytest.mark.once]

HOSTILE = list(corpus())
FIELDS = fields_of(TemplateKind.DELIBERATION)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_hostile_template_is_refused_in_words(hostile):
    told, document = answer({"kind": "DELIBERATION"}, hostile.content)
    assert document == b""
    messages = [problem["message"] for problem in told["problems"]]
    assert any(hostile.said in message for message in messages), messages
    assert "cause" not in told


def test_corpus_is_large():
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 60


@pytest.mark.parametrize("name", ["cycler", "many great parts"])
def test_the_same_is_said_by_the_process_of_its_own(name):
    hostile = next(each for each in HOSTILE if each.name == name)
    with pytest.raises(TemplateRefused) as refused:
        inspect_template(TemplateKind.DELIBERATION, hostile.content)
    assert any(hostile.said in problem.message for problem in refused.value.problems)


def test_fault_says_where_it_stands():
    told, _ = answer({"kind": "DELIBERATION"}, lines("Bonjour", "{{ objet }}", "Vote : {{ pours }} voix"))
    (problem,) = told["problems"]
    assert problem["message"] == "Champ inconnu : « pours ». Vouliez-vous dire « pour » ?"
    assert problem["place"] == "corps, paragraphe 3 : « Vote : {{ pours }} voix »"


@pytest.mark.parametrize(
    "source",
    [
        "{{ objet.__class__ }}",
        "{{ lipsum }}",
        "{{ objet.upper() }}",
        "{{ objet|attr('x') }}",
        "{% set x = 1 %}",
    ],
)
def test_second_barrier_compiles_nothing_that_is_refused(source):
    with pytest.raises(TemplateRefused):
        Environment(FIELDS).from_string(source)


def test_loops_are_counted_and_output_is_measured():
    line = {"titre": "x" * 100, "lignes": ["y" * 100] * 200}
    context = Values(FIELDS, {"votes": [line] * 150}).context
    source = "{% for a in votes %}{% for b in a.lignes %}{{ b }}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateRefused, match="trop de fois"):
        Environment(FIELDS).from_string(source).render(context)
    heavy = Values(
        FIELDS, {"expose": {"html": "x"}, "presents": "p" * 60_000, "annexes": ["a"] * 500}
    ).context
    with pytest.raises(TemplateRefused, match="trop long"):
        Environment(FIELDS).from_string("{% for a in annexes %}{{ presents }}{% endfor %}").render(heavy)


ESCAPES = (
    "open('/etc/passwd').read()",
    "os.open('/etc/passwd', 0)",
    "os.listdir('/')",
    "open(target, 'w').write('x')",
    "socket.socket()",
    "socket.getaddrinfo('mal.example', 80)",
    "subprocess.run(['touch', target])",
    "os.system('touch ' + target)",
    "os.fork()",
    "__import__('sqlite3')",
    "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "bytearray(1 << 31)",
)
"""What no template can reach anyway: Python run at will in the process that fills it."""

_AT_WILL = """
import json, os, resource, socket, subprocess, sys
root, target, attempts = sys.argv[1:4]
sys.path.insert(0, root)
from councils.untrusted.child import prepared, shut
from councils.untrusted.limits import Limits
prepared("deliberations.documents.wordtemplate.child")
os.closerange(3, 64)
shut(Limits(seconds=3))
done = []
for attempt in json.loads(attempts):
    try:
        eval(attempt)
        done.append(attempt)
    except (PermissionError, MemoryError):
        pass
print(json.dumps(done), flush=True)
while True:
    pass
"""


def test_process_can_do_nothing_once_shut(tmp_path):
    """Nothing is opened, made, joined nor started; and the loop that never ends is ended by the kernel."""
    target = tmp_path / "made"
    root = __file__.split("/tests/")[0]
    done = subprocess.run(
        [sys.executable, "-I", "-c", _AT_WILL, root, target, json.dumps(ESCAPES)],
        capture_output=True,
        timeout=90,
    )
    assert done.stdout.decode() == "[]\n", done.stderr.decode()
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()


@pytest.mark.parametrize(
    ("instruction", "leads"),
    [
        ('HYPERLINK "https://a.example/x" \\l "lieu" \\o "Une bulle" \\t "_blank" \\* MERGEFORMAT', []),
        ('HYPERLINK \\l "lieu"', []),
        ("HYPERLINK mailto:mairie@a.example", []),
        ('HYPERLINK \\h "file:///x"', ["file:///x"]),
        ('HYPERLINK \\o "bulle" "\\\\\\\\hote\\\\x"', ["\\\\\\\\hote\\\\x"]),
        ("HYPERLINK “https://a.example” c:\\x", ["c:\\x"]),
    ],
)
def test_every_word_of_a_link_is_read(instruction: str, leads: list[str]) -> None:
    assert [word for word in _addresses(instruction) if not _LINK.match(word)] == leads
