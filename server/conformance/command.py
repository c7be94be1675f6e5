"""`fieldward conformance` as a person at a terminal meets it."""

import argparse
from collections.abc import Callable, Sequence
from getpass import getpass

import msgspec

from server.conformance import reading, writing
from server.conformance.line import CannotReach, Send, line_to
from server.conformance.speaker import Broken, Speaker, code_in
from server.gateway.gateway import now_ms
from server.settings import Settings

DEVICE = "conformance"
Check = Callable[[Speaker], None]


class CannotCheck(Exception):
    """Said to the person at the terminal as it is."""


class Verdict(msgspec.Struct, frozen=True):
    """One line. `fault` is empty when the server does as the protocol says."""

    name: str
    words: str
    fault: str

    def line(self) -> str:
        return f"{'FAIL' if self.fault else 'ok  '} {self.words}" + (
            f"\n     {self.name}: {self.fault}" if self.fault else ""
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "url", metavar="URL", help="the server, as https://host or http://host:port"
    )
    parser.add_argument("--login", required=True, help="an account of its own is best")
    parser.add_argument("--password", help="asked for when it is not given")
    parser.add_argument("--read-only", action="store_true", help="say no entries at all")
    parser.add_argument(
        "--any-certificate", action="store_true", help="do not check the server's certificate"
    )


def run(_: Settings, chosen: argparse.Namespace) -> int:
    """Check from outside that a running server speaks the protocol."""
    password = chosen.password or getpass("Password: ")
    try:
        send = line_to(chosen.url, is_any_certificate=chosen.any_certificate)
        found = check(send, chosen.login, password, is_read_only=chosen.read_only, tell=print)
    except CannotReach as error:
        raise CannotCheck(str(error)) from error
    failed = sum(bool(each.fault) for each in found)
    print(f"{len(found)} checks, {failed} failed.")
    return int(failed > 0)


def check(
    send: Send,
    login: str,
    password: str,
    *,
    is_read_only: bool,
    tell: Callable[[str], None],
    names: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """Sign in, run every check (or those of these names), and sign out.

    Raises CannotCheck, CannotReach.
    """
    speaker = Speaker(send, now_ms)
    _sign_in(speaker, login, password)
    checks: Sequence[Check] = (
        *reading.CHECKS,
        *(() if is_read_only else writing.CHECKS),
        *reading.LAST,
    )
    return [_judge(each, speaker, tell) for each in checks if not names or each.__name__ in names]


def _sign_in(speaker: Speaker, login: str, password: str) -> None:
    said = {"login": login, "password": password, "device_name": DEVICE}
    reply = speaker.ask("POST", "/api/v1/session", msgspec.json.encode(said))
    try:
        speaker.token = reply.json()["token"]
    except (ValueError, LookupError, TypeError) as error:
        raise CannotCheck(
            f"“{login}” cannot sign in: status {reply.status}{code_in(reply)}."
            " Check address, login and password."
        ) from error


def _judge(check_one: Check, speaker: Speaker, tell: Callable[[str], None]) -> Verdict:
    fault = ""
    try:
        check_one(speaker)
    except Broken as error:
        fault = str(error)
    except ValueError as error:
        fault = f"the answer cannot be read: {error}"
    verdict = Verdict(check_one.__name__, " ".join((check_one.__doc__ or "").split()), fault)
    tell(verdict.line())
    return verdict
