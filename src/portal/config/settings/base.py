"""Settings of every deployment; demo, test and production add what differs."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from portal.config.databases import databases

ROOT = Path(__file__).resolve().parents[4]
STATE_DIR = Path(os.environ.get("PORTAL_STATE_DIR", ROOT / "var"))

DEBUG = False
SECRET_KEY = os.environ.get("PORTAL_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("PORTAL_HOSTS", "localhost,127.0.0.1").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "portal.kernel",
    "portal.people",
    "portal.providers",
    "portal.tickets",
    "portal.casework",
    "portal.earnings",
    "portal.progress",
    "portal.payments",
    "portal.integrity",
    "portal.support",
    "portal.exchange",
    "portal.web.ui",
    "portal.web",
    "portal.nation",
    "portal.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.web.edge.UnitMiddleware",
]

ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
DATABASE_ROUTERS = ["portal.config.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "portal" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "portal.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "portal.web.ui.renderer.PortalRenderer"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.people.passwords.KnownWordsValidator"},
    {"NAME": "portal.people.breached.BreachedValidator"},
]
# A sorted file of SHA-1 hashes of passwords that became known elsewhere; none is no such check.
PORTAL_BREACHED_PASSWORDS = os.environ.get("PORTAL_BREACHED_PASSWORDS", "")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1200
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,20/5m/ip",
    "login": "30/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/5m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "portal.web.account.forms.SignInForm"}
MFA_FORMS = {
    "authenticate": "portal.web.account.forms.SignInCodeForm",
    "reauthenticate": "portal.web.account.forms.AgainCodeForm",
    "activate_totp": "portal.web.account.forms.EnrolForm",
    "authenticate_webauthn": "portal.web.account.forms.PasskeyForm",
    "reauthenticate_webauthn": "portal.web.account.forms.AgainPasskeyForm",
    "login_webauthn": "portal.web.account.forms.PasskeyAloneForm",
    "add_webauthn": "portal.web.account.forms.AddPasskeyForm",
}
# A code is good for its own half minute: telephones keep the time, and the next code comes soon.
MFA_TOTP_TOLERANCE = 0
MFA_ADAPTER = "portal.web.account.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Every passkey makes sure of its owner (PIN, finger, face): alone it counts as both factors.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Ticket Portal"

SESSION_ENGINE = "portal.kernel.sessions"
SESSION_COOKIE_NAME = "portal_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Idle and absolute end of a sign-in, judged at the edge (web.account.sessions).
PORTAL_SESSION_IDLE_SECONDS = 15 * 60
PORTAL_SESSION_LIMIT_SECONDS = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.web.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {
    "default": {
        "BACKEND": "portal.kernel.cache.NothingLiveIsDropped",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

# The identity provider people sign in with (web.account.provider); no issuer is none. Its configuration and keys
# are read from the issuer's well-known address; ours signs what proves who we are (PEM, RSA or EC P-256).
PORTAL_PROVIDER_ISSUER = os.environ.get("PORTAL_PROVIDER_ISSUER", "")
PORTAL_PROVIDER_CLIENT = os.environ.get("PORTAL_PROVIDER_CLIENT", "")
PORTAL_PROVIDER_KEY = os.environ.get("PORTAL_PROVIDER_KEY", "")
PORTAL_PROVIDER_KEY_ID = os.environ.get("PORTAL_PROVIDER_KEY_ID", "")
PORTAL_PROVIDER_NAME = os.environ.get("PORTAL_PROVIDER_NAME", "your identity provider")
# Where a sign-in may lead a browser: to the issuer's own origin, and to others that its pages stand on.
PORTAL_PROVIDER_ORIGINS = ["/".join(PORTAL_PROVIDER_ISSUER.split("/")[:3])] if PORTAL_PROVIDER_ISSUER else []
PORTAL_PROVIDER_ORIGINS += os.environ.get("PORTAL_PROVIDER_ORIGINS", "").split()
# What the provider calls a sign-in with more than one factor; any other is refused.
PORTAL_PROVIDER_ACR = os.environ.get(
    "PORTAL_PROVIDER_ACR", "http://idmanagement.gov/ns/assurance/aal/2"
).split()
# The portal's own accounts; with a provider set up they can be switched off.
PORTAL_OWN_ACCOUNTS = not PORTAL_PROVIDER_ISSUER or os.environ.get("PORTAL_OWN_ACCOUNTS", "1") == "1"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # Chromium judges a form also by where its answer sends the browser on.
    "form-action": [CSP.SELF, *PORTAL_PROVIDER_ORIGINS],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# Where browsers tell of what the policy above has stopped: the operator's own collector, an https address.
PORTAL_CSP_REPORTS = os.environ.get("PORTAL_CSP_REPORTS", "")
if PORTAL_CSP_REPORTS:
    SECURE_CSP["report-uri"] = [PORTAL_CSP_REPORTS]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [path for path in [ROOT / "assets"] if path.is_dir()]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# 400 rows of earnings, each of eight fields, and what is around them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["portal.web.receiving.FilesInMemory"]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = True

MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("PORTAL_MAIL_HOST", "localhost"),
            "port": int(os.environ.get("PORTAL_MAIL_PORT", "25")),
        },
    }
}
# Jobs live in each room's jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM", "ticket-portal@localhost")

# Where people reach the portal, without a last slash: mails with a link name it.
PORTAL_ADDRESS = os.environ.get("PORTAL_ADDRESS", "http://localhost:8000").rstrip("/")
# The date the program lives on; None is the real one (kernel.clock).
PORTAL_TODAY: date | None = None
# The synthetic program: said on every page, personas at the sign-in, never-issued SSNs accepted.
PORTAL_SYNTHETIC = False
# JSON file of who one can be (web.account.personas); read in the synthetic program only.
PORTAL_PERSONAS: Path | None = None
# How codes are texted (people.texting); the HTTP API's address, account, secret and sender are the operator's.
PORTAL_TEXT_URL = os.environ.get("PORTAL_TEXT_URL", "")
PORTAL_TEXT_GATEWAY = f"portal.people.texting.{'MessagesApi' if PORTAL_TEXT_URL else 'Console'}"
PORTAL_TEXT_USER = os.environ.get("PORTAL_TEXT_USER", "")
PORTAL_TEXT_SECRET = os.environ.get("PORTAL_TEXT_SECRET", "")
PORTAL_TEXT_FROM = os.environ.get("PORTAL_TEXT_FROM", "")
# What the operator calls this build, a commit for example; shown beside the version.
PORTAL_BUILD = os.environ.get("PORTAL_BUILD", "")
PORTAL_STATE_DIR = STATE_DIR
PORTAL_FILES_DIR = STATE_DIR / "files"
PORTAL_CHECKPOINTS_DIR = STATE_DIR / "checkpoints"
# Where files from and to Social Security's records lie (exchange.ssa_line).
PORTAL_SSA_LINE_DIR = Path(os.environ.get("PORTAL_SSA_LINE_DIR", STATE_DIR / "ssa-line"))
PORTAL_CLAMD_SOCKET = os.environ.get("PORTAL_CLAMD_SOCKET", "")
PORTAL_UPLOAD_LIMIT = 10_000_000
# Bytes of a whole request: three files that are too large still get their sentence.
PORTAL_REQUEST_LIMIT = 60_000_000
# Keys of the vault and the trail: base64 of 32 bytes each, from the environment or a file the operator mounts.
PORTAL_MASTER_KEY = os.environ.get("PORTAL_MASTER_KEY", "")
PORTAL_SSN_KEY = os.environ.get("PORTAL_SSN_KEY", "")
PORTAL_TRAIL_KEY = os.environ.get("PORTAL_TRAIL_KEY", "")
DATABASES = databases(PORTAL_MASTER_KEY)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.kernel.logs.WithoutNumbers",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
