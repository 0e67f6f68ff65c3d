"""The guide: every page of the site leads to one of its pages, and none of its links is broken."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse, reverse_lazy

from councils.guide import FOLDER, GUIDE, INDEX, PAGES, PICTURES, guide_page, page_for, page_names
from tests.builders import BACKEND, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


def addresses(patterns):
    """Names of our own addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(
            ("councils.", "deliberations.", "django.contrib.auth")
        ):
            yield pattern.name


@pytest.fixture
def reader(client):
    client.force_login(make_user(), backend=BACKEND)
    return client


def test_every_address_has_a_page_that_exists():
    without = {name for name in addresses(get_resolver().url_patterns) if name not in GUIDE}
    assert without == set()
    files = {path.stem for path in FOLDER.glob("*.md")}
    assert {name for name in GUIDE.values() if name not in files} == set()


def test_every_page_is_in_the_table_and_in_the_index():
    files = {path.stem for path in FOLDER.glob("*.md")} - {INDEX}
    assert set(PAGES) == files
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert {name for name in PAGES if f"({name}.md)" not in index} == set()


@pytest.mark.parametrize("name", [INDEX, *PAGES])
def test_page_is_shown_with_one_title_and_no_broken_link(reader, name):
    url = reverse("help") if name == INDEX else reverse("help_page", kwargs={"page": name})
    response = reader.get(url)
    assert response.status_code == 200
    html = guide_page(name).html
    assert html.count("<h1>") == 1
    for link in re.findall(r'href="([^"]+)"', html):
        assert resolve(link.partition("#")[0]).url_name in {"help", "help_page"}
    for picture in re.findall(r'src="/aide/images/([^"]+)"', html):
        assert (PICTURES / picture).is_file()


def test_raw_html_is_shown_as_text(tmp_path, monkeypatch):
    (tmp_path / "piege.md").write_text(
        "# Piège\n\n<script>alert(1)</script> [x](javascript:alert(1))\n\n## Une *partie*\n\n[y](piege.md#suite)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("councils.guide.FOLDER", tmp_path)
    html = guide_page("piege").html
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert 'href="/aide/piege/#suite"' in html
    guide_page.cache_clear()


@pytest.mark.parametrize("path", ["index/", "inconnue/", "images/inconnue.png"])
def test_unknown_page_is_not_found(reader, path):
    assert reader.get(f"/aide/{path}").status_code == 404


def test_picture_is_served(reader):
    name = min(path.stem for path in PICTURES.glob("*.png"))
    response = reader.get(f"/aide/images/{name}.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/connexion/", "premiers-pas"),
        (reverse_lazy("account_reset_password"), "comptes"),
        ("/invitation/inconnue/", "comptes"),
    ],
)
def test_visitor_finds_the_guide_before_the_login(client, path, page):
    assert f'href="/aide/{page}/">Aide' in client.get(path).content.decode()
    assert client.get(f"/aide/{page}/").status_code == 200


def test_header_leads_to_the_page_that_explains(reader):
    assert 'href="/aide/premiers-pas/">Aide' in reader.get("/").content.decode()
    assert (page_for("backups"), page_for("inconnue"), page_for(None)) == ("sauvegardes", INDEX, INDEX)
    assert page_names()[0] == "premiers-pas"
