"""Sign-in: pages under /accounts/, and the same for scripts under /_allauth/."""

from allauth.headless.constants import Client
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from newretail.members.password_sign_in import PasswordByScript, PasswordView
from newretail.members.sign_in import CodeView


def not_here(request: HttpRequest) -> HttpResponse:
    """Whoever has forgotten a password comes in by a code and sets a new one: no letter opens an account by itself."""
    raise Http404


urlpatterns = [
    re_path(r"^accounts/(?:password/reset|signup)/", not_here),
    re_path(r"^_allauth/browser/v1/auth/password/", not_here),
    path("_allauth/browser/v1/auth/code/request", CodeView.as_api_view(client=Client.BROWSER)),
    path("_allauth/browser/v1/auth/login", PasswordByScript.as_api_view(client=Client.BROWSER)),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/login/password/", PasswordView.as_view(), name="account_login_password"),
    path("accounts/", include("allauth.urls")),
    path("accounts/language/", include("django.conf.urls.i18n")),
]
