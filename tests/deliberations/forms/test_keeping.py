"""A passphrase strong enough, and durations within their bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.models import CouncilPreferences
from deliberations.forms.keeping import PassphraseForm, RetentionForm

pytestmark = pytest.mark.integration

GOOD = "quatre mots sans rapport"


def make_form(passphrase=GOOD, again=None, understood="on"):
    return PassphraseForm(
        {"passphrase": passphrase, "again": passphrase if again is None else again, "understood": understood}
    )


def test_good_passphrase_is_accepted_to_the_letter():
    form = make_form()
    assert form.is_valid()
    assert form.cleaned_data["passphrase"] == GOOD


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"passphrase": "court"}, "passphrase", "Cette phrase a 5 caractères : il en faut 16 au moins."),
        ({"passphrase": "aaaaaaaaaaaaaaaaaaaa"}, "passphrase", "répète toujours les mêmes caractères"),
        ({"passphrase": f" {GOOD}"}, "passphrase", "ne commence ni ne finit par une espace"),
        ({"again": "quatre mots sans raison"}, "again", "ne sont pas les mêmes"),
        ({"understood": ""}, "understood", "Notez d'abord la phrase secrète"),
        ({"passphrase": ""}, "passphrase", "Choisissez une phrase secrète."),
    ],
)
def test_weak_or_different_passphrases_are_refused(given, field, said):
    form = make_form(**given)
    assert not form.is_valid()
    assert said in " ".join(form.errors[field])


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_passphrase_gets_an_answer(first, second):
    form = make_form(first, second)
    assert form.is_valid() == (first == second and not form.errors)


@pytest.mark.parametrize(
    ("proofs", "readings", "valid"),
    [
        ("4", "1", True),
        ("120", "120", True),
        ("3", "1", False),
        ("4", "0", False),
        ("x", "", False),
        ("1e9", "-1", False),
    ],
)
def test_durations_have_bounds(proofs, readings, valid):
    data = {"proof_months": proofs, "reading_months": readings}
    assert RetentionForm(data, instance=CouncilPreferences()).is_valid() is valid
