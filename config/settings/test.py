"""For pytest and the checks: nothing of the machine's own data is read or written."""

import tempfile
from pathlib import Path

from config.database import database_config
from config.settings.base import *
from config.settings.base import INSTALLED_APPS
from config.settings.environment import env

SECRET_KEY = "only-for-tests-" * 5
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# Django adds « test_ » to the name of a real database, so a DATABASE_URL left in the shell loses nothing.
DATABASES = {"default": database_config(env.str("DATABASE_URL", default="sqlite://:memory:"), max_age=0)}
# Each test gets its own folder (tests/conftest.py); this one only has to be nobody's.
DATA_DIR = Path(tempfile.gettempdir()) / "conforme-tests"
MEDIA_ROOT = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
EMAIL_FILE_PATH = DATA_DIR / "mail"

# Argon2 is slow on purpose; the tests make hundreds of users (test_house.py checks the real list).
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]

# Passkeys ask for https, except on this machine, whose browsers call http://localhost safe.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

DEMO_ALLOWED = True
SIGNING_SECRET = ["only-for-tests-" * 3]
DEMO_PASSPHRASE = "gruson-demonstration"
