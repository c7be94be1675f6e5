"""Asks a server one thing after another, from a process of its own: its work is not the server's.

    python -m benchmarks.kit.caller PORT TOKEN < asked

Each line of `asked` is JSON: method, path, and in base64 the body (a body goes out in gzip, as a
phone's does). Prints the length of the last answer; ends with an error at any other than 200.
"""

import base64
import gzip
import http.client
import json
import sys

PACKED_FROM_BYTES = 300


def main(port: str, token: str) -> None:
    asked = [json.loads(line) for line in sys.stdin]
    head = {"authorization": f"Bearer {token}", "accept-encoding": "gzip, br"}
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    length = 0
    for method, path, text in asked:
        body, headers = base64.b64decode(text), dict(head)
        if body:
            headers["content-type"] = "application/json"
        if len(body) > PACKED_FROM_BYTES:
            body, headers["content-encoding"] = gzip.compress(body, mtime=0), "gzip"
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {told[:300]!r}")
        length = len(told)
    print(length)


if __name__ == "__main__":
    main(*sys.argv[1:])
