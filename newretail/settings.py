"""Settings of the house. Everything that differs from place to place comes from the environment or the data folder."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from newretail.kernel import clock, languages, logs
from newretail.members.allauth_settings import *  # noqa: F403
from newretail.stores.back_office import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ["NEWRETAIL_DATA"]).resolve() if "NEWRETAIL_DATA" in os.environ else None
clock.attach(DATA_DIR)

DEBUG = os.environ.get("NEWRETAIL_DEBUG") == "1"


def _secret_key() -> str:
    """The signing key: from the environment, else kept in the data folder, else made for this process alone."""
    if key := os.environ.get("NEWRETAIL_SECRET_KEY"):
        return key
    if DATA_DIR is None:
        return secrets.token_urlsafe(64)
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("NEWRETAIL_SECRET_KEY_FALLBACKS", "").split()
PUBLIC_URL = os.environ.get(
    "NEWRETAIL_PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
).rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
SECURITY_CONTACT = os.environ.get("NEWRETAIL_SECURITY_CONTACT", "").strip()
"""Whom to tell of a weakness, as an address for `/.well-known/security.txt`: `mailto:…` or `https://…`."""


def _trusted_proxies() -> int:
    """How many proxies stand in front. Behind https there is one at least, and a wrong count makes all callers one."""
    said = os.environ.get("NEWRETAIL_TRUSTED_PROXIES", "" if SECURE else "0").strip()
    if not (said.isascii() and said.isdecimal() and len(said) <= 2):
        raise ImproperlyConfigured(
            f"NEWRETAIL_PUBLIC_URL is {PUBLIC_URL}, so say how many proxies stand in front of newretail, each adding the address it "
            "sees to X-Forwarded-For: NEWRETAIL_TRUSTED_PROXIES=1 for a single one that ends TLS, 0 if none adds it."
        )
    return int(said)


TRUSTED_PROXIES = _trusted_proxies()
ALLOWED_HOSTS = os.environ.get(
    "NEWRETAIL_HOSTS", "localhost,127.0.0.1,[::1]," + (urlsplit(PUBLIC_URL).hostname or "")
).split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

ROOMS = [
    "kernel", "chain", "photos", "catalog", "members", "stores", "inventory", "payments", "pricing", "fulfilment", "ordering",
    "storefront", "webhooks", "live", "insight", "traceability", "fronts", "simulation",
]  # fmt: skip
INSTALLED_APPS = [
    *(f"newretail.{room}" for room in ROOMS),
    "ninja",  # serves the pages of /api/v1/docs from here, not from another host
    "unfold",
    "unfold.contrib.import_export",
    "import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
]
MIDDLEWARE = [
    "newretail.chain.middleware.KnowTheChain",
    "newretail.kernel.http.middleware.OuterMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newretail.kernel.http.attended.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newretail.stores.store_time.StoreTime",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newretail.stores.head_office.SecondFactorAtTheDesks",
]
ROOT_URLCONF = "newretail.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newretail.chain.context.chain",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "newretail",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            "connect_timeout": 3,
            "prepare_threshold": 1_000_000,  # not None, Django's default, which would also switch off `kernel.sql`'s prepare=True
            "options": "-c plan_cache_mode=force_generic_plan -c jit=off -c lock_timeout=2000 -c statement_timeout=30000 -c timezone=UTC",
        },
        "TEST": {"NAME": os.environ.get("NEWRETAIL_TEST_NAME", "test_newretail")},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///newretail"))}

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "newretail.stores.head_office.HeadOfficeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "newretail.members.chain_words.ChainWordsValidator"},
]
NEWRETAIL_AUTHENTICATE = "newretail.stores.api.authenticate"
NEWRETAIL_SESSION_LIFE = "newretail.stores.api.session_life"
SESSION_ENGINE = "newretail.members.sessions"

LANGUAGE_CODE = "en"
LANGUAGES = languages.for_django()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["newretail.kernel.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [("pictures", BASE_DIR / "newretail" / "samples" / "pictures")]
WHITENOISE_USE_FINDERS = True  # served from where they lie: nothing to collect
FRONTS_DIR = BASE_DIR / "newretail" / "fronts" / "dist"

METRICS_TOKEN = os.environ.get("NEWRETAIL_METRICS_TOKEN", "")


def _days(name: str, default: int) -> int:
    """For how many days something is kept."""
    said = os.environ.get(name, str(default))
    if not (said.isascii() and said.isdecimal() and 1 <= int(said) <= 36_500):
        raise ImproperlyConfigured(f"{name} is a number of days from 1 on, not {said!r}")
    return int(said)


FACTS_KEPT_DAYS = _days("NEWRETAIL_FACTS_KEPT_DAYS", 90)
CARTS_KEPT_DAYS = _days("NEWRETAIL_CARTS_KEPT_DAYS", 30)
ADDRESSES_KEPT_DAYS = _days("NEWRETAIL_ADDRESSES_KEPT_DAYS", 30)
GUESTS_KEPT_DAYS = _days("NEWRETAIL_GUESTS_KEPT_DAYS", 30)
NOTICES_KEPT_DAYS = _days("NEWRETAIL_NOTICES_KEPT_DAYS", 400)
PHOTO_STORE = "newretail.photos.store.DatabaseStore"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
_HOST = "__Host-" if SECURE else ""  # such a cookie is taken from this very host over TLS alone
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front ends TLS and redirects
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # which asks for that redirect, or a proxy that does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None

LOGGING = logs.configuration()
