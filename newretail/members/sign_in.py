"""How people sign in: allauth, told that one code opens the door for somebody known and somebody new alike."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.fields import PhoneField
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.core import context as allauth_context
from allauth.headless.account.inputs import RequestLoginCodeInput
from allauth.headless.account.views import RequestLoginCodeView
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest

from newretail.chain.api import read_phone_number
from newretail.chain.errors import NoPhoneNumber
from newretail.kernel import text
from newretail.kernel.access import access_changed
from newretail.kernel.http.address import address_of, network_of
from newretail.kernel.security_log import note
from newretail.kernel.text import Text
from newretail.members.code_gate import count_code
from newretail.members.errors import TooManyCodes
from newretail.members.locked_out import remember_lock
from newretail.members.models import Member
from newretail.members.open_account import account_for
from newretail.members.sessions import begin_session
from newretail.members.sms import send_sms

_CODE_SMS = Text(
    en="{code} is your code. Tell it to nobody.",
    ko="인증번호 {code}. 다른 사람에게 알려 주지 마세요.",
    zh="您的验证码是 {code}，请勿告诉他人。",
)
_CODE_SUBJECT = Text(
    en="{code} is your code to sign in", ko="로그인 인증번호 {code}", zh="您的登录验证码：{code}"
)
_CODE_MAIL = Text(
    en="Your code to sign in:\n\n{code}\n\nIt is good for {minutes} minutes. If you did not ask for it, leave it be.",
    ko="로그인 인증번호입니다.\n\n{code}\n\n{minutes}분 동안 쓸 수 있습니다. 요청하지 않으셨다면 무시하세요.",
    zh="您的登录验证码：\n\n{code}\n\n{minutes} 分钟内有效。如非本人操作，请忽略本邮件。",
)
_CLOSED_SMS = Text(
    en="There is no account for this number any more.",
    ko="이 번호로 된 계정이 더 이상 없습니다.",
    zh="该号码的账户已不存在。",
)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # asking for a code is signing up

    def get_client_ip(self, request: HttpRequest) -> str:
        """allauth counts by the same address as the rest of the house."""
        return address_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Member | None:
        """By a password comes in who sits at a desk of the back office, and nobody else."""
        try:
            member: Any = super().authenticate(request, **credentials)
        except ValidationError:
            note("sign_in_locked", means="password")
            remember_lock(request, key=self._get_login_attempts_cache_key(request, **credentials))
            raise
        return member if member is not None and member.is_staff else None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note("sign_in_failed", means="password")

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin_session(request, member_id=user.pk, has_desk=user.is_staff)
        note("sign_in", member_id=user.pk)

    def set_password(self, user: Any, password: str) -> None:
        if not user.is_staff:
            raise PermissionDenied()
        super().set_password(user, password)
        access_changed(user.pk)  # every other session of theirs has ended with the old one
        note("password_set", member_id=user.pk)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords lock an account for those who sent them, not for whoever it belongs to."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account} {network_of(address_of(request))}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        count_code(allauth_context.request, to=email.lower())
        if not template_prefix.endswith("/login_code"):
            super().send_mail(template_prefix, email, context)
            return
        code, minutes = context["code"], settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        EmailMessage(
            subject=_CODE_SUBJECT.say(code=code), body=_CODE_MAIL.say(code=code, minutes=minutes), to=[email]
        ).send()

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return InternationalPhone(**kwargs)

    def get_phone(self, user: Member) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Member, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Member, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Member | None:
        return Member.objects.filter(phone=phone, is_active=True).first()

    def send_verification_code_sms(self, user: Member, phone: str, code: str, **kwargs: Any) -> None:
        count_code(allauth_context.request, to=phone)
        send_sms(to=phone, text=_CODE_SMS.say(user.language, code=code))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        count_code(allauth_context.request, to=phone)
        send_sms(to=phone, text=_CLOSED_SMS.say(text.language()))

    def send_account_already_exists_sms(self, phone: str) -> None:
        count_code(allauth_context.request, to=phone)
        send_sms(to=phone, text=_CLOSED_SMS.say(text.language()))


class InternationalPhone(PhoneField):
    """E.164; a number of the chain's own country may be written as it is dialled at home."""

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        try:
            return read_phone_number(typed)
        except NoPhoneNumber as refused:
            raise ValidationError(refused.say()) from None


class PasskeyAdapter(DefaultMFAAdapter):
    """A passkey is another way in for everybody; beside a code it is asked for only where the back office is at stake."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return bool(getattr(user, "is_staff", False)) and super().is_mfa_enabled(user, types)


class CodeForm(RequestLoginCodeForm):
    """Asks for a code. Known and new people cannot be told apart from outside."""

    _user: Member | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        email, phone = cleaned.get("email") or "", cleaned.get("phone") or ""
        if not self.errors:
            if not (email or phone):
                raise get_adapter().validation_error("invalid_login")
            count_code(allauth_context.request, to=phone or email.lower())  # before an account is opened
            self._user = account_for(email=email, phone=phone)
        return cleaned


class CodeInput(CodeForm, RequestLoginCodeInput):
    pass


class CodeView(RequestLoginCodeView):
    """`POST /_allauth/browser/v1/auth/code/request`, for somebody new as well."""

    input_class = CodeInput


class SignInForm(LoginForm):
    """The page's single field: an e-mail address or a phone number."""

    def clean_login(self) -> str:
        """A phone number in its one way of writing: the code goes there, and the account is known by it."""
        login: str = super().clean_login()
        try:
            return str(InternationalPhone().clean(login))
        except ValidationError:
            return login

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        form = CodeForm({"email": email or "", "phone": phone or ""})
        try:
            is_valid = form.is_valid()
        except TooManyCodes as refused:
            self.add_error("login", refused.say())
            return self.cleaned_data
        if is_valid:
            self.user = form._user
        for error in (each for errors in form.errors.values() for each in errors):
            self.add_error("login", error)
        return self.cleaned_data
