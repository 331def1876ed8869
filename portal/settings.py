"""Settings of the portal.

Everything that differs between machines comes from environment variables, and every one of them has a default
that works for development. ``docs/settings.md`` lists them.
"""

import os
import warnings
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from environs import Env
from js_asset import static_lazy

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- Where this runs ---

ENV = env.str("ENV", "development")
if ENV not in {"development", "production"}:
    raise ImproperlyConfigured(f'ENV is "{ENV}"; it must be "development" or "production".')
PRODUCTION = ENV == "production"

DEBUG = env.bool("DEBUG", not PRODUCTION)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured(
        "DEBUG must not be on in production: it shows source code and settings to readers."
    )

DEVELOPMENT_SECRET_KEY = "development-only-secret-key-known-to-everyone-who-reads-the-source"
SECRET_KEY = env.str("SECRET_KEY", "" if PRODUCTION else DEVELOPMENT_SECRET_KEY)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
if PRODUCTION and SECRET_KEY in {"", DEVELOPMENT_SECRET_KEY}:
    raise ImproperlyConfigured(
        "Production needs a SECRET_KEY of its own. Make one with: "
        'python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", ".localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- What it is made of ---

INSTALLED_APPS = [
    "portal",  # before the admin, so that templates/admin/ here wins over Django's
    "portal.apps.NewsroomConfig",  # django.contrib.admin with a front page of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "publishing",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "accounts",  # after allauth, whose tables it takes out of the admin
    "intake",
    "alerts",
    "webhooks",
    "tokens",
    "desk",
    "organizations",
    "profiles",
    "programs",
    "events",
    "opportunities",
    "calls",
    "interest",
    "dossiers",
    "outcomes",
    "news",
    "exchange",
    "demo",
    "csp",
    "django_filters",
    "django_prose_editor",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.KeptLanguage",
    "portal.middleware.Revalidation",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "portal.context.frame",
                "accounts.context.newsroom",
            ],
        },
    },
]

# Widgets of our own have their templates in templates/, beside all others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# What the editor of bodies knows beside its own extensions; publishing.richtext sanitises, so none adds a rule here.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("admin-portal/editor.js")],
        "extensions": dict.fromkeys(
            ("CaptionedTable", "Note", "Language", "LineBreakPoint", "CleanPaste"), html_tags([])
        ),
    }
]

# --- Data ---

if "DATABASE_URL" not in os.environ:
    VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for a writer (WAL), and two writers queue up instead of failing in the middle of a
    # transaction (IMMEDIATE with a busy timeout, in seconds). Django itself turns foreign keys on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    # The data lie in memory or on flash, where PostgreSQL may read here and there: it takes its indexes more often.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: it remembers which codes were used. A migration of accounts makes this table.
CACHES = {
    "default": env.dj_cache_url("CACHE_URL", "db://portal_cache"),
    # Cards as they were drawn, by what stands on them; apart, so that they never drive out what the other remembers.
    "cards": env.dj_cache_url("CARD_CACHE_URL", "locmem://cards"),
    # How many entries the choices of long lists lead to.
    "counts": env.dj_cache_url("COUNT_CACHE_URL", "locmem://counts"),
    # How many requests each client of the API has sent in this minute.
    "limits": (
        env.dj_cache_url("LIMIT_CACHE_URL")
        if env.str("LIMIT_CACHE_URL", "")
        else {
            "BACKEND": "publishing.counters.SharedCounters",
            "LOCATION": str(env.path("LIMIT_FILE", VAR_DIR / "limits.sqlite3")),
        }
    ),
}
# Lists of fewer entries are counted afresh for everyone.
LIST_COUNTS_KEPT_FROM = env.int("LIST_COUNTS_KEPT_FROM", 2000)

# Uploaded files are private: no address leads to this directory, a view asks the visibility rule first.
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
# What is written here is public, but given out only by a view that knows what was withdrawn since.
DUMP_ROOT = env.path("DUMP_ROOT", VAR_DIR / "dumps")
IMAGE_MAX_MEGABYTES = env.int("IMAGE_MAX_MEGABYTES", 20)
IMAGE_MAX_MEGAPIXELS = env.int("IMAGE_MAX_MEGAPIXELS", 60)
ATTACHMENT_MAX_MEGABYTES = env.int("ATTACHMENT_MAX_MEGABYTES", 50)
TABLE_MAX_MEGABYTES = env.int("TABLE_MAX_MEGABYTES", 10)
TABLE_MAX_ROWS = env.int("TABLE_MAX_ROWS", 500)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Bytes of a form without its files: three languages of a long text with tables stay far below it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A forum with all its participants is one form in the admin and has more than Django's 1,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Absolute: pages that are shown below a prefix take their style sheets from the same address as all others.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Compressing takes a minute and pays on a network only.
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION

# Fonts with Hangul and Han for cards in social networks, the first that is there; a bold one is looked for beside it.
CARD_FONTS = env.list(
    "CARD_FONTS",
    [
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    ],
)

# --- Languages and time ---

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Forms take "example.org" for https://example.org, as Django 6 does. The switch announces its own removal,
# which is nothing anybody could act upon before Django 6.
warnings.filterwarnings(
    "ignore", message="The FORMS_URLFIELD_ASSUME_HTTPS transitional setting is deprecated"
)
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Accounts ---

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Off in development, so that the demonstration accounts open with their password alone.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", PRODUCTION)
LOCK_FAILURES_OF_ACCOUNT = env.int("LOCK_FAILURES_OF_ACCOUNT", 5)
LOCK_FAILURES_OF_ADDRESS = env.int("LOCK_FAILURES_OF_ADDRESS", 30)
LOCK_MINUTES = env.int("LOCK_MINUTES", 15)
SIGN_IN_RECORD_DAYS = env.int("SIGN_IN_RECORD_DAYS", 365)
SESSION_HOURS = env.int("SESSION_HOURS", 12)
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", 4)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
TOKEN_MAX_DAYS = env.int("TOKEN_MAX_DAYS", 365)

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "change_password": "accounts.forms.PasswordForm",
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
}
# accounts.lockout counts failures, in words that say how long; these rates only slow floods down.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "60/m/ip"}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Browsers let keys work on "localhost" without HTTPS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "activate_totp": "accounts.forms.SetUpForm",
    "add_webauthn": "accounts.forms.KeyForm",
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# Clocks of telephones are a few seconds off; accounts.forms accepts each code once.
MFA_TOTP_TOLERANCE = 1

# --- What happens beside a publication: jobs in a queue that is stored with everything else ---

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where the portal is reached, for links in mails.
SITE_URL = env.str(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
).rstrip("/")

# Without a mail server of its own a development machine keeps its mails as files.
_mail = env.dj_email_url("EMAIL_URL", "smtp://localhost:25" if PRODUCTION else f"file:///{VAR_DIR / 'mail'}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "Green Cooperation Portal <portal@portal.example>")

# Whether links to other hosts are followed; links within the portal always are.
CHECK_EXTERNAL_LINKS = env.bool("CHECK_EXTERNAL_LINKS", False)

# For tests: webhooks may then call this machine and private networks, without TLS and on any port.
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", False)

# --- Security ---

# 'self' and nothing else. The rich text editor's import map is the one inline script and carries the nonce;
# "data:" images are the icons inside the API documentation's style sheet.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": PRODUCTION,
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", PRODUCTION)
# The machine that asks whether this process lives speaks plain HTTP to it.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("BEHIND_TLS_PROXY", False):
    # Only with a front server that sets this header itself and drops the one a client sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many front servers add to X-Forwarded-For; the address before theirs is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if env.bool("BEHIND_TLS_PROXY", False) else 0)

# Whom security.txt names: an address that somebody reads.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "mailto:security@portal.example")

# --- API ---

# Requests a minute in each group of resources; 0 for no limit.
API_LIMIT_ANONYMOUS = env.int("API_LIMIT_ANONYMOUS", 60)
API_LIMIT_KEYED = env.int("API_LIMIT_KEYED", 600)
# Dossiers as PDF for one network in an hour; 0 for no limit.
DOSSIER_PDF_LIMIT = env.int("DOSSIER_PDF_LIMIT", 10)

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "publishing.api.schema.PortalSchema",
    # No basic authentication: a password alone would open what a second factor guards.
    # The first one says how to authenticate (WWW-Authenticate); sessions are for staff in the newsroom.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tokens.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "publishing.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Green Cooperation Portal",
    "DESCRIPTION": "Everything that the portal has released, in English, Korean and Simplified Chinese.",
    "VERSION": "1.1.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PREPROCESSING_HOOKS": ["publishing.api.schema.canonical"],
    # Without the hook that collects codes: the same name means different things in different kinds of record.
    "POSTPROCESSING_HOOKS": ["publishing.api.schema.with_shared", "desk.api.schema.with_staff"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Without null here the reference asks a validator on another host.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

# --- Logs ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "portal.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Django's own handlers speak only in debug mode or by e-mail; here everything goes to the one above.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # It tells every step of every page, and warns of each rule that is meant for browsers.
        "weasyprint": {"level": "ERROR"},
    },
}
