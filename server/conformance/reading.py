"""Checks that write nothing."""

import gzip
from typing import Any

import msgspec

from server.conformance.line import Reply
from server.conformance.speaker import Broken, Speaker, code_in, expect
from sync import digest
from sync.canonical import SAFE_INTEGER_MAX
from sync.limits import PAGE_ROWS_MAX, REQUEST_BYTES_MAX
from sync.protocol import Cursor

URGENT_ROWS_MAX = 200  # a first page may bring so many more
REPAIRED_MAX = 8
OTHER_EPOCH = "~~~~~~~~"
NOBODY = "conformance-nobody"


def refused(reply: Reply, status: int, code: str) -> None:
    """The one error shape with this status and code."""
    got = f"{reply.status}{code_in(reply)}"
    expect(reply.status == status, f"{got} instead of {status} ({code})")
    expect(reply.content_type == "application/json", f"{got} is no JSON")
    body: Any = reply.json()
    expect(isinstance(body, dict), f"{got} is no object")
    expect(set(body) == {"code", "message", "detail"}, f"{got} has other members: {sorted(body)}")
    expect(body["code"] == code, f"{got} instead of {status} ({code})")
    expect(bool(body["message"]), f"{got} says nothing to people")


def strangers(speaker: Speaker) -> None:
    """without a token: 401 signed_out; a wrong password: 401 bad_login"""
    refused(speaker.ask("POST", "/sync", b"[]", ""), 401, "signed_out")
    said = msgspec.json.encode({"login": NOBODY, "password": "not the password"})
    refused(speaker.ask("POST", "/api/v1/session", said, ""), 401, "bad_login")


def versions(speaker: Speaker) -> None:
    """another protocol: 400 wrong_protocol; another schema: 409 schema_unknown"""
    refused(speaker.post(speaker.envelope(protocol=2)), 400, "wrong_protocol")
    refused(speaker.post(speaker.envelope(schema="0" * 16)), 409, "schema_unknown")


def garbage(speaker: Speaker) -> None:
    """what is no request is refused whole: 400 broken_envelope"""
    far = Cursor("", SAFE_INTEGER_MAX + 1)
    bodies: dict[str, Any] = {
        "an object": {"protocol": 1},
        "an empty list": [],
        "a short nonce": speaker.envelope("abc"),
        "a replica in capitals": speaker.envelope(replica=speaker.replica.upper()),
        "a floor beyond 2^53": speaker.envelope(cursor=far),
        "a negative count": speaker.envelope(waiting=-1),
        "a text for a number": speaker.envelope(device_ms="now"),
    }
    raw = {name: msgspec.json.encode(body) for name, body in bodies.items()}
    whole = msgspec.json.encode(speaker.envelope())
    raw |= {"nothing": b"", "half a request": whole[:-9], "no UTF-8": b'["\xff\xfe"]'}
    for name, body in raw.items():
        _broken(name, speaker.ask("POST", "/sync", body))
    zipped = gzip.compress(whole)
    for name, body, encoding in (
        ("gzip that ends early", zipped[:-9], "gzip"),
        ("gzip that is none", whole, "gzip"),
        ("an unknown coding", whole, "zstd"),
    ):
        _broken(name, speaker.ask("POST", "/sync", body, None, content_encoding=encoding))


def _broken(name: str, reply: Reply) -> None:
    try:
        refused(reply, 400, "broken_envelope")
    except Broken as error:
        raise Broken(f"{name}: {error}") from error


def bounds(speaker: Speaker) -> None:
    """more than a request may hold, unzipped too: 413 too_large"""
    bomb = gzip.compress(b" " * (REQUEST_BYTES_MAX + 1))
    refused(speaker.ask("POST", "/sync", bomb, None, content_encoding="gzip"), 413, "too_large")


def forms(speaker: Speaker) -> None:
    """defaults may be left out, gzip is read, and fields of a later version are passed over"""
    body = speaker.envelope()
    speaker.answer(body[:8])
    speaker.answer([*body, "a later field", 7])
    zipped = gzip.compress(msgspec.json.encode(body))
    speaker.read(speaker.ask("POST", "/sync", zipped, None, content_encoding="gzip"), body[3])


def marks(speaker: Speaker) -> None:
    """an answer can be told from a login page: JSON, protocol and nonce, in the coding asked for"""
    for accepts in ("", "gzip"):
        body = speaker.envelope()
        reply = speaker.post(body, accept_encoding=accepts)
        expect(
            reply.encoding in ("", accepts),
            f"it is coded in {reply.encoding}, asked for was “{accepts}”",
        )
        speaker.read(reply, body[3])
        is_clear = reply.plain()[:1] == b"["
        expect(is_clear, "the body does not begin with a list")
    expect("br" not in reply.encoding, "it is coded in br, which was not asked for")


def first_sync(speaker: Speaker) -> None:
    """a first sync ends, its pages keep their bound, and its rows give digest and count"""
    answer = speaker.answer(speaker.envelope(cursor=Cursor()))
    expect(answer.fresh, "the first page is not marked as fresh")
    pages = [speaker.take(answer)]
    if answer.more:
        pages += speaker.catch_up()
    else:
        mine = speaker.rows.total()
        theirs = (answer.digest, answer.count)
        expect(mine == theirs, f"digest and count are {theirs}, the rows give {mine}")
    most = max(pages)
    limit = PAGE_ROWS_MAX + URGENT_ROWS_MAX
    expect(most <= limit, f"a page brings {most} rows, more than {limit}")


def nothing_new(speaker: Speaker) -> None:
    """at the head the next answer brings no row, and the same digest"""
    told = [speaker.catch_up() for _ in range(5)]  # others go on working meanwhile
    expect([0] in told, f"rows keep coming: {told[-1][0]} in the fifth answer")


def cursors(speaker: Speaker) -> None:
    """a cursor of another epoch or beyond the head starts anew, marked as fresh"""
    known = speaker.rows.cursor
    for cursor in (Cursor(OTHER_EPOCH, known.floor), Cursor(known.epoch, known.floor + 10**9)):
        answer = speaker.answer(speaker.envelope(cursor=cursor))
        expect(answer.fresh, f"cursor [{cursor.epoch}, {cursor.floor}] does not start anew")
        expect(
            answer.cursor.epoch == known.epoch,
            f"the epoch is {answer.cursor.epoch}, then {known.epoch}",
        )


def repair(speaker: Speaker) -> None:
    """sums that differ in one part bring the rows of that part, and name it"""
    speaker.catch_up()
    place = next(iter(speaker.rows.held), None)
    if place is None:
        return
    part = digest.part_of(place[1])
    sums = speaker.rows.parts()
    sums[part] = (sums[part] + 1) % 2**32
    answer = speaker.answer(speaker.envelope(sums=digest.parts_text(sums)))
    expect(part in answer.repaired, f"part {part} differs, and is not among {answer.repaired}")
    expect(len(answer.repaired) <= REPAIRED_MAX, f"{len(answer.repaired)} parts in one answer")
    speaker.rows.held[place].values[:] = [None] * len(speaker.rows.held[place].values)
    speaker.take(answer)
    expect(speaker.rows.total() == (answer.digest, answer.count), "repaired rows do not add up")
    refused(speaker.post(speaker.envelope(sums="AAAA")), 400, "broken_envelope")


def sign_out(speaker: Speaker) -> None:
    """signing out: 204, and the token is worth nothing any more"""
    reply = speaker.ask("DELETE", "/api/v1/session")
    expect(reply.status == 204, f"status {reply.status} instead of 204{code_in(reply)}")
    refused(speaker.post(speaker.envelope()), 401, "signed_out")


def no_redirect(speaker: Speaker) -> None:
    """nothing that was asked led anywhere else, not even a wrong method"""
    speaker.ask("GET", "/sync")
    expect(not speaker.redirects, f"it redirects: {'; '.join(speaker.redirects)}")


CHECKS = (
    strangers,
    versions,
    garbage,
    bounds,
    forms,
    marks,
    first_sync,
    nothing_new,
    cursors,
    repair,
)
LAST = (no_redirect, sign_out)
