"""Headers of requests, and those that every document carries. `/sync` has none: its bytes are a
budget."""

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from server.settings import Settings

BARE_PATHS = ("/sync", "/live")
DOCS_PATH = "/schema"


def header_of(scope: Scope, name: bytes) -> str:
    """A header of a request, named in lower case; "" where there is none. The framework's own
    look-up decodes all of them first, and again in each of its layers."""
    for key, value in scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return ""


class SecurityHeaders:
    """Raw ASGI: adds a strict policy to answers that are not sync traffic."""

    def __init__(self, app: ASGIApp, settings: Settings, script_hashes: tuple[str, ...]) -> None:
        self.app = app
        scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in script_hashes)])
        tiles = f" {settings.tiles_url.split('{', maxsplit=1)[0]}" if settings.tiles_url else ""
        policy = "; ".join(
            (
                "default-src 'self'",
                f"script-src {scripts} 'wasm-unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                f"img-src 'self' blob: data:{tiles}",
                f"connect-src 'self' blob: data:{tiles}",
                "media-src 'self' blob:",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )
        self._headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=(self)"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]
        if settings.origin.startswith("https:"):
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"] if scope["type"] == "http" else BARE_PATHS[0]
        if path in BARE_PATHS or path.startswith(DOCS_PATH):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self.app(scope, receive, send_with_headers)
