"""Head office may come in by a password, and then by its passkey where it has one. Shoppers have no passwords."""

from typing import Any

from allauth.account.internal import flows
from allauth.account.views import LoginView
from allauth.headless.account.views import LoginView as ScriptLoginView
from django.http import HttpRequest, HttpResponse

from newretail.members.locked_out import SaysHowLong
from newretail.members.sign_in import SignInForm


class PasswordForm(SignInForm):
    """An e-mail address or phone number, and a password. allauth counts the guesses and asks for what is still missing."""

    def _setup_password_field(self) -> None:
        """It stays: the form that it comes from leaves it out, as nobody signs up with one."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """As allauth does it, but how long the session lasts is not this form's to say."""
        self._login.redirect_url = redirect_url
        return flows.login.perform_password_login(request, self.user_credentials(), self._login)


class PasswordView(SaysHowLong, LoginView):
    """The page at the back office's door; everybody else's is the one that sends a code."""

    template_name = "account/login_password.html"

    def get_form_class(self) -> type[Any]:
        return PasswordForm


class PasswordByScript(SaysHowLong, ScriptLoginView):
    """`POST /_allauth/browser/v1/auth/login`: the same as the page, for scripts."""
