"""Asks a server the same paths in turn, one at a time: python -m benchmarks.kit.caller.

Arguments: port, token, rounds, paths. A process of its own, so that its work is not counted as
the server's. Prints the length of the last answer; ends with an error at any other than 200.
"""

import http.client
import sys


def main(port: str, token: str, rounds: str, *paths: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    length = 0
    for _ in range(int(rounds)):
        for path in paths:
            connection.request("GET", path, headers={"authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                sys.exit(f"{path}: {answer.status} {body[:300]!r}")
            length = len(body)
    print(length)


if __name__ == "__main__":
    main(*sys.argv[1:])
