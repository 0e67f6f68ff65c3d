"""Static files that come from installed packages instead of being copied into the repository."""

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

BOOTSTRAP = "bootstrap-wrapper"

# Public name → file of the Bootstrap package. The source maps are served because the files name them.
BOOTSTRAP_FILES = {
    "vendor/bootstrap/bootstrap.min.css": "bootstrap/css/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.min.css.map": "bootstrap/css/bootstrap.min.css.map",
    "vendor/bootstrap/bootstrap.bundle.min.js": "bootstrap/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/bootstrap.bundle.min.js.map": "bootstrap/js/bootstrap.bundle.min.js.map",
}


def bootstrap_path(name: str) -> Path:
    """File behind the public ``name``. Raises ``KeyError`` for a name that we do not serve."""
    return Path(str(distribution(BOOTSTRAP).locate_file(BOOTSTRAP_FILES[name])))


class BootstrapStorage(FileSystemStorage):
    """Read-only view of the package: only the files of ``BOOTSTRAP_FILES``, under their public names."""

    def path(self, name: str) -> str:
        return str(bootstrap_path(name))


class BootstrapFinder(BaseFinder):
    """Lets the development server and ``collectstatic`` find Bootstrap in its installed package."""

    storage = BootstrapStorage()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(bootstrap_path(path))] if path in BOOTSTRAP_FILES else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        return ((name, self.storage) for name in BOOTSTRAP_FILES)
