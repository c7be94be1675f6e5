"""A bad line between phone and server: it carries everything, but loses one answer."""

import gzip
import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ENTRIES = 8  # position in the request's array
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


def carries_entries(path: str, body: bytes, encoding: str) -> bool:
    if path != "/sync":
        return False
    text = gzip.decompress(body) if encoding == "gzip" else body
    return bool(json.loads(text)[ENTRIES])


class LossyProxy:
    """HTTP proxy in front of one origin; `lost` counts the answers that it swallowed."""

    def __init__(self, upstream: str) -> None:
        self.lost = 0
        self.is_armed = False
        self._upstream = urlsplit(upstream).netloc
        self._httpd = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._httpd.daemon_threads = True
        self._thread = threading.Thread(target=self._httpd.serve_forever, daemon=True)
        self.origin = f"http://127.0.0.1:{self._httpd.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()
        self._thread.join()

    def _loses(self, path: str, body: bytes, encoding: str) -> bool:
        if not self.is_armed or not carries_entries(path, body, encoding):
            return False
        self.is_armed = False
        self.lost += 1
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Relay(BaseHTTPRequestHandler):
            def relay(self) -> None:
                self.close_connection = True
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                encoding = self.headers.get("Content-Encoding", "")
                line = http.client.HTTPConnection(proxy._upstream)
                try:
                    line.request(self.command, self.path, body, dict(self.headers.items()))
                    answer = line.getresponse()
                    if proxy._loses(self.path, body, encoding):
                        answer.read()
                        return
                    self.pass_on(answer)
                except (OSError, http.client.HTTPException):
                    return  # one of the two ends is gone: the other learns it by the closed line
                finally:
                    line.close()

            def pass_on(self, answer: http.client.HTTPResponse) -> None:
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                while part := answer.read1():
                    self.wfile.write(part)
                    self.wfile.flush()

            do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = relay

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        return Relay
