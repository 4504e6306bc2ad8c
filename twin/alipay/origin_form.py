"""RFC 9112, 3.2.2: a server takes the absolute form of a request's target too (`POST http://host/gateway.do`), as some clients send it."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class OriginForm:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("http://", "https://")):
            path = urlsplit(scope["path"]).path or "/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)
