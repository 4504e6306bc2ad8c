"""Sign-in: pages under /accounts/, and the same for scripts under /_allauth/."""

from allauth.headless.constants import Client
from django.urls import include, path

from newretail.members.password_sign_in import PasswordView
from newretail.members.sign_in import CodeView

urlpatterns = [
    path("_allauth/browser/v1/auth/code/request", CodeView.as_api_view(client=Client.BROWSER)),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/login/password/", PasswordView.as_view(), name="account_login_password"),
    path("accounts/", include("allauth.urls")),
    path("accounts/language/", include("django.conf.urls.i18n")),
]
