"""Pictures: small, upright, without metadata; broken ones are told apart."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from server.attachments.pictures import PIXELS_MAX, BrokenPicture, Derived, Size, render
from tests.server.attachments.turned import ORIENTATIONS, is_upright, quarters, turned

RED, BLUE = (200, 10, 10), (10, 10, 200)


def picture(kind: str = "JPEG", size: tuple[int, int] = (2_000, 1_000), **save: object) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 20 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(("size", "side_px"), [(Size.THUMB, 320), (Size.LARGE, 1_600)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_sides(kind: str, size: Size, side_px: int) -> None:
    image = opened(render(picture(kind), size))
    assert (image.format, image.size) == ("JPEG", (side_px, side_px // 2))
    assert is_near(image.getpixel((5, 5)), RED)


def test_small_ones_are_not_blown_up() -> None:
    assert opened(render(picture(size=(40, 20)), Size.LARGE)).size == (40, 20)


def test_upright_and_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter: the top of the scene is at the right
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(exif=exif.tobytes(), comment=b"secret")
    image = opened(render(data, Size.THUMB))
    assert image.size == (160, 320)
    assert is_near(image.getpixel((80, 10)), RED)
    assert is_near(image.getpixel((80, 310)), BLUE)
    assert not image.getexif()
    assert "comment" not in image.info
    assert b"Maker" not in render(data, Size.LARGE)
    assert b"secret" not in render(data, Size.LARGE)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_every_orientation_is_shown_upright(orientation: int, size: Size) -> None:
    """The thumbnail, and the large one that board and certificate show."""
    image = opened(render(turned(orientation), size))
    assert image.width > image.height
    assert is_upright(quarters(image))


def test_transparency_lies_on_paper() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert is_near(opened(render(out.getvalue(), Size.THUMB)).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_pixel(mode: str) -> None:
    out = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (8, 8)).save(out, kind)
    assert opened(render(out.getvalue(), Size.THUMB)).mode == "RGB"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_turns_nothing() -> None:
    data = picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff nonsense")
    assert opened(render(data, Size.THUMB)).size == (320, 160)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        picture()[:900],
        picture("PNG")[:60],
    ],
)
def test_broken(data: bytes) -> None:
    with pytest.raises(BrokenPicture):
        render(data, Size.THUMB)


def test_a_bomb_is_not_unpacked() -> None:
    side = int(PIXELS_MAX**0.5) + 1
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(BrokenPicture, match="too many pixels"):
        render(out.getvalue(), Size.THUMB)


def test_rendered_pictures_are_kept(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    assert derived.find("t", "ab", Size.THUMB) is None
    derived.keep("t", "ab", Size.THUMB, b"jpeg")
    assert derived.find("t", "ab", Size.THUMB) == b"jpeg"
    assert derived.find("t", "ab", Size.LARGE) is None
    assert [path.name for path in (tmp_path / "t").iterdir()] == ["ab-thumb.jpg"]


def test_a_folder_that_takes_nothing_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    derived = Derived(tmp_path / "file")
    derived.keep("t", "ab", Size.THUMB, b"jpeg")
