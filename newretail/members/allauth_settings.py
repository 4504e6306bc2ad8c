"""Sign-in: a code to one's e-mail address or phone, or a passkey. Shoppers have no passwords; head office may have one."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

ACCOUNT_ADAPTER = "newretail.members.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "newretail.members.sign_in.SignInForm",
    "request_login_code": "newretail.members.sign_in.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody gets in without the code, and the code is the verification
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True  # nobody is asked; how long is said by `sessions.begin_session`
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = (
    True  # for e-mail address, phone and password: a session alone takes no account over
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = (
    "https" if os.environ.get("NEWRETAIL_PUBLIC_URL", "").startswith("https") else "http"
)
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "",  # `code_gate` counts them, wherever they are asked for
    "verify_phone": "",
    "confirm_email": "",
    "login": "60/m/ip,2000/d/ip",
    "change_phone": "3/m/user",
    "login_failed": "20/m/ip,200/d/ip,5/300s/key",  # key: account and address, so that nobody locks another out
    "reauthenticate": "10/m/user,100/d/user",
}

MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "newretail.members.sign_in.PasskeyAdapter"
# Browsers accept passkeys without TLS on localhost only; anywhere else the store stands behind https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ACCOUNT_DEFAULT_HTTP_PROTOCOL == "http"

HEADLESS_CLIENTS = ("browser",)
HEADLESS_ONLY = False

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Attempts at signing in are counted for all processes together, so they are counted in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "members_attempt",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}


def _mail(url: str) -> dict[str, object]:
    """Django's mail settings from `smtp://user:password@host:587?tls=1&from=shop@example.org`; none: printed."""
    if not url:
        return {"EMAIL_BACKEND": "newretail.members.printed_mail.PrintedMail"}
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": query.get("tls") == ["1"],
        "EMAIL_TIMEOUT": 5,
        "DEFAULT_FROM_EMAIL": query.get("from", ["store@localhost"])[0],
    }


globals().update(_mail(os.environ.get("NEWRETAIL_SMTP", "")))

SMS_GATEWAY = os.environ.get("NEWRETAIL_SMS_GATEWAY", "")
"""Where text messages are POSTed as JSON {"to", "text"}; empty: they are printed."""
SMS_GATEWAY_TOKEN = os.environ.get("NEWRETAIL_SMS_GATEWAY_TOKEN", "")
