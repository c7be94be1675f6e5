"""Record the messages of this version anew: `python -m tests.protocol.record`.

Files of a released version stay as they are; a new version of the protocol gets files of its own.
The exchange that docs/protocol.md shows is written anew with them.
"""

import asyncio
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from server.settings import Settings
from sync.protocol import PROTOCOL_VERSION
from tests.protocol.exchanges import exchanges, recorded
from tests.server.gateway.founding import found
from tests.server.gateway.house import House

MESSAGES = Path(__file__).resolve().parent / "messages"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
SHOWN = "one customer added, in columns"
BLOCK = re.compile(r"(?<=^```\n)> \[1,.*?(?=^```$)", re.DOTALL | re.MULTILINE)
LINE_LENGTH = 96


async def told_by(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """The story as this server tells it."""
    house = House(settings)
    await house.start()
    try:
        return await exchanges(house)
    finally:
        await house.stop()


def file_of(who: str) -> Path:
    return MESSAGES / f"{who}-{PROTOCOL_VERSION}.json"


def shown(told: list[dict[str, Any]]) -> str:
    """The exchange as the document shows it: byte for byte, but for its line ends."""
    (one,) = (each for each in told if each["about"] == SHOWN)
    return wrapped("> ", one["request"]) + wrapped("< ", one["answer"])


def wrapped(mark: str, text: str) -> str:
    """Lines that end behind a comma which no string holds."""
    lines = [""]
    for part in re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^",])*,?', text):
        if len(lines[-1]) + len(part) > LINE_LENGTH:
            lines.append("")
        lines[-1] += part
    return mark + "\n  ".join(lines) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        found(settings)
        for who, told in asyncio.run(told_by(settings)).items():
            text = json.dumps(recorded(told), ensure_ascii=False, indent=1)
            file_of(who).write_text(f"{text}\n", encoding="utf-8")
            print(f"wrote {file_of(who).name}: {len(told)} exchanges")
            if who == "chief":
                document = DOCUMENT.read_text(encoding="utf-8")
                (before,) = BLOCK.findall(document)
                DOCUMENT.write_text(document.replace(before, shown(told)), encoding="utf-8")


if __name__ == "__main__":
    main()
