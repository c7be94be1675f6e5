"""A request of a phone, answered as the routes do: past Litestar for volume, or through it."""

import base64
from typing import Any, cast
from urllib.parse import urlsplit

from litestar import Litestar

from server.app import create_app
from server.attachments.lane import Lane
from server.gateway.routes import DECODER
from server.problems import ProblemError, problem_handler
from server.settings import Settings
from sync.limits import REQUEST_BYTES_MAX
from tests.simulation.house import House

Answer = dict[str, Any]  # status, headers, body (text) or bytes (base64)


async def direct(house: House, asked: dict[str, Any]) -> Answer:
    """`POST /sync` as guard and route do it, without the framework around them."""
    days = house.disk.settings.session_days
    try:
        actor = await house.sessions.actor_of(asked["token"], days)
        if actor is None:
            actor = await house.sessions.revoked_actor_of(asked["token"], days)
        if actor is None:
            raise ProblemError("signed_out")
        body = asked["body"].encode()
        if len(body) > REQUEST_BYTES_MAX:
            raise ProblemError("too_large")
        text, _ = await house.gateway.sync(actor, DECODER.decode(body), "")
    except Exception as error:
        said = problem_handler(cast(Any, None), error)
        return _answer(said.status_code or 500, cast(bytes, said.content))
    return _answer(200, text)


def _answer(status: int, body: bytes) -> Answer:
    return {"status": status, "headers": JSON, "body": body.decode()}


JSON = {"content-type": "application/json"}


class Framework:
    """The shipped application, composed once; each history puts its own gateway into it."""

    def __init__(self, settings: Settings) -> None:
        # With a gateway that nobody asks: composing attaches to it, and histories must be alike.
        self._app: Litestar = create_app(settings)

    async def answer(self, house: House, asked: dict[str, Any]) -> Answer:
        state = self._app.state
        if state.gateway is not house.gateway:
            state.gateway = house.gateway
            state.sessions = house.sessions
            state.settings = house.disk.settings
            state.lane = Lane(house.disk.settings.data_dir, house.gateway)
        return await _call(self._app, asked)


async def _call(app: Litestar, asked: dict[str, Any]) -> Answer:
    """One request by ASGI."""
    url = urlsplit(asked["path"])
    body = base64.b64decode(asked["bytes"]) if "bytes" in asked else asked["body"].encode()
    headers = {
        "host": "simulation",
        **asked["headers"],
        "authorization": f"Bearer {asked['token']}",
    }
    # Where the line went dead within a body, its head told of more.
    is_cut = "whole_bytes" in asked
    if asked["method"] != "GET":
        headers["content-length"] = str(asked.get("whole_bytes", len(body)))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked["method"],
        "scheme": "http",
        "path": url.path,
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("simulation", 80),
    }
    sent: list[Any] = []
    received = iter([{"type": "http.request", "body": body, "more_body": is_cut}])

    async def receive() -> Any:
        return next(received, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    await app(cast(Any, scope), receive, send)
    if not sent:  # nobody is there to be answered
        return {"status": 499, "headers": {}, "bytes": ""}
    head = sent[0]
    whole = b"".join(each.get("body", b"") for each in sent[1:])
    found = {name.decode().lower(): text.decode() for name, text in head["headers"]}
    return {
        "status": head["status"],
        "headers": found,
        "bytes": base64.b64encode(whole).decode(),
    }
