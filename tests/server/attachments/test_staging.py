"""Bytes on their way in: offsets, cuts, turns, a full disk."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from server.attachments.staging import (
    RESERVE_BYTES,
    NoRoom,
    Staging,
    StaleTurn,
    Upload,
    sha256_of,
)

SIZE = 10


def staging(root: Path, free_bytes: int = 2 * RESERVE_BYTES) -> tuple[Staging, Path]:
    made = Staging(root, free_bytes=lambda _: free_bytes)
    return made, made.path("t", "a")


def test_bytes_are_appended_where_the_file_ends(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    assert stage.offset_bytes(path) == 0
    turn = stage.begin(path, 0, SIZE)
    assert stage.append(turn, 0, b"abc") == 3
    assert stage.append(turn, 3, b"defg") == 7
    stage.make_durable(path)
    assert stage.offset_bytes(path) == 7
    assert path.read_bytes() == b"abcdefg"


def test_a_cut_is_resumed_by_a_new_process(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    stage.append(stage.begin(path, 0, SIZE), 0, b"abc")
    again, path = staging(tmp_path)
    with pytest.raises(StaleTurn):
        again.begin(path, 0, SIZE)
    with pytest.raises(StaleTurn):
        again.begin(path, 5, SIZE)
    again.append(again.begin(path, 3, SIZE), 3, b"defghij")
    assert sha256_of(path) == sha256(b"abcdefghij").hexdigest()


def test_only_the_newest_turn_writes(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    hanging = stage.begin(path, 0, SIZE)
    stage.append(hanging, 0, b"ab")
    newest = stage.begin(path, 2, SIZE)
    with pytest.raises(StaleTurn):
        stage.append(hanging, 2, b"late")
    assert stage.append(newest, 2, b"cd") == 4
    with pytest.raises(StaleTurn):
        stage.append(newest, 2, b"twice")
    assert path.read_bytes() == b"abcd"


def test_a_turn_from_before_the_restart_never_writes_again(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    hanging = stage.begin(path, 0, SIZE)
    stage.discard(path)
    with pytest.raises(StaleTurn):
        stage.append(hanging, 0, b"ghost")
    fresh = stage.begin(path, 0, SIZE)
    with pytest.raises(StaleTurn):
        stage.append(hanging, 0, b"ghost")
    assert stage.append(fresh, 0, b"ab") == 2
    stage.discard(path)
    stage.discard(path)
    assert stage.offset_bytes(path) == 0


def test_the_reserve_is_not_touched(tmp_path: Path) -> None:
    stage, path = staging(tmp_path, free_bytes=RESERVE_BYTES + SIZE - 1)
    with pytest.raises(NoRoom):
        stage.begin(path, 0, SIZE)
    stage.append(stage.begin(path, 0, SIZE - 1), 0, b"x" * (SIZE - 1))
    full, path = staging(tmp_path, free_bytes=0)
    full.begin(path, SIZE - 1, SIZE - 1)  # nothing is missing, so nothing is needed


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_keeps_what_fitted(tmp_path: Path, code: int) -> None:
    room = 4

    def write(file: int, data: memoryview) -> int:
        nonlocal room
        if not room:
            raise OSError(code, "full")
        written = os.write(file, data[:room])
        room -= written
        return written

    stage = Staging(tmp_path, free_bytes=lambda _: 2 * RESERVE_BYTES, write=write)
    path = stage.path("t", "a")
    with pytest.raises(NoRoom):
        stage.append(stage.begin(path, 0, SIZE), 0, b"abcdefg")
    assert path.read_bytes() == b"abcd"
    room = 99
    assert stage.append(stage.begin(path, 4, SIZE), 4, b"efghij") == SIZE


def test_another_fault_is_not_called_a_full_disk(tmp_path: Path) -> None:
    def write(file: int, data: memoryview) -> int:
        raise OSError(errno.EIO, "broken")

    stage = Staging(tmp_path, free_bytes=lambda _: 2 * RESERVE_BYTES, write=write)
    turn = stage.begin(stage.path("t", "a"), 0, SIZE)
    with pytest.raises(OSError, match="broken"):
        stage.append(turn, 0, b"abc")


def test_what_one_process_saw_arrive_is_not_read_again(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    stage.append(stage.begin(path, 0, SIZE), 0, b"abc")
    stage.append(stage.begin(path, 3, SIZE), 3, b"defghij")
    whole = sha256(b"abcdefghij").hexdigest()
    path.write_bytes(b"otherbytes")  # of the same length: a reader would see them
    assert stage.sha256_of(path) == whole
    again, path = staging(tmp_path)
    assert again.sha256_of(path) == sha256(b"otherbytes").hexdigest()


def test_after_a_restart_the_file_is_read_once(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    stage.append(stage.begin(path, 0, SIZE), 0, b"abc")
    again, path = staging(tmp_path)
    again.append(again.begin(path, 3, SIZE), 3, b"defghij")
    assert again.sha256_of(path) == sha256(b"abcdefghij").hexdigest()


def test_the_hash_follows_what_is_taken_back_or_begun_again(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    turn = stage.begin(path, 0, SIZE)
    stage.append(turn, 0, b"abc")
    stage.append(turn, 3, b"xxx")
    stage.take_back(turn, 3)
    assert path.read_bytes() == b"abc"
    stage.append(turn, 3, b"defghij")
    assert stage.sha256_of(path) == sha256(b"abcdefghij").hexdigest()
    stage.discard(path)
    stage.append(stage.begin(path, 0, SIZE), 0, b"ABC")
    assert stage.sha256_of(path) == sha256(b"ABC").hexdigest()


def test_what_was_taken_back_counts_for_nothing_at_the_same_length(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    turn = stage.begin(path, 0, 6)
    stage.append(turn, 0, b"abc")
    stage.append(turn, 3, b"xxx")
    stage.take_back(turn, 3)
    stage.append(turn, 3, b"def")
    assert stage.sha256_of(path) == sha256(b"abcdef").hexdigest()


def test_bytes_that_another_process_wrote_are_read(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    stage.append(stage.begin(path, 0, SIZE), 0, b"abc")
    other, path = staging(tmp_path)
    other.append(other.begin(path, 3, SIZE), 3, b"defghij")
    assert stage.sha256_of(path) == sha256(b"abcdefghij").hexdigest()


def test_only_the_newest_turn_takes_back(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    hanging = stage.begin(path, 0, SIZE)
    stage.append(hanging, 0, b"abc")
    stage.append(stage.begin(path, 3, SIZE), 3, b"def")
    with pytest.raises(StaleTurn):
        stage.take_back(hanging, 0)
    assert path.read_bytes() == b"abcdef"


def test_many_uploads_at_once_do_not_share_one_room(tmp_path: Path) -> None:
    free_bytes = RESERVE_BYTES + SIZE
    stage = Staging(tmp_path, free_bytes=lambda _: free_bytes)
    turns = [stage.begin(stage.path("t", name), 0, SIZE) for name in "ab"]
    stage.append(turns[0], 0, b"x" * SIZE)
    free_bytes = RESERVE_BYTES
    with pytest.raises(NoRoom):
        stage.append(turns[1], 0, b"x" * SIZE)
    assert stage.offset_bytes(turns[1].path) == 0


def test_the_first_creation_binds(tmp_path: Path) -> None:
    stage, path = staging(tmp_path)
    assert (stage.bound(path), stage.touched_ms(path)) == (None, 0)
    mine, other = Upload("r", "ab" * 32, SIZE, "m"), Upload("s", "ab" * 32, SIZE, "")
    assert [stage.bind(path, each) for each in (mine, other)] == [mine, mine]
    again, path = staging(tmp_path)
    assert again.bound(path) == mine
    assert list(again.uploads()) == [path]
    again.forget(path)
    assert (again.bound(path), list(again.uploads())) == (None, [])
