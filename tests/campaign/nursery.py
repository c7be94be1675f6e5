"""Grows servers quickly: imports everything once, then forks one `fieldward serve` at a time.

Three hundred starts would spend most of their time on importing. What is forked is the shipped
command in a process of its own, which can be killed without a word.

A line `{"environment", "log"}` starts one and answers its pid; `{"reap": pid}` waits for its end.
"""

import json
import os
import sys
from typing import Any

from server.cli import main as fieldward


def grow(ask: dict[str, Any]) -> int:
    """Start a server; its pid."""
    pid = os.fork()
    if pid:
        return pid
    log = os.open(ask["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ.update(ask["environment"])
    status = 1
    try:
        status = fieldward(["serve"])
    finally:
        os._exit(status)


def main() -> None:
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        ask = json.loads(line)
        answer = os.waitpid(ask["reap"], 0)[1] if "reap" in ask else grow(ask)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
