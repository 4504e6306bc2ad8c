"""Why a receiver gave no answer: a code for programs, and words that say to people where to look."""

import socket
import ssl
from collections.abc import Iterator

import httpcore
from django.db import models

from newretail.kernel.text import Text
from newretail.webhooks.errors import AddressRefused

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
TOTAL_SECONDS = 8.0


class Cause(models.TextChoices):
    NONE = "", "it answered"
    ADDRESS_REFUSED = "address_refused", "an address that no message may go to"
    NAME_UNKNOWN = "name_unknown", "the name could not be resolved"
    REFUSED = "connection_refused", "the connection was refused"
    UNREACHABLE = "unreachable", "no way leads there"
    NO_CONNECTION = "no_connection_in_time", "no connection in time"
    CERTIFICATE = "certificate_refused", "its certificate is not believed"
    TLS = "tls_failed", "no secure connection"
    NO_ANSWER = "no_answer_in_time", "no answer in time"
    BROKEN_OFF = "broken_off", "the connection broke off"
    NO_HTTP = "no_http", "it does not speak HTTP"
    UNFORESEEN = "unforeseen", "something nobody foresaw"


_WORDS = {
    Cause.ADDRESS_REFUSED: AddressRefused.text,
    Cause.NAME_UNKNOWN: Text(
        en="The receiver's name could not be resolved. Check the address, and the name in the DNS.",
        ko="수신 서버의 이름을 찾을 수 없습니다. 주소와 DNS를 확인해 주세요.",
        zh="无法解析接收方的域名，请检查地址和 DNS。",
    ),
    Cause.REFUSED: Text(
        en="The connection was refused: nothing listens at this address and port.",
        ko="연결이 거부되었습니다. 이 주소와 포트에서 받는 프로그램이 없습니다.",
        zh="连接被拒绝：该地址和端口上没有程序在监听。",
    ),
    Cause.UNREACHABLE: Text(
        en="The receiver cannot be reached: no way through the network leads there.",
        ko="수신 서버에 닿을 수 없습니다. 네트워크 경로가 없습니다.",
        zh="无法到达接收方：网络不通。",
    ),
    Cause.NO_CONNECTION: Text(
        en="No connection within {seconds} seconds. Is a firewall in between?",
        ko="{seconds}초 안에 연결되지 않았습니다. 방화벽이 막고 있지 않은지 확인해 주세요.",
        zh="{seconds} 秒内未能建立连接，请检查是否被防火墙拦截。",
    ),
    Cause.CERTIFICATE: Text(
        en="The receiver's TLS certificate is not accepted: it is expired, for another name, or of an unknown authority.",
        ko="수신 서버의 TLS 인증서를 믿을 수 없습니다. 만료되었거나 이름이 다르거나 발급 기관을 알 수 없습니다.",
        zh="接收方的 TLS 证书不被接受：已过期、域名不符，或颁发机构未知。",
    ),
    Cause.TLS: Text(
        en="No secure connection came about: TLS failed. Does this port speak https?",
        ko="보안 연결(TLS)에 실패했습니다. 이 포트가 https인지 확인해 주세요.",
        zh="安全连接（TLS）建立失败，请确认该端口使用 https。",
    ),
    Cause.NO_ANSWER: Text(
        en="Connected, but no answer in time: {seconds} seconds for a step, {all} in all.",
        ko="연결되었지만 제때 응답이 없습니다. 단계마다 {seconds}초, 모두 {all}초까지 기다립니다.",
        zh="已连接，但未及时应答：每步最多 {seconds} 秒，总共 {all} 秒。",
    ),
    Cause.BROKEN_OFF: Text(
        en="The receiver broke the connection off before it had answered.",
        ko="수신 서버가 응답하기 전에 연결을 끊었습니다.",
        zh="接收方在应答之前中断了连接。",
    ),
    Cause.NO_HTTP: Text(
        en="What answered there does not speak HTTP.",
        ko="응답이 HTTP 형식이 아닙니다.",
        zh="对方的应答不是 HTTP。",
    ),
    Cause.UNFORESEEN: Text(
        en="It could not be sent, for a reason nobody foresaw. The server's log has it.",
        ko="예상하지 못한 이유로 보내지 못했습니다. 서버 로그를 확인해 주세요.",
        zh="因未预料到的原因未能发送，详见服务器日志。",
    ),
}
_SECONDS = {
    Cause.NO_CONNECTION: {"seconds": f"{CONNECT_SECONDS:g}"},
    Cause.NO_ANSWER: {"seconds": f"{ANSWER_SECONDS:g}", "all": f"{TOTAL_SECONDS:g}"},
}
_OF_ERRORS: tuple[tuple[type[BaseException], Cause], ...] = (
    (AddressRefused, Cause.ADDRESS_REFUSED),
    (socket.gaierror, Cause.NAME_UNKNOWN),
    (UnicodeError, Cause.NAME_UNKNOWN),
    (ssl.SSLCertVerificationError, Cause.CERTIFICATE),
    (ssl.SSLError, Cause.TLS),
    (ConnectionRefusedError, Cause.REFUSED),
    (httpcore.ConnectTimeout, Cause.NO_CONNECTION),
    (httpcore.TimeoutException, Cause.NO_ANSWER),
    (httpcore.ConnectError, Cause.UNREACHABLE),
    (httpcore.NetworkError, Cause.BROKEN_OFF),
    (ConnectionError, Cause.BROKEN_OFF),
    (httpcore.ProtocolError, Cause.NO_HTTP),
    (OSError, Cause.UNREACHABLE),
)
"""The first that fits an error, or what it was raised from, is the cause: the narrower ones come first."""
_HUNG_UP = "Server disconnected"


def cause_of(error: BaseException) -> Cause:
    """What an error on the way to a receiver amounts to."""
    if isinstance(error, httpcore.RemoteProtocolError) and _HUNG_UP in str(error):
        return Cause.BROKEN_OFF
    found = list(_with_reasons(error))
    fitting = (cause for kind, cause in _OF_ERRORS if any(isinstance(each, kind) for each in found))
    return next(fitting, Cause.UNFORESEEN)


def words(cause: str) -> str:
    """The cause in the reader's language; nothing for a receiver that answered."""
    text = _WORDS.get(Cause(cause))
    return text.say(**_SECONDS.get(Cause(cause), {})) if text else ""


def _with_reasons(error: BaseException | None) -> Iterator[BaseException]:
    """The library hides some of its reasons (`from None`), so the context counts too."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
