"""Settings, all from the environment. A laptop needs none; production names its secrets and hosts or does not start.

RUMAHRAKYAT_HOME             folder of everything the product writes
RUMAHRAKYAT_PRODUCTION=1     refuse to start without secrets and hosts, cookies over HTTPS only
RUMAHRAKYAT_HOSTS            host names the site answers for, separated by commas
RUMAHRAKYAT_PUBLIC_URL       address of the public site, for links in messages
RUMAHRAKYAT_HTTPS_REDIRECT=1  send plain HTTP on to HTTPS, where nothing in front of us does (production only)
RUMAHRAKYAT_WEB_PROCESSES    how many processes answer pages (2)
RUMAHRAKYAT_WEB_THREADS      how many threads each of them has, one connection to the database each (4)
RUMAHRAKYAT_SECRET_KEY       signs sessions and forms (or RUMAHRAKYAT_SECRET_KEY_FILE)
RUMAHRAKYAT_SEALING_KEYS     Fernet keys that seal personal values, newest first (or ..._FILE)
RUMAHRAKYAT_LOOKUP_KEY       key of the look-up hashes of sealed values, never changed (or ..._FILE)
RUMAHRAKYAT_SEAL_KEY         signs the daily seals, 32 bytes in url-safe base64 (or ..._FILE; made when not given)
RUMAHRAKYAT_WITNESSES        whom every daily seal is sent to: email:..., separated by spaces (nobody)
DATABASE_URL                 a PostgreSQL server (>= 15) instead of the embedded one (or DATABASE_URL_FILE)
RUMAHRAKYAT_DEMO=1           demo accounts, demo day, stand-ins of the outside systems
RUMAHRAKYAT_PROVINCE         folder of data files under provinces/ (not needed while there is only one)
RUMAHRAKYAT_OPERATOR         whom to tell when a channel is in trouble: tel:+62811..., email:..., separated by spaces
RUMAHRAKYAT_SWEEPER_SILENT_SECONDS  deadlines stand still when no sweep gave a sign of life for so long (60)
RUMAHRAKYAT_REGISTER_DAYS    days after its end in which a quarter's register is to be published (10)
RUMAHRAKYAT_TRANSCRIBE_COMMAND  program that writes down what a recording says, {file} in the place of its name
RUMAHRAKYAT_TRANSCRIBE_SECONDS  how long it may take for one recording (300)
RUMAHRAKYAT_LEARN_FROM_CONFIDENTIAL=1  masked confidential cases, too, teach the models (off)
RUMAHRAKYAT_GEOCODER_URL     a server with the interface of Nominatim, asked where words leave a place open (off)
RUMAHRAKYAT_GEOCODER_EMAIL   whom its keeper may write to; sent with every question
RUMAHRAKYAT_SSO_ISSUER       a provider of OpenID Connect where those who serve sign in (off)
RUMAHRAKYAT_SSO_CLIENT_ID    our name there; its secret is RUMAHRAKYAT_SSO_CLIENT_SECRET (or ..._FILE)
RUMAHRAKYAT_SSO_CLAIM        which of its words names the account: email (verified), or one that is the user name
RUMAHRAKYAT_SECOND_FACTOR_ROLES  roles that need a second factor, separated by commas, or "all" (none)
RUMAHRAKYAT_SESSION_HOURS    after so many hours somebody signs in again (12)
RUMAHRAKYAT_STAFF_PASSWORD   of the account that `rumahrakyat staff` makes (asked for; or ..._FILE)
RUMAHRAKYAT_LOG_LEVEL        DEBUG, INFO, WARNING or ERROR (INFO)
RUMAHRAKYAT_DEBUG=1          Django's debug pages, for programmers
"""

from django.conf.locale import LANG_INFO

from rumahrakyat.config import embedded, env, home
from rumahrakyat.lib import crypto

HOME = home.current()
PRODUCTION = env.flag("RUMAHRAKYAT_PRODUCTION")
DEMO = env.flag("RUMAHRAKYAT_DEMO")
DEBUG = env.flag("RUMAHRAKYAT_DEBUG")
TESTING = env.flag("RUMAHRAKYAT_TESTING")  # set by the tests themselves
PROVINCE = env.text("RUMAHRAKYAT_PROVINCE")
GEOCODER_URL = env.text("RUMAHRAKYAT_GEOCODER_URL")
GEOCODER_EMAIL = env.text("RUMAHRAKYAT_GEOCODER_EMAIL")

# Secrets


def _secret(name: str, file: str) -> str:
    given = env.secret(name)
    if PRODUCTION:
        return env.required(name, given)
    return given or HOME.key(file)


# Signs the daily seals: an installation has one in any case, because a seal without signature would be a step back.
SEAL_KEY = env.secret("RUMAHRAKYAT_SEAL_KEY") or HOME.key("seal-key")
SECRET_KEY = _secret("RUMAHRAKYAT_SECRET_KEY", "secret-key")
SEALING_KEYS = _secret("RUMAHRAKYAT_SEALING_KEYS", "sealing-key").replace(",", " ").split()
LOOKUP_KEY = _secret("RUMAHRAKYAT_LOOKUP_KEY", "lookup-key")
crypto.configure(sealing_keys=SEALING_KEYS, lookup_key=LOOKUP_KEY.encode())

# Who may ask

ALLOWED_HOSTS = env.words("RUMAHRAKYAT_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
if PRODUCTION:
    env.required("RUMAHRAKYAT_HOSTS", env.text("RUMAHRAKYAT_HOSTS"))
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if PRODUCTION else []

# Where citizens find this installation: links in messages and on receipts.
PUBLIC_URL = (
    env.text("RUMAHRAKYAT_PUBLIC_URL") or env.text("RUMAHRAKYAT_LOCAL_URL") or "http://127.0.0.1:8000"
).rstrip("/")

# Whom to tell when a channel is in trouble: (scheme, value) as contact points have them.
OPERATORS = env.addresses("RUMAHRAKYAT_OPERATOR")

# Who keeps a copy of every daily seal outside our reach: the Ombudsman, newspapers, universities.
WITNESSES = env.addresses("RUMAHRAKYAT_WITNESSES")

# A sweeper that gave no sign of life for so long stands still: the site says so and its worker is started again.
SWEEPER_SILENT_SECONDS = env.number("RUMAHRAKYAT_SWEEPER_SILENT_SECONDS", 60, lowest=20)

# Speech to text: off unless a command is given (`reports.hearing`).
REGISTER_DAYS = env.number("RUMAHRAKYAT_REGISTER_DAYS", 10, lowest=1)
TRANSCRIBE_COMMAND = env.text("RUMAHRAKYAT_TRANSCRIBE_COMMAND")
TRANSCRIBE_SECONDS = env.number("RUMAHRAKYAT_TRANSCRIBE_SECONDS", 300, lowest=1)

# Whether confidential cases, masked, may be among what a model learns from (`routing.examples`).
LEARN_FROM_CONFIDENTIAL = env.flag("RUMAHRAKYAT_LEARN_FROM_CONFIDENTIAL")

# Applications

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    # Templates and translations of the upper layers win over those of the lower ones.
    "rumahrakyat.public.apps.PublicConfig",
    "rumahrakyat.workbench.apps.WorkbenchConfig",
    "rumahrakyat.watch.apps.WatchConfig",
    "rumahrakyat.web.apps.WebConfig",
    "rumahrakyat.evidence.apps.EvidenceConfig",
    "rumahrakyat.oversight.apps.OversightConfig",
    "rumahrakyat.problems.apps.ProblemsConfig",
    "rumahrakyat.reference.apps.ReferenceConfig",
    "rumahrakyat.desk.apps.DeskConfig",
    "rumahrakyat.callcentre.apps.CallcentreConfig",
    "rumahrakyat.relay.apps.RelayConfig",
    "rumahrakyat.teamwork.apps.TeamworkConfig",
    "rumahrakyat.writing.apps.WritingConfig",
    "rumahrakyat.satisfaction.apps.SatisfactionConfig",
    "rumahrakyat.handover.apps.HandoverConfig",
    "rumahrakyat.routing.apps.RoutingConfig",
    "rumahrakyat.duty.apps.DutyConfig",
    "rumahrakyat.duplicates.apps.DuplicatesConfig",
    "rumahrakyat.correspondence.apps.CorrespondenceConfig",
    "rumahrakyat.reports.apps.ReportsConfig",
    "rumahrakyat.channels.apps.ChannelsConfig",
    "rumahrakyat.organisations.apps.OrganisationsConfig",
    "rumahrakyat.people.apps.PeopleConfig",
    "rumahrakyat.regions.apps.RegionsConfig",
    # After our own, so that a page of ours replaces theirs of the same name.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "rumahrakyat.config.middleware.content_security_policy",
    "rumahrakyat.config.middleware.webhooks_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rumahrakyat.config.middleware.chosen_language",
    "rumahrakyat.config.middleware.plain_refusal",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rumahrakyat.config.middleware.WithoutNulls",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rumahrakyat.config.middleware.second_factor",
    "rumahrakyat.config.middleware.DatabaseAway",
]

ROOT_URLCONF = "rumahrakyat.config.urls"
WSGI_APPLICATION = "rumahrakyat.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rumahrakyat.public.context.site",
                "rumahrakyat.config.context.sweeper",
            ],
        },
    }
]

# The database

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **(env.database_url("DATABASE_URL") or embedded.connection_settings(HOME)),
        # Kept open and looked at before use, so that a restart of the database costs one request at most.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counters of sign-in attempts must be the same for every web process.
CACHES = {"default": {"BACKEND": "rumahrakyat.config.cache.PostgresCache", "LOCATION": "cache"}}

# People who sign in

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in a thousand times
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kerja/mulai/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rumahrakyat.config.accounts.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "rumahrakyat.config.accounts.SealedSecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rumah Rakyat"

SSO_ISSUER = env.text("RUMAHRAKYAT_SSO_ISSUER").rstrip("/")
SSO_CLIENT_ID = env.text("RUMAHRAKYAT_SSO_CLIENT_ID")
SSO_CLIENT_SECRET = env.secret("RUMAHRAKYAT_SSO_CLIENT_SECRET")
SSO_CLAIM = env.text("RUMAHRAKYAT_SSO_CLAIM") or "email"
if SSO_ISSUER:
    env.required("RUMAHRAKYAT_SSO_CLIENT_ID", SSO_CLIENT_ID)
SECOND_FACTOR_ROLES = frozenset(env.words("RUMAHRAKYAT_SECOND_FACTOR_ROLES"))

SESSION_COOKIE_AGE = env.number("RUMAHRAKYAT_SESSION_HOURS", 12, lowest=1) * 3600  # seconds: one long working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rumahrakyat.web.refused.csrf_failure"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# The wire

SECURE_SSL_REDIRECT = PRODUCTION and env.flag("RUMAHRAKYAT_HTTPS_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes, without files
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "rumahrakyat.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Language and time

LANGUAGE_CODE = "id"
LANG_INFO.setdefault("jv", {"bidi": False, "code": "jv", "name": "Javanese", "name_local": "basa Jawa"})
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English"), ("jv", "Basa Jawa")]
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# Files

MEDIA_ROOT = HOME.media
STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# What the operator reads

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "rumahrakyat.config.logs.PrivateFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["stderr"], "level": env.text("RUMAHRAKYAT_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # A path can hold what a person typed: a wrong address is not worth a line.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
}
