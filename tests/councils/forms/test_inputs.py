"""The kinds of field that our forms share."""

from datetime import date, time

import pytest
from django import forms

from councils.forms.inputs import day, hour


class Told(forms.Form):
    on = day("Le", required=True)
    at = hour()


@pytest.mark.parametrize("typed", ["20:14", "20:14:00", "20h14", "20 h 14"])
def test_hour_as_people_write_it(typed):
    form = Told({"on": "19/12/2023", "at": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2023, 12, 19), "at": time(20, 14)}


def test_browser_reads_the_value_of_both():
    form = Told(initial={"on": date(2023, 12, 19), "at": time(20, 14)})
    assert 'value="2023-12-19"' in str(form["on"])
    assert 'value="20:14"' in str(form["at"])


@pytest.mark.parametrize(
    ("on", "at", "told"),
    [
        ("", "", {"on": ["Indiquez la date."]}),
        (
            "hier",
            "25h",
            {
                "on": ["Cette date n'existe pas : écrivez-la ainsi, 19/12/2023."],
                "at": ["Écrivez l'heure ainsi : 20:14."],
            },
        ),
    ],
)
def test_errors_say_how_to_write(on, at, told):
    assert Told({"on": on, "at": at}).errors == told
