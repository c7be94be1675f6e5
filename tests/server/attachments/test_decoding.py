"""Pictures are decoded elsewhere: what is hostile takes neither memory, time nor life from us."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from server.attachments.decoding import ROOT, Decoder
from server.attachments.pictures import PIXELS_MAX, BrokenPicture, Size, render
from server.settings import PLAIN_NAMES

PHOTO_TS = ROOT / "pwa" / "src" / "device" / "photo.ts"


def picture(side: int = 400, kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), (10, 120, 60)).save(out, kind)
    return out.getvalue()


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def test_another_process_renders_the_same(decoder: Decoder) -> None:
    assert decoder.pid is None, "begun with the first picture"
    for size in Size:
        assert decoder.render("a", picture(), size) == render(picture(), size)
    first = decoder.pid
    assert first not in {None, os.getpid()}
    decoder.render("b", picture(500), Size.THUMB)
    assert decoder.pid == first


def test_it_knows_no_secrets(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWARD_S3_SECRET", "hush")
    decoder.render("a", picture(), Size.THUMB)
    environment = Path(f"/proc/{decoder.pid}/environ").read_bytes().split(b"\0")
    assert {each.partition(b"=")[0].decode() for each in environment if each} <= set(PLAIN_NAMES)


def test_broken_ones_are_told_and_the_process_goes_on(decoder: Decoder) -> None:
    decoder.render("a", picture(), Size.THUMB)
    first = decoder.pid
    with pytest.raises(BrokenPicture):
        decoder.render("b", b"not a picture", Size.THUMB)
    decoder.render("c", picture(), Size.THUMB)
    assert decoder.pid == first


def test_what_was_found_broken_costs_nothing_again(decoder: Decoder) -> None:
    for _ in range(2):
        with pytest.raises(BrokenPicture, match="cannot identify"):
            decoder.render("b", b"not a picture", Size.THUMB)
        decoder.close()
    with pytest.raises(BrokenPicture, match="cannot identify"):
        decoder.render("b", b"not a picture", Size.THUMB)
    assert decoder.pid is None


def test_who_wants_too_much_memory_gets_none() -> None:
    decoder = Decoder(memory_bytes_max=220 * 1024 * 1024)
    try:
        with pytest.raises(BrokenPicture):
            decoder.render("big", picture(7_000, "PNG"), Size.LARGE)
        assert decoder.render("small", picture(), Size.THUMB)
    finally:
        decoder.close()


def test_the_most_pixels_fit_into_its_memory(decoder: Decoder) -> None:
    side = int(PIXELS_MAX**0.5)
    out = BytesIO()
    Image.new("RGBA", (side, side), (1, 2, 3, 4)).save(out, "PNG", compress_level=1)
    assert decoder.render("most", out.getvalue(), Size.THUMB)


def test_who_takes_too_long_is_ended() -> None:
    sleeper = (sys.executable, "-c", "import time; time.sleep(600)")
    decoder = Decoder(command=sleeper, time_s_max=0.05)
    with pytest.raises(BrokenPicture, match="too much time"):
        decoder.render("a", picture(), Size.THUMB)
    assert decoder.pid is None


def test_a_process_that_was_killed_is_begun_anew(decoder: Decoder) -> None:
    decoder.render("a", picture(), Size.THUMB)
    first = decoder.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert decoder.render("b", picture(), Size.THUMB)
    assert decoder.pid != first


def test_nobody_waits_for_an_idle_process() -> None:
    decoder = Decoder(idle_s=0.01)
    decoder.render("a", picture(), Size.THUMB)
    while decoder.pid is not None:  # the suite's own limit ends it
        time.sleep(0.005)


def test_the_phone_stops_at_the_same_number_of_pixels() -> None:
    found = re.search(r"PIXELS_MAX = ([\d_]+);", PHOTO_TS.read_text(encoding="utf-8"))
    assert found is not None
    assert int(found[1]) == PIXELS_MAX
