"""How much a device has sent today, and what a firm keeps in all, against what they may.

What was sent is a small file for each device beside the staged files, so that a restart forgives
nobody; a count that cannot be read begins again. Days are those of UTC.
"""

import threading
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from server.attachments import queries, rules
from server.attachments.schema import ATTACHMENT_BYTES_MAX
from server.gateway.call import Actor
from server.problems import RETRY_AFTER_S, ProblemError
from server.settings import Settings

FOLDER = "sent"
MB = 1_000_000


class Limits(msgspec.Struct, frozen=True):
    """0: no limit."""

    day_bytes: int = 0  # of one device in one day
    firm_bytes: int = 0  # of all stored files of a firm, equal ones counted once


def limits_of(settings: Settings) -> Limits:
    """A day's limit leaves room for one file at least: none may be refused for ever."""
    day_bytes = settings.upload_day_mb * MB
    return Limits(
        max(day_bytes, ATTACHMENT_BYTES_MAX) if day_bytes else 0, settings.files_max_mb * MB
    )


class Allowance:
    """Counts below the folder of staged files: `<root>/<tenant>/sent/<device>`. Blocks."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self.limits = limits
        self._lock = threading.Lock()

    def judge_day(self, actor: Actor, more_bytes: int, now_ms: int) -> None:
        """Raises ProblemError upload_day_full, with the time until the next day."""
        if not self.limits.day_bytes:
            return
        sent_bytes = self.sent_bytes(actor, now_ms)
        if rules.is_beyond(sent_bytes, more_bytes, self.limits.day_bytes):
            detail = {
                "sent_bytes": sent_bytes,
                "day_bytes": self.limits.day_bytes,
                RETRY_AFTER_S: rules.rest_of_day_s(now_ms),
            }
            raise ProblemError("upload_day_full", detail)

    def judge_firm(self, connection: Connection, tenant_id: str, more_bytes: int) -> None:
        """Where an upload begins. Raises ProblemError storage_full."""
        if not self.limits.firm_bytes:
            return
        kept_bytes = queries.kept_bytes(connection, tenant_id)
        if rules.is_beyond(kept_bytes, more_bytes, self.limits.firm_bytes):
            detail = {"kept_bytes": kept_bytes, "firm_bytes": self.limits.firm_bytes}
            raise ProblemError("storage_full", detail)

    def sent_bytes(self, actor: Actor, now_ms: int) -> int:
        """What this device has sent since the day began."""
        try:
            day, sent_bytes = self._file(actor).read_text().split()
            return int(sent_bytes) if int(day) == rules.day_of(now_ms) else 0
        except (FileNotFoundError, ValueError):
            return 0

    def count(self, actor: Actor, more_bytes: int, now_ms: int) -> None:
        """Add what arrived."""
        if not self.limits.day_bytes or not more_bytes:
            return
        with self._lock:
            total_bytes = self.sent_bytes(actor, now_ms) + more_bytes
            file = self._file(actor)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{rules.day_of(now_ms)} {total_bytes}")

    def _file(self, actor: Actor) -> Path:
        """A session without a device counts for its person."""
        return self._root / actor.tenant_id / FOLDER / (actor.device_id or actor.user_id)
