"""`fieldward rescue FILE`: what the terminal is told."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

from server.attachments.lane import open_lane
from server.gateway.gateway import Gateway
from server.rescue.delivering import Delivered, deliver, is_whole
from server.rescue.keys import rescue_key
from server.rescue.sealing import CannotRescue, Contents, opened
from server.settings import Settings

OpenGateway = Callable[[Settings], Gateway]

WORDS = {
    "accepted": "已收下 accepted",
    "rejected": "被退回 rejected",
    "set_aside": "待人工处理 set aside",
    "stored": "照片已存 file stored",
    "not_recorded": "没有收下 not recorded",
}
ALL_DONE = "全部送到；再送一次也不会重复。All delivered; a second time does nothing."
NOT_ALL = (
    "有的还没收下：按上面的原因处理后再送一次。Some were not recorded: mend the reason, try again."
)


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The words after `fieldward rescue`."""
    command.add_argument("file", type=Path, metavar="FILE", help="exported by a phone")


def rescue(settings: Settings, chosen: argparse.Namespace, open_gateway: OpenGateway) -> int:
    """Deliver unsent work that a phone exported; a second time does nothing."""
    try:
        sealed = Path(chosen.file).read_bytes()
    except OSError as error:
        raise CannotRescue(f"{chosen.file} cannot be read: {error.strerror}") from error
    contents, files = opened(sealed, rescue_key(settings.data_dir))
    said = asyncio.run(_deliver(settings, open_gateway, contents, files))
    print("\n".join(lines(said)))
    return 0 if is_whole(said) else 1


async def _deliver(
    settings: Settings, open_gateway: OpenGateway, contents: Contents, files: list[bytes]
) -> list[Delivered]:
    gateway = open_gateway(settings)
    await gateway.start()
    try:
        return await deliver(gateway, open_lane(settings, gateway), contents, files)
    finally:
        await gateway.stop()


def lines(said: list[Delivered]) -> list[str]:
    """One line for each item, and one that closes."""
    told = [
        " ".join(part for part in (WORDS[each.became], each.what, each.item, each.reason) if part)
        for each in said
    ]
    return [*told, ALL_DONE if is_whole(said) else NOT_ALL]
