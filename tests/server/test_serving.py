"""How the server is set up around the application."""

from pathlib import Path

import pytest

from server.app import create_app
from server.serving import Server, serve
from server.settings import Settings

PROXY_KEEPS_S = 120  # Caddy's `keepalive`, the longest of those that docs/operations.md shows


def test_connections_outlive_those_of_a_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Server] = []
    monkeypatch.setattr(Server, "run", lambda server: ran.append(server))
    settings = Settings(data_dir=tmp_path)
    serve(create_app(settings), settings)
    assert ran[0].config.timeout_keep_alive > PROXY_KEEPS_S
