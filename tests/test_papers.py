"""``make papers`` still finds the services that it calls: its smallest papers are drawn here, the others are long."""

import pytest

from tests.support.programmes import module_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


def test_a_decision_is_drawn_as_a_draft_and_in_each_rendition():
    drawn = {
        name.removeprefix("decision-du-maire-"): draw
        for name, draw in module_of("papers_of_files").decisions()
    }
    assert list(drawn) == ["projet", "extract", "register", "certified"]
    assert drawn["certified"]().startswith(b"%PDF-")
