"""Refusals: what the house says when it will not do a thing. Each has a code for programs and words for people."""

from typing import Any, ClassVar

from newretail.kernel.text import Text


class Refusal(Exception):
    """A request that is understood and refused; nothing has been changed.

    Keyword values fill the text and travel as members of the RFC 9457 problem document.
    """

    code: ClassVar[str]
    status: ClassVar[int] = 409
    text: ClassVar[Text]
    by_code: ClassVar[dict[str, "type[Refusal]"]] = {}

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__:
            known = Refusal.by_code.setdefault(cls.code, cls)
            assert known.__qualname__ == cls.__qualname__, f"two refusals are called {cls.code}"
            assert isinstance(cls.text, Text)

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.code)

    def say(self, language: str | None = None) -> str:
        return self.text.say(language, **self.details)

    def __str__(self) -> str:
        return self.text.say("en", **self.details)


class NotFound(Refusal):
    code = "not_found"
    status = 404
    text = Text(en="There is no such thing here.", ko="찾으시는 것이 없습니다.", zh="没有找到。")


class SignInNeeded(Refusal):
    code = "sign_in_needed"
    status = 401
    text = Text(en="Please sign in first.", ko="먼저 로그인해 주세요.", zh="请先登录。")


class TokenNotGood(Refusal):
    """Any route may answer so, the public ones too: who sends a token means to be known by it."""

    code = "token_not_good"
    status = 401
    text = Text(
        en="This token is unknown, expired or withdrawn. Please sign in again.",
        ko="토큰을 알 수 없거나 만료되었습니다. 다시 로그인해 주세요.",
        zh="令牌无效或已过期，请重新登录。",
    )


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    text = Text(
        en="Your role does not allow this here.",
        ko="이 작업을 할 권한이 없습니다.",
        zh="您在这里没有权限执行此操作。",
    )


class SecondFactorNeeded(Refusal):
    """Their role would allow it, if they had also proved a second time who they are."""

    code = "second_factor_needed"
    status = 403
    text = Text(
        en="Head office asks for a passkey here beside the code or password. Sign in with yours, or add one to your account.",
        ko="본사 업무에는 인증번호나 비밀번호 외에 패스키가 필요합니다. 패스키로 로그인하거나 계정에 추가해 주세요.",
        zh="总部操作除验证码或密码外还需要通行密钥。请使用通行密钥登录，或为您的账户添加一个。",
    )


class Invalid(Refusal):
    code = "invalid"
    status = 422
    text = Text(
        en="The request has values that cannot be used: {first}",
        ko="사용할 수 없는 값이 있습니다: {first}",
        zh="请求中有无法使用的值：{first}",
    )


class MethodNotAllowed(Refusal):
    """`allowed`: what this address takes, as its header `Allow` has it."""

    code = "method_not_allowed"
    status = 405
    text = Text(
        en="This address does not take {method}, only {allowed}.",
        ko="이 주소는 {method} 요청을 받지 않습니다. 가능한 요청: {allowed}.",
        zh="此地址不支持 {method}，只支持 {allowed}。",
    )


class BodyTooLarge(Refusal):
    code = "body_too_large"
    status = 413
    text = Text(
        en="The request is larger than {limit} bytes.",
        ko="요청이 {limit}바이트보다 큽니다.",
        zh="请求超过 {limit} 字节。",
    )


class BodyTooSlow(Refusal):
    code = "body_too_slow"
    status = 408
    text = Text(
        en="The request was announced and did not arrive in time. Please send it again.",
        ko="요청이 제시간에 도착하지 않았습니다. 다시 보내 주세요.",
        zh="请求未能及时送达，请重新发送。",
    )


class BodyCutOff(Refusal):
    code = "body_cut_off"
    status = 400
    text = Text(
        en="The request broke off before its end. Nothing was changed; please send it again.",
        ko="요청이 중간에 끊겼습니다. 바뀐 것은 없으니 다시 보내 주세요.",
        zh="请求在传输中中断。未作任何更改，请重新发送。",
    )


class Busy(Refusal):
    code = "busy"
    status = 409
    text = Text(
        en="Somebody else is changing this right now. Please try again.",
        ko="다른 사람이 지금 바꾸고 있습니다. 다시 시도해 주세요.",
        zh="有人正在修改，请重试。",
    )


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    text = Text(
        en="The store's database cannot be reached right now. Nothing was changed; please try again shortly.",
        ko="지금 매장 데이터베이스에 연결할 수 없습니다. 바뀐 것은 없으니 잠시 후 다시 시도해 주세요.",
        zh="暂时无法连接门店数据库。未作任何更改，请稍后重试。",
    )


class Overloaded(Refusal):
    code = "overloaded"
    status = 503
    text = Text(
        en="Too many people at once. Please try again in a moment.",
        ko="지금 접속이 많습니다. 잠시 후 다시 시도해 주세요.",
        zh="当前访问人数过多，请稍后再试。",
    )


class TooManyRequests(Refusal):
    code = "too_many_requests"
    status = 429
    text = Text(
        en="You ask for very much at once. Please wait a moment.",
        ko="한꺼번에 너무 많이 요청하셨습니다. 잠시 기다려 주세요.",
        zh="您的请求过于频繁，请稍候。",
    )


class NotItsTurn(Refusal):
    code = "not_its_turn"
    text = Text(
        en="An earlier fact of the same thing comes first. Try that one again, or skip it.",
        ko="같은 대상의 이전 이벤트가 먼저입니다. 그 이벤트를 다시 시도하거나 건너뛰어 주세요.",
        zh="同一对象的更早事件须先处理，请先重试或跳过它。",
    )


class HandlerUnknown(Refusal):
    code = "handler_unknown"
    text = Text(
        en="This program has no handler called {handler}. Bring it back, or skip the fact.",
        ko="이 프로그램에는 {handler} 처리기가 없습니다. 처리기를 되돌리거나 이벤트를 건너뛰어 주세요.",
        zh="程序中没有名为 {handler} 的处理器，请恢复它或跳过该事件。",
    )


class KeyNeeded(Refusal):
    code = "idempotency_key_needed"
    status = 400
    text = Text(
        en="Send an Idempotency-Key header (1 to 64 printable characters) so that a retry cannot do this twice.",
        ko="재시도로 두 번 처리되지 않도록 Idempotency-Key 헤더(1~64자)를 보내 주세요.",
        zh="请发送 Idempotency-Key 请求头（1 到 64 个字符），以免重试造成重复。",
    )


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    text = Text(
        en="This Idempotency-Key was already used for a different request.",
        ko="이 Idempotency-Key는 이미 다른 요청에 사용되었습니다.",
        zh="该 Idempotency-Key 已用于其他请求。",
    )


class Broken(Refusal):
    code = "internal_error"
    status = 500
    text = Text(
        en="Something broke on our side. Nothing was changed.",
        ko="저희 쪽에 문제가 생겼습니다. 바뀐 것은 없습니다.",
        zh="我们这边出了问题，未作任何更改。",
    )
