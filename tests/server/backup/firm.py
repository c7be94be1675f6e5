"""A firm with photos, its backups by the shipped command, and phones that keep what they sent."""

import argparse
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from server.app import open_gateway
from server.attachments.bucket import open_blobs
from server.backup import command
from server.backup.registrar import Registrar
from server.backup.registrations import RegistrationLog
from server.identity.sessions import Sessions, actor_of_user
from server.settings import Settings
from tests.server.gateway.client import Client
from tests.server.gateway.founding import TENANT, id_of
from tests.server.gateway.house import House

LATER_MS = 3_600_000


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


class Firm(House):
    """The house with the log of registrations that the application keeps."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._compose()

    def _compose(self) -> None:
        self.registrar = Registrar(RegistrationLog(self.settings.data_dir))
        self.gateway.listeners.append(self.registrar.after_commit)
        self.sessions = Sessions(self.gateway)
        self.sessions.listeners.append(self.registrar.session_changed)

    async def restart(self) -> None:
        await self.stop()
        await self.again()

    async def again(self) -> None:
        """The process that begins on what a restore has left."""
        self.gateway = open_gateway(self.settings, lambda: self.now_ms)
        self._compose()
        await self.start()
        await self.registrar.catch_up(self.gateway)

    async def photo(self, order_id: str, number: int) -> str:
        """A photo that is stored; its id."""
        data = f"photo {number}".encode() * 40
        name = sha256(data).hexdigest()
        attachment_id = await self.done(
            "chief",
            "attachment.attach",
            work_order_id=order_id,
            slot="during",
            sha256=name,
            size_bytes=len(data),
            media_type="image/jpeg",
            captured_ms=self.now_ms,
        )
        file = self.settings.data_dir / "incoming"
        file.write_bytes(data)
        open_blobs(self.settings).put(TENANT, name, file)
        file.unlink()
        args = {"attachment_id": attachment_id, "sha256": name}
        result = await self.gateway.submit_system(TENANT, "attachment.store", args, f"b{number}")
        assert result.outcome == "accepted", result
        return attachment_id

    async def enrol(self, who: str, token: str) -> str:
        """A device of this person with a session; its id."""
        key = f"enrol:{token}"
        args = {"user_id": id_of(who), "name": token, "public_key": ""}
        assert (await self.gateway.submit_system(TENANT, "device.enrol", args, key)).outcome
        device_id = self.gateway.born_by_system(key, 0)
        actor = await self.gateway.read(lambda c: actor_of_user(c, TENANT, id_of(who), device_id))
        assert actor is not None
        await self.sessions.open(actor, token, is_cookie=False)
        return device_id

    async def comes_in(self, token: str) -> bool:
        actor = await self.sessions.actor_of(token, self.settings.session_days)
        return actor is not None and not actor.is_revoked

    def back_up(self, folder: Path) -> list[str]:
        return command.backup(self.settings, folder, self.now_ms, quiet)


def restore(settings: Settings, folder: Path, now_ms: int, **more: Any) -> list[str]:
    """The command, in a process of its own kind: no server is running."""
    chosen = argparse.Namespace(folder=str(folder), **({"into": None, "replace": False} | more))
    return command.restore(settings, chosen, open_gateway, now_ms, quiet)


class Keeper(Client):
    """A phone that keeps every entry, and offers all of them again under a new epoch."""

    def __init__(self, house: House, who: str, number: int = 1) -> None:
        super().__init__(house, who, number)
        self.kept: list[Any] = []

    def write(self, name: str, /, **args: Any) -> str:
        born = super().write(name, **args)
        self.kept.append(self.outbox[-1])
        return born

    def apply(self, answer: Any) -> None:
        is_new = self.cursor.epoch not in ("", answer.cursor.epoch)
        if is_new:
            self.results.clear()
            answer = msgspec.structs.replace(answer, results=[])
        super().apply(answer)
        if is_new:
            self.outbox = list(self.kept)
