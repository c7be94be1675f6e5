"""The catalogue of errors: string codes, one JSON shape, one place that answers."""

import logging
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from sync.outcomes import ProtocolReason
from sync.protocol import Problem

log = logging.getLogger("fieldward.problems")

# code → (status, what the person at the other end should do)
CATALOGUE: dict[str, tuple[int, str]] = {
    "bad_login": (401, "Name or password is wrong. Check both and try again."),
    "signed_out": (401, "Sign in again. What you have captured stays on this device."),
    "code_expired": (401, "This code was used or is too old. Ask for a new one."),
    "not_allowed": (403, "Your roles do not include this. Ask an administrator."),
    "cross_site": (403, "This request came from another site and was refused."),
    "already_stored": (403, "The file is stored and stays: it is evidence."),
    "replica_taken": (403, "This installation belongs to another person. Sign in again."),
    "quarantine_full": (403, "Your access was ended, and no more is kept. Call the office."),
    "not_found": (404, "There is nothing here, or it is not yours to see."),
    "schema_unknown": (409, "This app is too old or too new for the server. Update it."),
    "offset_mismatch": (409, "Ask for the offset (HEAD) and go on from there."),
    "upload_bound": (409, "Another installation has begun this upload. Ask for its offset (HEAD)."),
    "upload_expired": (410, "The upload was left for too long. Begin it anew (POST)."),
    "key_missing": (400, "Send an Idempotency-Key header, so that a repeat does nothing twice."),
    "broken_envelope": (400, "The request is not of the protocol's form. See docs/protocol.md."),
    "wrong_protocol": (400, "This server speaks another version of the protocol."),
    "too_large": (413, "Send less at once: split the batch."),
    "bad_content": (415, "The content is not of a kind that can be shown."),
    "not_ready": (409, "The order does not have yet what this paper is about."),
    "checksum_mismatch": (460, "What arrived is damaged. Send it again from the offset (HEAD)."),
    "too_many_tries": (429, "Too many tries. Wait a minute."),
    "upload_day_full": (429, "This device has sent its share of files for today. Text is taken."),
    "server_error": (500, "The server failed. Nothing was recorded; try again."),
    "disk_full": (507, "The server has no room for files. Text is still taken."),
    "storage_full": (507, "The firm keeps as many files as it may. Text is still taken."),
}
RETRY_AFTER_S = "retry_after_s"
REJECTED_STATUS = {
    ProtocolReason.NOT_FOUND.value: 404,
    ProtocolReason.NOT_ALLOWED.value: 403,
    ProtocolReason.BAD_ARGUMENTS.value: 400,
    ProtocolReason.UNKNOWN_MUTATION.value: 404,
    ProtocolReason.TOO_LARGE.value: 413,
}


class ProblemError(Exception):
    """Raised anywhere below a route; answered in the one error shape."""

    def __init__(self, code: str, detail: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail or {}


def rejected(reason: str, detail: dict[str, Any]) -> Response[bytes]:
    """A mutation's refusal through the HTTP API: 409 unless the reason says otherwise."""
    status = REJECTED_STATUS.get(reason, 409)
    return answer(status, Problem(reason, f"The request was refused: {reason}.", detail))


def answer(status: int, problem: Problem) -> Response[bytes]:
    """`retry_after_s` in the detail becomes the header, too."""
    body = msgspec.json.encode(problem)
    wait_s = problem.detail.get(RETRY_AFTER_S)
    headers = {} if wait_s is None else {"Retry-After": str(wait_s)}
    return Response(body, status_code=status, media_type=MediaType.JSON, headers=headers)


def problem_handler(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The single exception handler of the application."""
    if isinstance(error, ProblemError):
        status, message = CATALOGUE[error.code]
        return answer(status, Problem(error.code, message, error.detail))
    if isinstance(error, HTTPException):
        code = {401: "signed_out", 403: "not_allowed", 404: "not_found", 413: "too_large"}.get(
            error.status_code, "broken_envelope" if error.status_code < 500 else "server_error"
        )
        detail = {"problem": str(error.detail)[:300]} if error.status_code < 500 else {}
        return answer(error.status_code, Problem(code, CATALOGUE[code][1], detail))
    log.exception("unhandled error", exc_info=error)
    return answer(500, Problem("server_error", CATALOGUE["server_error"][1]))
