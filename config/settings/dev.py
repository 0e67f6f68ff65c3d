"""One person, one machine: SQLite, mail written to files, a signing key made on the spot."""

from config.settings.environment import BASE_DIR, env

env.read_env(BASE_DIR / ".env", recurse=False)

from config.secret_key import local_secret_key  # noqa: E402  (.env must be read before base reads the environment)
from config.settings.base import *  # noqa: E402
from config.settings.base import DATA_DIR, INSTALLED_APPS  # noqa: E402

DEBUG = env.bool("DEBUG", default=True)
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(DATA_DIR / "secret_key")
SIGNING_SECRET = env.list("SIGNING_SECRET", default=[]) or [local_secret_key(DATA_DIR / "signing_secret")]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# Static files go through WhiteNoise in development too, so that both serve the same thing.
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Passkeys ask for https, except on this machine, whose browsers call http://localhost safe.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

DEMO_ALLOWED = True
DEMO_PASSPHRASE = "gruson-demonstration"
