"""Django settings. CASEMARK_ENV chooses: demo (var/, no other variable needed), test, production.

Production is the default, takes everything from the environment (see config/env.py) and
does not start while a variable is missing or malformed.
"""

from pathlib import Path

from config import env as read
from config.demo_keys import demo_keys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
BUILD = BASE_DIR / "build"

env = read.Environment()
ENVIRONMENT = env.read("CASEMARK_ENV", read.text, "production")
if ENVIRONMENT not in {"demo", "test", "production"}:
    env.problems.append("CASEMARK_ENV is unknown: set it to demo, test or production.")
PRODUCTION = ENVIRONMENT == "production"
# A date that stands for today in demonstrations and checks; unset, it is the real one.
TODAY = env.read("CASEMARK_TODAY", read.iso_date, "")
DEBUG = ENVIRONMENT == "demo"
ADMIN_MOUNTED = env.read("CASEMARK_ADMIN", read.flag, not PRODUCTION)
SECOND_STEP_REQUIRED = env.read("CASEMARK_MFA_REQUIRED", read.flag, PRODUCTION)
"""Whether everybody has to set up a second step of signing in before they reach anything else."""
SESSION_IDLE_SECONDS = 60 * env.read("CASEMARK_IDLE_MINUTES", read.from_one, 30)
"""A session that nobody used for so long is locked until its owner shows that it is them."""
SESSION_LIMIT_SECONDS = 3600 * env.read("CASEMARK_SESSION_HOURS", read.from_one, 10)
"""So long after signing in a session ends, whatever was done in it."""
CONCERN_HOURS = env.read("CASEMARK_CONCERN_HOURS", read.from_one, 4)
"""Within so many hours of being raised an immediate concern is acknowledged."""
CONCERN_ANSWER_HOURS = env.read("CASEMARK_CONCERN_ANSWER_HOURS", read.from_one, 24)
"""Within so many hours of being raised, or sent back, an immediate concern is answered."""
EVIDENCE_QUOTA = 1_000_000 * env.read("CASEMARK_EVIDENCE_MEGABYTES", read.from_one, 5_000)
"""Bytes that the evidence of one force may take; what was withdrawn does not count."""
# Behind what ends TLS in production there is always one; a demonstration is reached directly.
ALLAUTH_TRUSTED_PROXY_COUNT = env.read("CASEMARK_PROXIES", read.from_nought, int(PRODUCTION))

if PRODUCTION:
    SECRET_KEY = env.read("CASEMARK_SECRET_KEY", read.secret)
    FIELD_KEYS = env.read("CASEMARK_FIELD_KEYS", read.keys)
    TRAIL_KEYS = env.read("CASEMARK_TRAIL_KEYS", read.keys)
    ALLOWED_HOSTS = env.read("CASEMARK_ALLOWED_HOSTS", read.hosts)
    CSRF_TRUSTED_ORIGINS = env.read("CASEMARK_ORIGINS", read.origins)
    DATABASES = {"default": env.read("DATABASE_URL", read.database)}
    MEDIA_ROOT = env.read("CASEMARK_FILES", read.folder)
    SEAL_FILE = env.read("CASEMARK_SEAL_FILE", read.file)
    mail = env.read("CASEMARK_EMAIL_URL", read.mail_server)
    DEFAULT_FROM_EMAIL = env.read("CASEMARK_EMAIL_FROM", read.text, "casemark@localhost")
    env.finish()
    globals().update(mail)  # the EMAIL_* settings
    SITE_ADDRESS = CSRF_TRUSTED_ORIGINS[0]
    """To what e-mails lead that nobody's request sends."""
else:
    made = demo_keys(VAR)
    SECRET_KEY = made["secret_key"]
    FIELD_KEYS = [made["field_keys"]]
    TRAIL_KEYS = [made["trail_keys"]]
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    DATABASES = {
        "default": env.read(
            "DATABASE_URL", read.database, read.sqlite(str(VAR / "casemark.sqlite3"))
        )
    }
    MEDIA_ROOT = str(VAR / "files")
    SEAL_FILE = str(VAR / "seals.jsonl")
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "casemark@localhost"
    SITE_ADDRESS = f"http://localhost:{env.read('PORT', read.from_one, 8000)}"
    env.finish()

INSTALLED_APPS = [
    "audit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
]

MIDDLEWARE = [
    "audit.middleware.errors.ErrorReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "audit.middleware.uploads.UploadLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.caching.NoStoreMiddleware",
    "audit.middleware.refusals.RefusalsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # After the check of form tokens: only what passed it is kept for later.
    "audit.middleware.sessions.SessionLimitsMiddleware",
    "audit.middleware.second_factor.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Hears before allauth that somebody has to show again who they are.
    "audit.middleware.sessions.FreshSignInMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["audit.templatetags.casemark"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "audit.views.session.session_limits",
            ],
        },
    }
]
FORM_RENDERER = "audit.forms.renderer.GovukRenderer"

AUTH_USER_MODEL = "audit.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "audit.forms.passwords.EasyPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "audit.forms.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "audit.forms.accounts.SignInForm",
    "reset_password": "audit.forms.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "audit.forms.accounts.NewPasswordForm",
    "change_password": "audit.forms.accounts.ChangePasswordForm",
    "set_password": "audit.forms.accounts.FirstPasswordForm",
    "reauthenticate": "audit.forms.accounts.ConfirmPasswordForm",
}
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
# allauth's own would keep a second copy of each address, good for signing in after a change.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# What needs a fresh password (exports, changes of roles) accepts one of the last ten minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Somebody is told of each change of how they sign in.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# "key" is the account that was named, whether it exists or not. Failures are slowed down first
# and after ten end in a wait of 15 minutes. Limits by address are wide: a whole force may come
# from one. The last administrator is never locked out (audit/forms/accounts.py).
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "5/m/key,10/15m/key,60/m/ip,300/h/ip",
    # Codes of the last administrator beyond these limits (audit/forms/second_factors.py).
    "last_administrator": "30/h/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "audit.forms.second_factors.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "audit.forms.second_factors.SignInCodeForm",
    "reauthenticate": "audit.forms.second_factors.ConfirmCodeForm",
    "activate_totp": "audit.forms.second_factors.AppForm",
    "add_webauthn": "audit.forms.second_factors.PasskeyForm",
    "edit_webauthn": "audit.forms.second_factors.PasskeyNameForm",
}
# Passkeys cannot be guessed; the limit is against floods.
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_ISSUER = "Casemark"
# Codes of half a minute before and after are taken: clocks differ, and typing takes time.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Administrators make the accounts, so every address is known to be right.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Passkeys work without https on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# What limits attempts must count in all processes alike. Migration 0004 makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "casemark_cache",
        # Beyond so many entries old ones are thrown out, and with them what was counted.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # How far background work is, and whether it was cancelled. In files, because what a
    # transaction writes into the database nobody else sees before it ends.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(BASE_DIR / f"{Path(MEDIA_ROOT)}-progress"),
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "collected"
STATICFILES_DIRS = [BUILD / "static"] if (BUILD / "static").is_dir() else []
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people attach to show what they did. Nothing serves this folder but a view that asks
    # who may see it.
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": f"{MEDIA_ROOT}/evidence",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
    if ENVIRONMENT != "test"
    else {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

UPLOAD_LIMIT = 25_000_000
"""Bytes of one request, files included."""

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The row outlives the limit, so that a form sent on the next morning can still be kept.
SESSION_COOKIE_AGE = SESSION_LIMIT_SECONDS + 14 * 3600
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

DEFAULT_EXCEPTION_REPORTER = "audit.middleware.errors.QuietReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "config.safe_logging.ReferenceFilter"}},
    "formatters": {
        "safe": {
            "()": "config.safe_logging.SafeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(reference)s %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["reference"],
            "formatter": "safe",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers would write, or mail, messages and what people typed.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # It would write each address that leads nowhere, as it was typed.
        "django.request": {"level": "ERROR"},
    },
}
