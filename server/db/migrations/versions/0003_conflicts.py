"""Conflict cards; field versions that know their writer."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
