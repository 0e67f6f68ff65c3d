"""Who gets which page: address × role × status."""

import pytest
from django.urls import reverse

from deliberations.models import Deliberation, Sitting
from tests.deliberations.views.world import ACT, SITTING, address
from tests.support.identity import prove_identity

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROLES = ("anonymous", "stranger", "member", "secretary", "mayor")
PAGES = {
    "council": (lambda: reverse("council", kwargs={"council": "gruson"}), (302, 404, 200, 200, 200)),
    "sitting": (lambda: reverse("sitting", kwargs=SITTING), (302, 404, 200, 200, 200)),
    "act": (lambda: reverse("act", kwargs=ACT), (302, 404, 200, 200, 200)),
    "sign": (lambda: address("sign"), (302, 405, 405, 405, 405)),
    "download": (
        lambda: address("download", rendition="extrait", file_format="txt"),
        (302, 404, 200, 200, 200),
    ),
    "download_signed": (lambda: address("download_signed", version=2), (302, 404, 404, 404, 404)),
}
TABLE = [
    (name, role, status) for name, (_, row) in PAGES.items() for role, status in zip(ROLES, row, strict=True)
]
HOSTILE = (
    "../../etc/passwd",
    "gruson%00",
    "GRUSON",
    "gruson'--",
    "a" * 65,
    "-gruson",
    "<script>",
    "gruson/..",
    "é",
    "1" * 64,
)


def visit(client, cast, role, url, method="get"):
    if role != "anonymous":
        prove_identity(client, getattr(cast, role))
    return getattr(client, method)(url)


@pytest.mark.parametrize(("name", "role", "status"), TABLE)
def test_page_by_role(client, cast, name, role, status):
    url = PAGES[name][0]()
    response = visit(client, cast, role, url)
    assert response.status_code == status
    if role == "anonymous":
        assert response.url == f"/connexion/?next={url}"


@pytest.mark.parametrize(("role", "status"), list(zip(ROLES, (302, 404, 403, 403, 302), strict=True)))
def test_signing_post_by_role(client, cast, role, status):
    assert visit(client, cast, role, address("sign"), "post").status_code == status


@pytest.mark.parametrize("name", [name for name in PAGES if name != "sign"])
def test_pages_refuse_post(client, cast, name):
    assert visit(client, cast, "secretary", PAGES[name][0](), "post").status_code == 405


@pytest.mark.parametrize("name", ["council", "sitting", "act", "download"])
def test_pages_are_not_kept_by_the_browser(client, cast, name):
    response = visit(client, cast, "secretary", PAGES[name][0]())
    assert set(response["Cache-Control"].split(", ")) >= {"no-store", "private"}


@pytest.mark.parametrize("uid", HOSTILE)
@pytest.mark.parametrize(
    "pattern",
    [
        "/conseils/{}/",
        "/conseils/gruson/seances/{}/",
        "/conseils/gruson/deliberations/seance-2023-12-19/{}/",
        "/conseils/gruson/deliberations/{}/deliberation-2023-57/signer/",
    ],
)
def test_hostile_uid_is_not_found(client, cast, pattern, uid):
    method = "post" if pattern.endswith("signer/") else "get"
    assert visit(client, cast, "mayor", pattern.format(uid), method).status_code == 404


@pytest.mark.parametrize("name", ["extrait.exe", "minutes.pdf", "extrait", "copie-certifiee-signee-v0.pdf"])
def test_unknown_file_is_not_found(client, cast, name):
    assert visit(client, cast, "mayor", f"{address('act')}{name}").status_code == 404


def test_version_of_thirty_digits_is_not_found(client, cast):
    assert visit(client, cast, "mayor", address("download_signed", version=10**30)).status_code == 404


def test_sitting_of_another_council_is_not_found(client, cast):
    """The stranger's own council does not open the sittings of the others."""
    assert visit(client, cast, "stranger", "/conseils/ailleurs/seances/seance-2023-12-19/").status_code == 404


def test_superuser_reads_but_never_signs(client, gruson, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("assistance@exemple.test", "x"))
    assert client.get(address("act")).status_code == 200
    assert client.post(address("sign")).status_code == 403


def test_draft_is_closed_to_a_member_on_its_page_and_on_its_files(client, cast):
    Deliberation.objects.update(year=None, sequence=None, printed_number="")
    for name, more in (("act", {}), ("download", {"rendition": "extrait", "file_format": "txt"})):
        assert visit(client, cast, "member", address(name, **more)).status_code == 403
        assert visit(client, cast, "auditor", address(name, **more)).status_code == 200
    page = visit(client, cast, "member", reverse("sitting", kwargs=SITTING)).content.decode()
    assert reverse("act", kwargs=ACT) not in page
    assert (
        reverse("act", kwargs=ACT)
        in visit(client, cast, "auditor", reverse("sitting", kwargs=SITTING)).content.decode()
    )


def test_sitting_is_closed_to_a_member_until_they_are_called(client, cast):
    sitting = Sitting.objects.get()
    planned = Sitting.objects.create(council=sitting.council, uid="future", held_on=sitting.held_on)
    url = reverse("sitting", kwargs={**SITTING, "sitting": "future"})
    council = reverse("council", kwargs={"council": "gruson"})
    assert visit(client, cast, "member", url).status_code == 403
    assert url not in visit(client, cast, "member", council).content.decode()
    planned.convocation_sent_on = sitting.held_on
    planned.save()
    assert visit(client, cast, "member", url).status_code == 200
    assert url in visit(client, cast, "member", council).content.decode()


def test_remarks_of_the_engine_are_for_the_staff(client, cast):
    for role, shown in (("member", False), ("auditor", True)):
        page = visit(client, cast, role, reverse("sitting", kwargs=SITTING)).content.decode()
        assert ('id="constats"' in page) is shown
