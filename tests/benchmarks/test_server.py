"""What a sync asks of the database: counts, so that they mean the same on every machine."""

from pathlib import Path

from benchmarks.kit.door import counts

NO_OP_STATEMENTS_MAX = 2
PULL_STATEMENTS_MAX = 12
PUSH_STATEMENTS_MAX = 300  # with BEGIN, COMMIT, savepoints, each line of a batch, and the pull


async def test_a_sync_asks_little_of_the_database(tmp_path: Path) -> None:
    found = await counts(tmp_path)
    assert 1 <= found["no_op"].statements <= NO_OP_STATEMENTS_MAX
    assert 5 <= found["pull"].statements <= PULL_STATEMENTS_MAX
    assert 60 <= found["push"].statements <= PUSH_STATEMENTS_MAX
