"""A client that speaks tus for one user, request by request."""

from typing import Any

from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.server.attachments.app import as_metadata
from tests.server.harness_people import REPLICA


class Phone:
    """Speaks tus for one user."""

    def __init__(
        self, client: AsyncTestClient[Litestar], user_id: str, replica: str = REPLICA
    ) -> None:
        self.client = client
        self.replica = replica
        self.headers = {"X-User": user_id, "Tus-Resumable": "1.0.0"}

    async def create(self, attachment: str, size_bytes: int, body: bytes = b"", **more: str) -> Any:
        headers = self.headers | {
            "Upload-Length": str(size_bytes),
            "Upload-Metadata": as_metadata(attachment, self.replica),
        }
        if body:
            headers["Content-Type"] = "application/offset+octet-stream"
        return await self.client.post("/files", headers=headers | named(more), content=body)

    async def look(self, attachment: str) -> Any:
        return await self.client.head(f"/files/{attachment}", headers=self.headers)

    async def send(self, attachment: str, offset: int, data: bytes, **more: str) -> Any:
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        headers = self.headers | kind | named(more)
        return await self.client.patch(f"/files/{attachment}", headers=headers, content=data)

    async def end(self, attachment: str) -> Any:
        return await self.client.delete(f"/files/{attachment}", headers=self.headers)

    async def get(self, path: str, **more: str) -> Any:
        return await self.client.get(path, headers={"X-User": self.headers["X-User"]} | named(more))


def named(headers: dict[str, str]) -> dict[str, str]:
    """`Upload_Offset` as a keyword is `Upload-Offset` as a header."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


async def upload(phone: Phone, attachment: str, data: bytes) -> None:
    assert (await phone.create(attachment, len(data))).status_code == 201
    assert (await phone.send(attachment, 0, data)).status_code == 204


async def upload_or_known(phone: Phone, attachment: str, data: bytes) -> None:
    answer = await phone.create(attachment, len(data))
    if answer.headers["Upload-Offset"] == "0":
        await phone.send(attachment, 0, data)
