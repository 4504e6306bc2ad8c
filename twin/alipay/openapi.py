"""The gateway's door for merchants, /gateway.do: verify, do, sign the answer."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from twin.alipay import methods, pages, signing
from twin.alipay.clock import read_wire_time
from twin.alipay.forms import FormError, read_form
from twin.alipay.refusals import Refused

if TYPE_CHECKING:
    from twin.alipay.gateway import Gateway


async def answer(http: HttpRequest) -> Response:
    """One request of a merchant, with whatever faults are switched on."""
    gateway: Gateway = http.app.state.gateway
    try:
        parameters = await read_parameters(http)
    except FormError as error:
        return PlainTextResponse(str(error), status_code=400)
    method = parameters.get("method", "")
    slow = gateway.faults.acts("time_out_requests", method=method)
    if slow is not None:
        await asyncio.sleep(slow.seconds)
    if method == methods.WAP_PAY:
        return _open_pay_page(gateway, parameters)
    payload = _busy() if gateway.faults.acts("error_rate", method=method) else _work(gateway, parameters)
    if gateway.faults.acts("error_after_work", method=method):
        payload = _busy()
    if gateway.faults.acts("drop_response", method=method):
        return CutConnection()
    return signed(gateway, method, payload)


async def read_parameters(http: HttpRequest) -> dict[str, str]:
    """Query and form together, as Alipay takes them. Raises FormError."""
    form = await read_form(http) if http.method == "POST" else {}
    return {**http.query_params, **form}


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
    if parameters["method"] not in methods.METHODS and parameters["method"] != methods.WAP_PAY:
        raise Refused("isv.invalid-method", code="40002")
    if parameters["sign_type"] != "RSA2":
        raise Refused("isv.invalid-signature-type", code="40002")
    if parameters.get("charset", "utf-8").lower() != "utf-8":
        raise Refused("isv.invalid-charset", code="40002")
    if parameters.get("format", "JSON").upper() != "JSON":
        raise Refused("isv.invalid-format", code="40002")
    if not signing.request_verifies(parameters, key=key):
        raise Refused("isv.invalid-signature", code="40002")
    try:
        read_wire_time(parameters["timestamp"])
    except ValueError as error:
        raise Refused("isv.invalid-timestamp", code="40002") from error
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


def signed(gateway: "Gateway", method: str, payload: dict[str, Any]) -> Response:
    """The response envelope; the signature covers exactly the bytes of the inner object."""
    known = method in methods.METHODS
    name = f"{method.replace('.', '_')}_response" if known else "error_response"
    inner = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    sign = signing.sign(inner, key=gateway.key)
    return Response(f'{{"{name}":{inner},"sign":"{sign}"}}', media_type="application/json;charset=utf-8")


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
            trade = methods.open_wap(gateway, request)
    except Refused as refused:
        return pages.refusal(gateway, refused)
    return RedirectResponse(f"{gateway.public_url}/qr/{trade.qr}", status_code=302)


def _busy() -> dict[str, str]:
    return Refused("aop.unknow-error", code="20000").payload()
