"""`fieldward heads`, `export` and `verify` as a person at a terminal meets them."""

import argparse
import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from server.backup.writing import in_snapshot
from server.db.migrate import with_connection
from server.evidence.exporting import CannotExport, Progress, export_chain
from server.evidence.heads import ChainChanged, sign_head
from server.evidence.keys import chain_key, is_signed
from server.evidence.page import VERIFIER, write_page
from server.evidence.queries import heads_of
from server.evidence.words import lines, proof_lines
from server.firm import firms
from server.gateway.gateway import Gateway
from server.settings import Settings
from sync.evidence import BrokenLine, Head, read_line, write_line
from sync.findings import Report, Trust
from sync.proof import START, VALID, Judged, judge
from sync.verify import Verifier

OpenGateway = Callable[[Settings], Gateway]
HASH_LENGTH = 64
PROOF_BYTES_MAX = 16 * 1024 * 1024  # a document has 2 MB at most, a thousand links 100 KB


class CannotVerify(Exception):
    """Said to the person at the terminal as it is."""


REFUSALS = (CannotExport, CannotVerify, ChainChanged)


def add_heads_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("--sign", action="store_true", help="sign what happened since the last one")
    word.add_argument("--key", action="store_true", help="only the public key, to be published")


def add_chain_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", type=Path, metavar="FILE", help="a new file")
    word.add_argument("--page", action="store_true", help=f"write {VERIFIER} beside it, too")


def add_verifier_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", type=Path, metavar="FILE", help="a new file")


def add_verify_arguments(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", type=Path, metavar="FILE", help="an exported chain, or a proof")
    word.add_argument("--key", action="append", default=[], help="a public key you trust, in hex")
    word.add_argument("--head", type=Path, metavar="FILE", help="heads you were given, one a line")
    word.add_argument("--paper", default="", help="the fingerprint at the foot of your paper")


def heads(settings: Settings, chosen: argparse.Namespace, open_gateway: OpenGateway) -> list[str]:
    """The signed heads as lines to hand to a witness. Raises ChainChanged."""
    if chosen.key:
        return [chain_key(settings.data_dir).key.public]
    tenant_id = _only_firm(settings)
    if chosen.sign:
        asyncio.run(_sign(open_gateway(settings), settings.data_dir, tenant_id))
    found = with_connection(settings.url, lambda c: heads_of(c, tenant_id))
    return [write_line(head).decode() for head in found]


def export(
    settings: Settings, chosen: argparse.Namespace, now_ms: int, progress: Progress
) -> list[str]:
    """What was written, as lines to print. Raises CannotExport."""
    tenant_id, file = _only_firm(settings), Path(chosen.file)
    made = in_snapshot(
        settings.url,
        lambda c: export_chain(c, tenant_id, settings.data_dir, file, now_ms, progress),
    )
    said = [f"Written: {file}, “{made.firm}”, {made.events} events, {made.heads} signed heads."]
    if chosen.page:
        said.append(f"Written: {write_page(settings, file.with_name(VERIFIER))}")
    return said


def verify(chosen: argparse.Namespace, progress: Progress) -> tuple[list[str], bool]:
    """Findings as lines to print, and whether the file is whole. Raises CannotVerify."""
    for key in chosen.key:
        if not _is_hash(key):
            raise CannotVerify(f"{key} is no public key: 64 hexadecimal digits, in lower case.")
    file, paper = Path(chosen.file), chosen.paper.replace(" ", "")
    if paper and not _is_hash(paper):
        raise CannotVerify(f"{paper} is no fingerprint: 64 hexadecimal digits, in lower case.")
    if is_proof(file):
        judged = check_proof(file, tuple(chosen.key), paper)
        return list(proof_lines(judged)), judged.verdict == VALID
    given = _given(chosen.head) if chosen.head else ()
    report = check(file, Trust(tuple(chosen.key), tuple(given)), progress)
    return list(lines(report)), report.is_whole


def is_proof(file: Path) -> bool:
    """Whether the file is the proof of a paper, and no chain. Raises CannotVerify."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(START)) == START
    except OSError as error:
        raise CannotVerify(f"{file} cannot be read: {error.strerror}") from error


def check_proof(file: Path, trusted: tuple[str, ...], paper: str) -> Judged:
    """The file is read whole: it is small."""
    with file.open("rb") as opened:
        return judge(opened.read(PROOF_BYTES_MAX), trusted, paper, is_signed)


def check(file: Path, trust: Trust, progress: Progress) -> Report:
    """Read the file once, line by line. Raises CannotVerify where it cannot be opened."""
    verifier, done_bytes = Verifier(trust, is_signed), 0
    try:
        size_bytes = file.stat().st_size
        with file.open("rb") as opened:
            for number, text in enumerate(opened, start=1):
                done_bytes += len(text)
                if not text.endswith(b"\n"):
                    return verifier.close(rest=text)
                verifier.read(text[:-1])
                if number % 1_000 == 0 or done_bytes == size_bytes:
                    progress(done_bytes, size_bytes)
    except OSError as error:
        raise CannotVerify(f"{file} cannot be read: {error.strerror}") from error
    return verifier.close()


def _is_hash(text: str) -> bool:
    return len(text) == HASH_LENGTH and not set(text) - set("0123456789abcdef")


def _given(file: Path) -> Iterator[Head]:
    try:
        for text in file.read_bytes().splitlines():
            line = read_line(text)
            if isinstance(line, Head):
                yield line
    except (OSError, BrokenLine) as error:
        raise CannotVerify(f"{file} holds no heads as `fieldward heads` prints them.") from error


def _only_firm(settings: Settings) -> str:
    here = with_connection(settings.url, firms)
    if len(here) != 1:
        raise CannotExport("This needs a database with one firm in it: `fieldward init` founds it.")
    return here[0][0]


async def _sign(gateway: Gateway, data_dir: Path, tenant_id: str) -> None:
    await gateway.start()
    try:
        await sign_head(gateway.database, data_dir, tenant_id, gateway.clock())
    finally:
        await gateway.stop()
