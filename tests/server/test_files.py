"""Files that a power cut cannot take half of."""

import stat
from pathlib import Path

from server.files import append, write_once


def test_of_two_processes_the_first_ones_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "a.pem"
    write_once(file, b"first", 0o600)
    write_once(file, b"second", 0o600)
    assert file.read_bytes() == b"first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_after_a_cut_line_the_next_one_stands_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    append(file, b"one\n")
    append(file, b"two\n")
    file.write_bytes(file.read_bytes()[:-2])
    append(file, b"three\n")
    assert file.read_bytes() == b"one\ntw\nthree\n"
    file.write_bytes(b"")
    append(file, b"four\n")
    assert file.read_bytes() == b"four\n"
