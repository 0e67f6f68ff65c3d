"""The house itself: its layout, its pins, its settings and its walls."""

import ast
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import allauth
import pytest
from django.contrib.staticfiles import finders
from django.db.utils import ConnectionHandler
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.database import database_config, sqlite_url
from config.secret_key import local_secret_key
from config.settings import base

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "constraints.txt"),
    *(
        "config",
        "conforme_signer",
        "councils",
        "deliberations",
        "templates",
        "static",
        "tests",
        "docs",
        "benchmarks",
    ),
    *(".ci", ".editorconfig", ".env.example", ".gitignore"),
}
SHARED_LIBRARIES = {"num2words", "holidays"}
BOOTSTRAP_SHA256 = {
    "bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
    "bootstrap.bundle.min.js": "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7",
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k3Y_" * 20 + "abcdefghij",
    "ALLOWED_HOSTS": "mairie.example",
}
REFUSED_ENVIRONMENTS = [("SECRET_KEY", {}), ("SECRET_KEY", {"SECRET_KEY": "court"}), ("ALLOWED_HOSTS", {})]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pinned() -> dict[str, str]:
    lines = [line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


def declared() -> list[Requirement]:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for text in sum(extras, project["dependencies"])]


# --- layout and licence


def test_layout_has_nothing_else_at_the_top():
    local = {line.strip("/") for line in read(".gitignore").splitlines()}
    found = {path.name for path in ROOT.iterdir()} - local - {".git"}
    assert found <= TOP_LEVEL


def test_licence_is_the_whole_apache_2_text():
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_templates_are_all_used():
    ours = ("benchmarks", "config", "councils", "deliberations", "docs", "tests")
    sources = [
        *(path for name in ours for path in ROOT.glob(f"{name}/**/*.py")),
        *ROOT.glob("templates/**/*"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.is_file())
    names = {path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.html")}
    found_by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    assert {name for name in names - found_by_django - found_by_allauth() if f'"{name}"' not in text} == set()


def test_forms_of_an_include_keep_their_token():
    """« only » leaves the token of the page out: its buttons would answer « formulaire expiré »."""
    pages = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("templates/**/*.html")}
    with_form = {
        path.relative_to(ROOT / "templates").as_posix()
        for path, text in pages.items()
        if "{% csrf_token %}" in text
    }
    includes = [
        (path.name, *found)
        for path, text in pages.items()
        for found in re.findall(r'{% include "([^"]+)"([^%]*) only %}', text)
    ]
    assert len(includes) > 100
    assert [
        each for each in includes if each[1] in with_form and "csrf_token=csrf_token" not in each[2]
    ] == []


def found_by_allauth() -> set[str]:
    """Names that allauth builds by itself (« f"429.{extension}" »), as its own code writes them."""
    code = Path(allauth.__file__).parent
    sources = (code / "core/internal/ratelimit.py", code / "socialaccount/helpers.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {f"{name}.html" for name in re.findall(r'f"([\w/]+)\.\{', text)}


# --- dependencies


@pytest.mark.parametrize(
    "name", ["constraints.txt", "Makefile", "pyproject.toml", ".ci/run", ".ci/debian-packages"]
)
def test_build_files_name_no_package_index(name):
    assert re.findall(r"https?:|index-url|find-links|trusted-host|pypi", read(name), re.IGNORECASE) == []


def test_constraints_are_exact_versions():
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []


def installed_closure() -> Iterator[tuple[str, str]]:
    """Name and version of everything that pyproject.toml brings into this environment."""
    queue, seen = declared(), set()
    while queue:
        requirement = queue.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        package = distribution(requirement.name)
        yield key[0], package.version
        inner = [Requirement(text) for text in package.requires or []]
        extras = [*requirement.extras, ""]
        queue += [
            r for r in inner if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras)
        ]


def test_constraints_pin_everything_installed():
    pins = pinned()
    assert {(name, version) for name, version in installed_closure() if pins.get(name) != version} == set()


def test_dependencies_are_explained():
    rows = re.findall(r"^\| `([^`]+)`", read("docs/dependencies.md"), re.MULTILINE)
    assert sorted(map(canonicalize_name, rows)) == sorted(canonicalize_name(r.name) for r in declared())


@pytest.mark.parametrize(("name", "digest"), BOOTSTRAP_SHA256.items())
def test_bootstrap_is_the_file_we_know(name, digest):
    assert hashlib.sha256(Path(finders.find(f"vendor/bootstrap/{name}")).read_bytes()).hexdigest() == digest


def test_bootstrap_serves_nothing_else():
    assert finders.find("vendor/bootstrap/bootstrap.css") is None
    assert finders.find("vendor/bootstrap/../../LICENSE") is None


# --- settings


def environment_names() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.glob("config/settings/*.py")]
    return {
        call.args[0].value
        for call in (node for tree in trees for node in ast.walk(tree))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def test_settings_are_documented():
    documented = re.findall(r"^\| `([A-Z_]+)` \|", read("docs/settings.md"), re.MULTILINE)
    assert sorted(documented) == sorted(environment_names())


def test_settings_are_in_the_example():
    assert set(re.findall(r"^# ([A-Z_]+)=", read(".env.example"), re.MULTILINE)) == environment_names()


def test_passwords_are_hashed_with_argon2():
    assert base.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_secret_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = local_secret_key(path)
    assert len(key) >= 80
    assert local_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_development_reads_the_env_file(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / ".env").write_text("LOG_LEVEL=WARNING\n", encoding="utf-8")
    script = "from config.settings import dev; print(dev.LOG_LEVEL, dev.DATABASES['default']['NAME'])"
    printed = subprocess.check_output([sys.executable, "-c", script], cwd=tmp_path, env={}, text=True)
    assert printed.split() == ["WARNING", str(tmp_path / "var" / "conforme.sqlite3")]
    assert (tmp_path / "var" / "secret_key").exists()


def test_sqlite_address_survives_odd_folders(tmp_path):
    path = tmp_path / "été #1 100% ?x" / "base.sqlite3"
    assert database_config(sqlite_url(path), max_age=0)["NAME"] == str(path)


def test_sqlite_has_wal_foreign_keys_and_immediate_writes(tmp_path, django_db_blocker):
    config = database_config(sqlite_url(tmp_path / "base.sqlite3"), max_age=0)
    connection = ConnectionHandler({"default": config})["default"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()
        foreign_keys = cursor.execute("PRAGMA foreign_keys").fetchone()
        connection.close()
    assert (journal, foreign_keys) == (("wal",), (1,))
    assert connection.transaction_mode == "IMMEDIATE"


def test_postgresql_address_gives_server_and_name():
    config = database_config("postgresql://clerk:secret@db.example:5433/mairie", max_age=30)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("clerk", "secret")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "mairie")
    assert config["CONN_MAX_AGE"] == 30


def production_check(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    variables = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def test_production_passes_the_deployment_check():
    result = production_check(**PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(("name", "given"), REFUSED_ENVIRONMENTS)
def test_production_refuses_to_start_without(name, given):
    others = {key: text for key, text in PRODUCTION.items() if key != name}
    result = production_check(**others, **given)
    assert result.returncode == 1
    assert f'"{name}"' in result.stderr


@pytest.mark.parametrize(
    ("given", "believed"),
    [({}, "False None"), ({"BEHIND_TLS_PROXY": "true"}, "True ('HTTP_X_FORWARDED_PROTO', 'https')")],
)
def test_production_believes_a_proxy_only_when_told(given, believed):
    script = (
        "from config.settings import production as p;"
        "print(p.BEHIND_TLS_PROXY, getattr(p, 'SECURE_PROXY_SSL_HEADER', None))"
    )
    printed = subprocess.check_output(
        [sys.executable, "-c", script], cwd=ROOT, env={**PRODUCTION, **given}, text=True
    )
    assert printed.strip() == believed


@pytest.mark.django_db
def test_answers_carry_the_protective_headers(client):
    headers = client.get("/connexion/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"].startswith("accelerometer=(), autoplay=(), camera=()")
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        *("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"),
        *(
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
        ),
        "img-src 'self' data:",
    }


# --- walls (import-linter checks the arrows between rooms; the domain's libraries are a closed list)


def domain_files() -> list[Path]:
    return sorted(ROOT.glob("*/domain/**/*.py"))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module if node.module and not node.level else "<relative>"


def test_domain_imports_only_what_it_may():
    own = ("councils.domain", "deliberations.domain")
    allowed = sys.stdlib_module_names | SHARED_LIBRARIES
    strangers = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in domain_files()
        for name in imported_modules(path)
        if name.partition(".")[0] not in allowed and not name.startswith(own)
    }
    assert domain_files()
    assert strangers == set()


def test_domain_has_no_clock():
    readings = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in domain_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        # « facts.today » is the day that came in; « date.today() » asks the clock.
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"now", "utcnow", "today"}
    }
    assert readings == set()


def test_only_the_helper_asks_what_day_it_is():
    """A council overseas is not on the day of the server: ``council_day`` alone turns a moment into a day."""
    helper = ROOT / "councils" / "domain" / "days.py"
    modules = [
        p for room in ("councils", "deliberations") for p in (ROOT / room).rglob("*.py") if p != helper
    ]
    readings = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if is_a_day_of_the_server(node)
    }
    assert len(modules) > 300
    assert readings == set()


def is_a_day_of_the_server(node: ast.AST) -> bool:
    """« date.today() », « localdate() », « timezone.now().date() », « at.astimezone(zone).date() »."""
    if not isinstance(node, ast.Call):
        return False
    name = name_called(node)
    return name in {"today", "localdate"} or (
        name == "date"
        and isinstance(node.func, ast.Attribute)
        and name_called(node.func.value) in {"now", "localtime", "astimezone"}
    )


def name_called(node: ast.AST) -> str:
    """The last name of what is called: « now » for « timezone.now() »; nothing for what is not a call."""
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("date.today()", True),
        ("timezone.localdate()", True),
        ("localdate()", True),
        ("timezone.now().date()", True),
        ("at.astimezone(zone).date()", True),
        ("facts.today", False),
        ("council_day(row, timezone.now())", False),
        ("date(2026, 1, 1)", False),
    ],
)
def test_day_of_the_server_is_recognised(source, expected):
    assert is_a_day_of_the_server(ast.parse(source, mode="eval").body) is expected
