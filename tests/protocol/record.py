"""Record the messages of this version anew: `python -m tests.protocol.record`.

Files of a released version stay as they are; a new version of the protocol gets files of its own.
"""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from server.settings import Settings
from sync.protocol import PROTOCOL_VERSION
from tests.protocol.exchanges import exchanges, recorded
from tests.server.gateway.founding import found
from tests.server.gateway.house import House

MESSAGES = Path(__file__).resolve().parent / "messages"


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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        found(settings)
        for who, told in asyncio.run(told_by(settings)).items():
            text = json.dumps(recorded(told), ensure_ascii=False, indent=1)
            file_of(who).write_text(f"{text}\n", encoding="utf-8")
            print(f"wrote {file_of(who).name}: {len(told)} exchanges")


if __name__ == "__main__":
    main()
