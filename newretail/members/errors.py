"""What members refuse."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class AddressUnknown(NotFound):
    code = "address_unknown"
    text = Text(en="You have no such address.", ko="등록된 주소가 아닙니다.", zh="您没有这个地址。")


class TokenUnknown(NotFound):
    code = "token_unknown"
    text = Text(en="You have no such token.", ko="그런 토큰이 없습니다.", zh="您没有这个令牌。")


class SessionUnknown(NotFound):
    code = "session_unknown"
    text = Text(en="You have no such session.", ko="그런 로그인 기록이 없습니다.", zh="您没有这个登录会话。")


class ProofNeeded(Refusal):
    code = "proof_needed"
    status = 403
    text = Text(
        en="Please prove once more that it is you: by a code or your passkey.",
        ko="본인 확인이 한 번 더 필요합니다. 인증번호나 패스키로 확인해 주세요.",
        zh="请再次确认是您本人：使用验证码或通行密钥。",
    )


class GuestUnknown(NotFound):
    code = "guest_unknown"
    text = Text(
        en="There is no such guest any more.",
        ko="더 이상 없는 비회원입니다.",
        zh="该访客已不存在。",
    )


class ConsentUnknown(NotFound):
    code = "consent_unknown"
    text = Text(
        en="You have not agreed to this, so there is nothing to withdraw.",
        ko="동의하신 적이 없어 철회할 것이 없습니다.",
        zh="您没有同意过此项，无需撤回。",
    )


class ConsentTextOutdated(Refusal):
    code = "consent_text_outdated"
    text = Text(
        en="The text has changed. Please read version {current} first.",
        ko="약관이 바뀌었습니다. 먼저 {current} 버전을 읽어 주세요.",
        zh="条款已更新，请先阅读第 {current} 版。",
    )


class TooManyAddresses(Refusal):
    code = "too_many_addresses"
    text = Text(
        en="You can keep {most} addresses. Remove one first.",
        ko="주소는 {most}개까지 저장됩니다. 먼저 하나를 지워 주세요.",
        zh="最多保存 {most} 个地址，请先删除一个。",
    )


class TooManyTokens(Refusal):
    code = "too_many_tokens"
    text = Text(
        en="You can keep {most} tokens. Remove one first.",
        ko="토큰은 {most}개까지 가질 수 있습니다. 먼저 하나를 지워 주세요.",
        zh="最多拥有 {most} 个令牌，请先删除一个。",
    )


class TooManyGuests(Refusal):
    code = "too_many_guests"
    status = 429
    text = Text(
        en="Too many visits have started from your network. Please sign in, or try again later.",
        ko="같은 네트워크에서 시작된 방문이 너무 많습니다. 로그인하시거나 나중에 다시 시도해 주세요.",
        zh="您所在的网络访问过多。请登录，或稍后再试。",
    )


class TooManyCodes(Refusal):
    code = "too_many_codes"
    status = 429
    text = Text(
        en="Too many codes were asked for. Please try again later.",
        ko="인증번호 요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.",
        zh="验证码请求过于频繁，请稍后再试。",
    )


class StaffCannotBeErased(Refusal):
    code = "staff_cannot_be_erased"
    text = Text(
        en="You still work here. Ask your manager to end your roles first.",
        ko="아직 직원 권한이 있습니다. 먼저 매니저에게 권한 해제를 요청해 주세요.",
        zh="您仍有员工权限，请先请店长取消您的权限。",
    )


class MemberUnknown(NotFound):
    code = "member_unknown"
    text = Text(en="There is no such member.", ko="그런 회원이 없습니다.", zh="没有该会员。")
