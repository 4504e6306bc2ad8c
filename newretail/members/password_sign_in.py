"""Head office may come in by a password, and then by its passkey where it has one. Shoppers have no passwords."""

from typing import Any

from allauth.account.views import LoginView

from newretail.members.sign_in import SignInForm


class PasswordForm(SignInForm):
    """An e-mail address or phone number, and a password. allauth counts the guesses and asks for what is still missing."""

    def _setup_password_field(self) -> None:
        """It stays: the form that it comes from leaves it out, as nobody signs up with one."""


class PasswordView(LoginView):
    """The page at the back office's door; everybody else's is the one that sends a code."""

    template_name = "account/login_password.html"

    def get_form_class(self) -> type[Any]:
        return PasswordForm
