"""uvicorn around the application, and the lines a person reads when it starts."""

import gc
from collections.abc import Sequence

import uvicorn
from litestar import Litestar

from server.demo import logins
from server.settings import Settings

GRACE_S = 3
# A connection is kept longer than a proxy in front keeps it (Caddy 2 min, nginx 1): who closes
# first must be the one who asks, else a request meets a door that is just being shut.
KEPT_S = 150
BODY_NOTE = "Phones need https: set FIELDWARD_TLS_CERTIFICATE and _KEY, or serve behind a proxy."


def banner(settings: Settings, *, demo_cities: Sequence[str] = ()) -> str:
    """Addresses and what to know, before the first request."""
    origin = settings.origin
    lines = [
        f"  technician     {origin}/",
        f"  board          {origin}/board",
        f"  portal         {origin}/portal",
        f"  verifier       {origin}/verify",
        f"  API            {origin}/schema/openapi.json",
        f"  health         {origin}/healthz",
    ]
    if demo_cities:
        lines.append(f"  demo logins    {logins.in_words(demo_cities)}")
    if not origin.startswith("https:"):
        lines.append(f"  {BODY_NOTE}")
    return "\n".join(["Fieldward is serving.", *lines])


def settle_heap() -> None:
    """Once all is loaded: what stays for good is never searched for garbage again, and the rest
    less often. Otherwise a fifth of a push goes into looking through imported modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class Server(uvicorn.Server):
    """Says where it serves only once it does."""

    def __init__(self, config: uvicorn.Config, text: str) -> None:
        super().__init__(config)
        self._text = text

    async def startup(self, sockets: list[object] | None = None) -> None:  # pyright: ignore
        await super().startup(sockets)  # pyright: ignore[reportArgumentType]
        if self.started:
            settle_heap()
            print(self._text, flush=True)


def serve(app: Litestar, settings: Settings, *, demo_cities: Sequence[str] = ()) -> None:
    """Until a signal. Streams end themselves; whatever is still open after 3 s is cut."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_certificate or None,
        ssl_keyfile=settings.tls_key or None,
        proxy_headers=settings.behind_proxy,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=KEPT_S,
        server_header=False,
        date_header=False,
        access_log=False,
        log_level="warning",
    )
    Server(config, banner(settings, demo_cities=demo_cities)).run()
