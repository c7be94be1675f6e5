"""When the firm's history is signed again: the one place for the two intervals."""

import msgspec

EVENTS_BETWEEN_HEADS = 1_000
HEAD_AFTER_MS = 15 * 60_000
LOOK_EVERY_S = 20


class Standing(msgspec.Struct, frozen=True):
    """Where a firm stands now, and what was signed last (all 0: nothing yet)."""

    seq: int
    signed_seq: int
    recorded_seq: int  # of the event that recorded the last head
    signed_ms: int


def has_news(standing: Standing) -> bool:
    """Something happened beside the signing itself."""
    return standing.seq > standing.recorded_seq


def is_due(standing: Standing, now_ms: int) -> bool:
    """Many events since the last head, or some and long ago."""
    many = standing.seq - standing.signed_seq >= EVENTS_BETWEEN_HEADS
    return has_news(standing) and (many or now_ms - standing.signed_ms >= HEAD_AFTER_MS)
