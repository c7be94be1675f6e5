"""The built app: hashed files for ever, entries never cached, prebuilt brotli where it is."""

import asyncio
import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from server.identity.guard import OPEN
from server.problems import ProblemError
from server.settings import Settings

WORKER = "sw.js"
ENTRIES = {
    "": "index.html",
    "board": "board.html",
    "portal": "portal.html",
    "verify": "verify.html",
}
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
IMMUTABLE = "public, max-age=31536000, immutable"
Asked = Request[Any, Any, Any]
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Static:
    """Files of one built app, known by name from the start: no path from a request is opened."""

    def __init__(self, root: Path, demo_hint: str = "") -> None:
        self.root = root
        self.demo_hint = demo_hint.encode()
        self.files = {
            path.relative_to(root).as_posix(): path
            for path in root.rglob("*")
            if path.is_file() and path.suffix in MEDIA_TYPES
        }
        self.hashes = tuple(sorted({digest for html in self._entries() for digest in html}))

    @classmethod
    def of(cls, settings: Settings, demo_hint: str = "") -> "Static":
        """The folder of the setting, else the one in the wheel, else the checkout's build."""
        here = Path(__file__).resolve().parent
        chosen = Path(settings.static_dir) if settings.static_dir else here / "static"
        if not chosen.is_dir() and not settings.static_dir:
            chosen = here.parent / "pwa" / "dist"
        return cls(chosen, demo_hint)

    def _entries(self) -> list[list[str]]:
        """Hashes of the inline scripts of each entry, for the content security policy."""
        found: list[list[str]] = []
        for name in ENTRIES.values():
            if path := self.files.get(name):
                scripts = INLINE_SCRIPT.findall(path.read_text(encoding="utf-8"))
                found.append(
                    [
                        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                        for text in scripts
                    ]
                )
        return found

    def _hinted(self, path: Path) -> bytes:
        """The technician's page with the demo's logins; in the worker, the hash of that page."""
        page = self.files[ENTRIES[""]].read_bytes()
        hinted = page.replace(b"</head>", self.demo_hint + b"</head>", 1)
        if path.name == ENTRIES[""]:
            return hinted
        return path.read_bytes().replace(_integrity(page), _integrity(hinted))

    def answer(self, name: str, accepts: str, if_none_match: str) -> Response[bytes]:
        """A file with its validators; 404 for what was not built."""
        path = self.files.get(name)
        if path is None:
            raise ProblemError("not_found", {"file": name[:120]})
        headers = {"vary": "accept-encoding"}
        headers["cache-control"] = IMMUTABLE if name.startswith("assets/") else "no-cache"
        if self.demo_hint and name in (ENTRIES[""], WORKER):
            media_type = MEDIA_TYPES[Path(name).suffix]
            return Response(self._hinted(path), headers=headers, media_type=media_type)
        packed = path.with_name(path.name + ".br")
        if "br" in accepts and packed.is_file():
            path = packed
            headers["content-encoding"] = "br"
        stat = path.stat()
        headers["etag"] = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        media_type = MEDIA_TYPES[Path(name).suffix]
        if headers["etag"] == if_none_match:
            return Response(b"", status_code=304, headers=headers, media_type=media_type)
        return Response(path.read_bytes(), headers=headers, media_type=media_type)


def _integrity(page: bytes) -> bytes:
    return base64.b64encode(hashlib.sha256(page).digest())


def static_routes(static: Static) -> list[HTTPRouteHandler]:
    """`/`, `/board`, `/portal`, `/verify` and the files beside them."""

    async def respond(request: Asked, name: str) -> Response[bytes]:
        accepts = request.headers.get("accept-encoding", "")
        known = request.headers.get("if-none-match", "")
        return await asyncio.to_thread(static.answer, name, accepts, known)

    @get([f"/{address}" for address in ENTRIES], opt={OPEN: True}, include_in_schema=False)
    async def entry(request: Asked) -> Response[bytes]:
        return await respond(request, ENTRIES[request.url.path.strip("/")])

    @get("/{path:path}", opt={OPEN: True}, include_in_schema=False)
    async def file(request: Asked, path: FromPath[str]) -> Response[bytes]:
        return await respond(request, path.strip("/"))

    return [entry, file]
