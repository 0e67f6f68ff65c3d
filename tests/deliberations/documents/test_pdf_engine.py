"""The engine: same bytes every time, hot spots that change nothing, nothing fetched, nothing logged."""

import hashlib
import logging
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from deliberations.documents import pdf_speed
from deliberations.documents.pdf import render_pdf
from deliberations.documents.weasyprint_adapter import UnknownWeasyPrint, require_known_version
from tests.support.sample_view import crowded_view, draft_view, sample_view, table_view

pytestmark = pytest.mark.integration

HASH_PROGRAM = """
import django, hashlib
django.setup()
from deliberations.documents.pdf import render_pdf
from tests.support.sample_view import sample_view
print(hashlib.sha256(render_pdf(sample_view())).hexdigest())
"""


@pytest.fixture(scope="module")
def reference() -> bytes:
    return render_pdf(sample_view())


def test_render_pdf_same_bytes_twice_and_in_another_process(reference):
    assert render_pdf(sample_view()) == reference
    run = subprocess.run([sys.executable, "-c", HASH_PROGRAM], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(reference).hexdigest()


@pytest.mark.parametrize(
    "view",
    [
        sample_view(),
        crowded_view(),
        table_view(rows=40),
        draft_view(),
        sample_view(
            statement_html="<p>Un <strong>point</strong> <em>souple</em> <u>souligné</u> m<sup>2</sup> "
            '<a href="https://exemple.fr/">un lien</a></p><ol><li>un<ul><li>deux</li></ul></li></ol>'
        ),
    ],
    ids=["sample", "crowded", "table", "draft", "rich"],
)
def test_render_pdf_same_bytes_without_the_hot_spots(view):
    tightened = render_pdf(view)
    pdf_speed.uninstall()
    try:
        assert render_pdf(view) == tightened
    finally:
        pdf_speed.install()


def test_render_pdf_in_two_threads_is_the_same(reference):
    with ThreadPoolExecutor(max_workers=2) as pool:
        assert list(pool.map(lambda _: render_pdf(sample_view()), range(4))) == [reference] * 4


@pytest.mark.parametrize("version", ["69.9", "71.0", "7.0", "700.1"])
def test_require_known_version_refuses(version):
    with pytest.raises(UnknownWeasyPrint, match=re.escape(version)):
        require_known_version(version)


@pytest.mark.parametrize("version", ["70.0", "70.1", "70"])
def test_require_known_version_accepts(version):
    require_known_version(version)


def test_render_pdf_logs_nothing(caplog):
    with caplog.at_level(logging.INFO):
        for view in (sample_view(), table_view(rows=3), draft_view()):
            render_pdf(view)
    assert caplog.records == []


def test_render_pdf_fetches_nothing(caplog):
    statement = '<p>Image : <img src="file:///etc/hostname" alt="x"></p>'
    with caplog.at_level(logging.ERROR):
        render_pdf(sample_view(statement_html=statement))
    (record,) = caplog.records
    assert "a document may not fetch file:///etc/hostname" in record.getMessage()
