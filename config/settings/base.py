"""What every installation has in common. Read docs/settings.md: a test compares it with these files."""

from csp.constants import NONCE, NONE, SELF

from config.database import database_config, sqlite_url
from config.proconnect import proconnect_origins, proconnect_provider
from config.settings import environment
from config.settings.environment import env

BASE_DIR = environment.BASE_DIR
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / "var")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "councils",
    "deliberations",
]

# WhiteNoise comes just after security so that a static file costs no session and no query;
# axes comes last because it turns a refusal made further in into its own answer.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DATABASES = {
    "default": database_config(
        env.str("DATABASE_URL", default=sqlite_url(DATA_DIR / "conforme.sqlite3")),
        max_age=env.int("DATABASE_MAX_AGE", default=60),
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What limits guesses (links, codes, logins) is counted in the database, the one thing that every process of an
# installation shares, whatever the machines. The table is made after each « migrate » (councils/apps.py).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # The default of 300 would let a crowd of addresses push the counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Long work (69 e-mails with their papers) waits in the database for ``manage.py db_worker``.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Files of the municipality are never served by address: a view checks the right, then sends the bytes.
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A folder of acts of earlier years is sent file by file (deliberations/forms/importing.py).
DATA_UPLOAD_MAX_NUMBER_FILES = 510
UPLOAD_MAX_MB = env.int("UPLOAD_MAX_MB", default=20)  # of one file: note, annex
ANNEX_MAX_PAGES = env.int("ANNEX_MAX_PAGES", default=100)  # of one annex put after its act
ANNEX_MAX_SECONDS = env.int("ANNEX_MAX_SECONDS", default=60)  # of processor, to read or draw one file

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.staticfiles.BootstrapFinder",
]

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# Accounts come from an invitation alone: the adapter closes the sign-up, whose link proves the address.
ACCOUNT_ADAPTER = "councils.signin.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
# Wrong passwords are counted by axes (below), for one e-mail from one address: a whole town hall shares one address.
ACCOUNT_RATE_LIMITS = {"login": None}
MFA_ADAPTER = "councils.signin.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Conforme"
MFA_TOTP_TOLERANCE = (
    1  # steps of 30 seconds, before or after: the telephone of a town hall is not always on time
)

# ProConnect, the State's login for public agents: off until the operator gives the three values.
PROCONNECT_SERVER_URL = env.str("PROCONNECT_SERVER_URL", default="")
PROCONNECT_CLIENT_ID = env.str("PROCONNECT_CLIENT_ID", default="")
PROCONNECT_CLIENT_SECRET = env.str("PROCONNECT_CLIENT_SECRET", default="")
SOCIALACCOUNT_ADAPTER = "councils.signin.proconnect.ProConnectAccounts"
SOCIALACCOUNT_PROVIDERS = proconnect_provider(
    PROCONNECT_SERVER_URL, PROCONNECT_CLIENT_ID, PROCONNECT_CLIENT_SECRET
)
SOCIALACCOUNT_STORE_TOKENS = False

# A locked account would let anybody shut the mayor out, so the lock bears on the pair e-mail and address; tries from
# many addresses on one account are slowed down instead (councils/signin/brake.py).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Django's form and authenticate() say « username » even where the model logs in by e-mail.
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "config.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "config.lockout.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_COOLOFF_MESSAGE = "Trop de tentatives de connexion. Réessayez dans un quart d'heure."

# Whether a proxy of ours ends TLS: its headers are believed only then (production.py reads it).
BEHIND_TLS_PROXY = False

SESSION_COOKIE_AGE = 10 * 60 * 60  # seconds: a working day, or a long evening sitting
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Images may be data: because Bootstrap's style sheet holds its icons that way; nothing else may come inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The browser follows the button of ProConnect to its address, which « form-action » must name.
        "form-action": [SELF, *proconnect_origins(PROCONNECT_SERVER_URL)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "autoplay": [],
    "camera": [],
    "display-capture": [],
    "encrypted-media": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "midi": [],
    "payment": [],
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
    "screen-wake-lock": [],
    "usb": [],
    "xr-spatial-tracking": [],
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # A hostile or damaged PDF is an answer of ours, not an incident to log with a traceback.
    "loggers": {
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

# The timestamp server (RFC 3161). Empty: nothing is timestamped.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
TIMESTAMP_USERNAME = env.str("TIMESTAMP_USERNAME", default="")
TIMESTAMP_PASSWORD = env.str("TIMESTAMP_PASSWORD", default="")
# The public check page (« Vérifier un acte »): what one file may weigh, from which weight it waits for the worker, how
# many files one address may give in an hour, how many the web processes of this machine receive or check at once (the
# others are told to come back, or wait for the worker), and how long one may take to arrive.
CHECK_MAX_MB = env.int("CHECK_MAX_MB", default=20)
CHECK_QUEUE_KB = env.int("CHECK_QUEUE_KB", default=200)
CHECK_PER_HOUR = env.int("CHECK_PER_HOUR", default=60)
CHECK_AT_ONCE = env.int("CHECK_AT_ONCE", default=2)
CHECK_UPLOAD_SECONDS = env.int("CHECK_UPLOAD_SECONDS", default=60)
# Revocation lists are fetched at public addresses only, unless the authority is on one's own network.
TRUST_PRIVATE_ADDRESSES = env.bool("TRUST_PRIVATE_ADDRESSES", default=False)

# Where the public pages are seen from: printed, as a code, at the foot of the certified copies. Empty: no code.
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="")

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="conforme@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What encrypts the keys that sign for the council (its seal, its remote accounts): at least 32 characters, of its own.
# Several, separated by commas: the first encrypts, the others still open what they encrypted.
SIGNING_SECRET: list[str] = env.list("SIGNING_SECRET", default=[])

# Devices of this server that hold a seal (PKCS#11): « name|path of the library|token|certificate », commas between.
SIGNING_DEVICES: list[str] = env.list("SIGNING_DEVICES", default=[])

# The demonstration makes accounts that everybody knows, and signs with a key that is worth nothing.
DEMO_ALLOWED = False
DEMO_PASSPHRASE = ""
