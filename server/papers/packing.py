"""The evidence package of an order: one ZIP, the same bytes whenever the order is the same.

documents/certificate.json      canonical JSON, whose SHA-256 stands at the foot of the PDFs
papers/certificate.zh-CN.pdf    as printed, one for each language
proofs/certificate.json         that the firm's signed history holds it: `fieldward verify` reads it
files/<sha256>.jpg              originals byte for byte, their EXIF untouched
signatures/1.json               canonical JSON of what a signer had before him
signatures/1.word.json          who said what, when, where and on which device, with the strokes
check-ins.json                  arrivals as claimed, check-ins with every sample and their flags
events.json                     as recorded: an event carries its salt and its chain hash
manifest.json                   every other file with its SHA-256 and size
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from server.appointments.schema import Arrive
from server.attachments.schema import BlobState
from server.papers import printing, rules, signing
from server.papers.documents import Document, canonical_bytes
from server.papers.drafting import document
from server.papers.file import OrderFile, detail_of
from server.papers.looks import Look
from server.papers.pictures import from_original
from server.papers.schema import Form
from server.papers.words import LANGUAGES
from sync.canonical import canonical

FORMAT = "fieldward-order"
VERSION = 1
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the earliest moment a ZIP can name: no clock gets in
MODE = 0o644 << 16
# sha256 → the bytes as captured. Raises FileNotFoundError.
Read = Callable[[str], bytes]
# A document's proof; None where the history does not hold this document.
Prove = Callable[[Document], bytes | None]


class Package(msgspec.Struct):
    """What was packed and what could not be, to be told to whoever asked for it."""

    files: int = 0
    papers: list[str] = []
    refused: dict[str, str] = {}  # form → what the order lacks for it
    unproven: list[str] = []  # forms without a proof
    missing: list[str] = []  # hashes of files that the server does not have


class Writer:
    """One ZIP, its parts hashed as they go in."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = ZipFile(out, "w")
        self.parts: list[dict[str, Any]] = []

    def add(self, name: str, data: bytes, **more: Any) -> None:
        """Pictures and PDFs are compressed already: they go in as they are."""
        is_text = name.endswith(".json")
        info = ZipInfo(name, WRITTEN)
        info.compress_type = ZIP_DEFLATED if is_text else ZIP_STORED
        info.external_attr = MODE
        info.create_system = 3
        self._zip.writestr(info, data)
        self.parts.append({"name": name, "sha256": sha256(data).hexdigest()} | more)
        self.parts[-1]["size_bytes"] = len(data)

    def close(self, head: Mapping[str, Any]) -> None:
        """The manifest last, over all that came before it."""
        parts = sorted(self.parts, key=lambda part: part["name"])
        self.add("manifest.json", canonical({**head, "files": parts}))
        self._zip.close()


def drafts_of(file: OrderFile) -> tuple[list[Document], dict[str, str]]:
    """The papers that the order is ready for, and form → what it lacks for the others."""
    drafts = [document(form, file) for form in Form]
    lacking = {draft.head.form.value: rules.missing_of(draft) for draft in drafts}
    ready = [draft for draft in drafts if not lacking[draft.head.form.value]]
    return ready, {form: what for form, what in lacking.items() if what}


def pack(
    out: BinaryIO,
    file: OrderFile,
    events: Iterable[Mapping[str, Any]],
    look: Look,
    origin: str,
    read: Read,
    prove: Prove,
    tell: Callable[[int, int], None],
) -> Package:
    """Write the package of one order. `tell`: (done, total) parts. Raises NoFont, CannotPrint."""
    made, writer = Package(), Writer(out)
    ready, made.refused = drafts_of(file)
    total = len(file.attachments) + len(ready) * len(LANGUAGES)
    picture = cache(from_original(read))  # each photo stands on several papers
    for draft in ready:
        writer.add(f"documents/{draft.head.form.value}.json", canonical_bytes(draft))
        proof = prove(draft)
        if proof is None:
            made.unproven.append(draft.head.form.value)
        else:
            writer.add(f"proofs/{draft.head.form.value}.json", proof)
        for language in LANGUAGES:
            data = printing.pdf(draft, look, language, picture, origin)
            writer.add(f"papers/{draft.head.form.value}.{language}.pdf", data)
            made.papers.append(f"{draft.head.form.value}.{language}")
            tell(len(made.papers), total)
    _pictures(writer, file, read, made, lambda done: tell(len(made.papers) + done, total))
    _facts(writer, file)
    writer.add("events.json", canonical(list(events)))
    head = {"format": FORMAT, "version": VERSION, "work_order_id": file.order.id}
    writer.close(head | {"number": file.order.number or file.order.local_code})
    made.files = len(writer.parts)
    return made


def _pictures(
    writer: Writer, file: OrderFile, read: Read, made: Package, tell: Callable[[int], None]
) -> None:
    """Each original once, however often it was attached."""
    seen: set[str] = set()
    for done, each in enumerate(file.attachments, 1):
        tell(done)
        if each.sha256 in seen:
            continue
        seen.add(each.sha256)
        try:
            if each.state is not BlobState.STORED:
                raise FileNotFoundError
            data = read(each.sha256)
        except FileNotFoundError:
            made.missing.append(each.sha256)
            continue
        ending = re.sub(r"[^a-z0-9]", "", each.media_type.partition("/")[2])[:8] or "bin"
        about = {"slot": each.slot.value, "captured_ms": each.captured_ms}
        writer.add(f"files/{each.sha256}.{ending}", data, **about)


def _facts(writer: Writer, file: OrderFile) -> None:
    """Arrivals as claimed, check-ins as measured, and what each signer said and was shown."""
    arrivals = [
        {
            "appointment_id": fact.appointment_id,
            "at_ms": fact.at_ms,
            "author_name": fact.author_name,
            "device_ms": fact.device_ms,
            "recorded_ms": fact.recorded_ms,
            "text": fact.text,
            "detail": detail_of(fact),
        }
        for fact in file.facts
        if fact.verb == Arrive.mutation
    ]
    rows: list[Any] = msgspec.to_builtins(file.check_ins)
    writer.add("check-ins.json", canonical({"arrivals": arrivals, "check_ins": rows}))
    for number, said in enumerate(signing.given(file), 1):
        word: dict[str, Any] = msgspec.to_builtins(said)
        if said.shown:
            writer.add(f"signatures/{number}.json", said.shown.encode())
        writer.add(f"signatures/{number}.word.json", canonical(word | {"shown": ""}))
