"""Entries set aside, and the quarantine of revoked devices."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
