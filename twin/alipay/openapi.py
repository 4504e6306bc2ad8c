"""The gateway's door for merchants, /gateway.do: verify, do, sign the answer."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from twin.alipay import methods, pages, signing
from twin.alipay.clock import read_wire_time
from twin.alipay.forms import CHARSETS, FormError, codec_of, read_form
from twin.alipay.refusals import Refused

if TYPE_CHECKING:
    from twin.alipay.gateway import Gateway

WINDOW_MS = 15 * 60_000
"""How far a request's `timestamp` may be from now; on a scaled clock so many real minutes."""


async def answer(http: HttpRequest) -> Response:
    """One request of a merchant, with whatever faults are switched on."""
    gateway: Gateway = http.app.state.gateway
    try:
        parameters = await read_form(http)
    except FormError as error:
        return PlainTextResponse(str(error), status_code=400)
    method = parameters.get("method", "")
    slow = gateway.faults.acts("time_out_requests", method=method)
    if slow is not None:
        await asyncio.sleep(slow.seconds)
    if method in methods.PAGES:
        return _open_pay_page(gateway, parameters)
    payload = _busy() if gateway.faults.acts("error_rate", method=method) else _work(gateway, parameters)
    if gateway.faults.acts("error_after_work", method=method):
        payload = _busy()
    if gateway.faults.acts("drop_response", method=method):
        return CutConnection()
    return signed(gateway, parameters, payload)


def verified(gateway: "Gateway", parameters: dict[str, str]) -> methods.Request:
    """The request behind the parameters. Raises Refused with the Open API's own code for whatever is wrong."""
    for name, missing in (
        ("app_id", "isv.missing-app-id"),
        ("method", "isv.missing-method"),
        ("version", "isv.missing-version"),
        ("timestamp", "isv.missing-timestamp"),
        ("sign_type", "isv.missing-signature-type"),
        ("sign", "isv.missing-signature"),
    ):
        if not parameters.get(name):
            raise Refused(missing, code="40001")
    key = gateway.apps.get(parameters["app_id"])
    if key is None:
        raise Refused("isv.invalid-app-id", code="40002")
    if not methods.is_known(parameters["method"]):
        raise Refused("isv.invalid-method", code="40002")
    if parameters["sign_type"] != "RSA2":
        raise Refused("isv.invalid-signature-type", code="40002")
    if parameters.get("charset", "utf-8").lower() not in CHARSETS:
        raise Refused("isv.invalid-charset", code="40002")
    if parameters.get("format", "JSON").upper() != "JSON":
        raise Refused("isv.invalid-format", code="40002")
    if parameters.get("encrypt_type"):
        raise Refused("isv.decryption-error-not-valid-encrypt-key", code="40002")
    _check_certificates(gateway, parameters)
    if not signing.request_verifies(parameters, key=key, codec=codec_of(parameters)):
        raise Refused("isv.invalid-signature", code="40002")
    _check_time(gateway, parameters["timestamp"])
    if parameters["method"] in methods.WITHOUT_CONTRACT:
        raise Refused("isv.insufficient-isv-permissions", code="40006")
    try:
        content = json.loads(parameters.get("biz_content", "{}"))
    except (ValueError, RecursionError) as error:
        raise Refused("isv.invalid-parameter", code="40002") from error
    if not isinstance(content, dict):
        raise Refused("isv.invalid-parameter", code="40002")
    return methods.Request(
        app_id=parameters["app_id"],
        method=parameters["method"],
        notify_url=parameters.get("notify_url", ""),
        return_url=parameters.get("return_url", ""),
        content=content,
    )


def _check_certificates(gateway: "Gateway", parameters: dict[str, str]) -> None:
    """In certificate mode the merchant says which certificate it signs with, and which root it trusts. Raises Refused."""
    if not (parameters.get("app_cert_sn") or parameters.get("alipay_root_cert_sn")):
        return
    if parameters.get("app_cert_sn") != gateway.certificates.app_sn(parameters["app_id"]):
        raise Refused("isv.invalid-app-cert-sn", code="40002")
    if parameters.get("alipay_root_cert_sn") != gateway.certificates.root_sn:
        raise Refused("isv.invalid-alipay-root-cert-sn", code="40002")


def _check_time(gateway: "Gateway", said: str) -> None:
    """A request is of now, in Beijing: a merchant's clock in another zone is hours away. Raises Refused."""
    try:
        apart_ms = abs(read_wire_time(said) - gateway.clock.now_ms())
    except ValueError as error:
        raise Refused("isv.invalid-timestamp", code="40002") from error
    if apart_ms > WINDOW_MS * max(1.0, gateway.clock.speed):
        raise Refused("isv.invalid-timestamp", code="40002")


def signed(gateway: "Gateway", parameters: dict[str, str], payload: dict[str, Any]) -> Response:
    """The response envelope in the request's character set; the signature covers exactly the bytes of the inner object."""
    method = parameters.get("method", "")
    name = f"{method.replace('.', '_')}_response" if methods.is_known(method) else "error_response"
    charset = parameters.get("charset", "utf-8").lower()
    charset = charset if charset in CHARSETS else "utf-8"
    inner = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(
        CHARSETS[charset], "replace"
    )
    certificate = (
        f'"alipay_cert_sn":"{gateway.certificates.alipay_sn}",' if parameters.get("app_cert_sn") else ""
    )
    rest = f',{certificate}"sign":"{signing.sign_bytes(inner, key=gateway.key)}"}}'
    return Response(
        f'{{"{name}":'.encode() + inner + rest.encode(),
        headers={"content-type": f"text/html;charset={charset}"},
    )


class CutConnection(Response):
    """Promises a body and ends without it, so that the server cuts the connection: the merchant gets no answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start the response and stop."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"512")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def _work(gateway: "Gateway", parameters: dict[str, str]) -> dict[str, Any]:
    try:
        request = verified(gateway, parameters)
        with gateway.book.transaction():
            return methods.METHODS[request.method](gateway, request)
    except Refused as refused:
        return refused.payload()


def _open_pay_page(gateway: "Gateway", parameters: dict[str, str]) -> Response:
    try:
        request = verified(gateway, parameters)
        with gateway.book.transaction():
            trade = methods.open_page(gateway, request)
    except Refused as refused:
        return pages.refusal(gateway, refused)
    return RedirectResponse(f"{gateway.public_url}/qr/{trade.qr}", status_code=302)


def _busy() -> dict[str, str]:
    return Refused("aop.unknow-error", code="20000").payload()
