"""The first account of an installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from councils.models import User
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


def run(*args):
    out = io.StringIO()
    call_command("start", *args, stdout=out)
    return out.getvalue()


def test_first_account_has_a_password_shown_once():
    said = run("Agent@Exemple.test", "--base-url", "https://mairie.example")
    user = User.objects.get()
    password = said.split("affiché cette seule fois : ")[1].splitlines()[0]
    assert (user.email, user.is_superuser, user.check_password(password)) == (
        "agent@exemple.test",
        False,
        True,
    )
    assert len(password) == 24
    assert "https://mairie.example/commencer/" in said


def test_second_account_is_refused():
    make_user()
    with pytest.raises(CommandError, match="a déjà des comptes"):
        run("autre@exemple.test")
    assert User.objects.count() == 1


def test_faulty_address_is_refused():
    with pytest.raises(CommandError, match="Adresse électronique invalide"):
        run("pas une adresse")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("un long mot de passe", "un autre mot de passe"), "diffèrent"),
        (("court", "court"), "trop court"),
    ],
)
def test_password_typed_on_a_terminal_is_checked(monkeypatch, typed, said):
    answers = iter(typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError, match=said):
        run("agent@exemple.test")
    assert not User.objects.exists()
