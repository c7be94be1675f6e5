"""One scene as a camera stores it in each of the eight ways that EXIF knows."""

from io import BytesIO

from PIL import Image

ORIENTATION = 0x0112
ORIENTATIONS = tuple(range(1, 9))
SIZE = (480, 320)
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 180, 20), (20, 20, 220), (250, 250, 250)
# Of the upright scene: upper left, upper right, lower left, lower right.
QUARTERS = (RED, GREEN, BLUE, WHITE)
# From upright to stored: the opposite of what a viewer has to do.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned(orientation: int) -> bytes:
    """A JPEG whose pixels lie as they do with this orientation."""
    width, height = SIZE
    scene = Image.new("RGB", SIZE)
    half = (width // 2, height // 2)
    for at, colour in enumerate(QUARTERS):
        scene.paste(colour, (at % 2 * half[0], at // 2 * half[1], width, height))
    if orientation in STORED:
        scene = scene.transpose(STORED[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = BytesIO()
    scene.save(out, "JPEG", quality=95, exif=exif.tobytes())
    return out.getvalue()


def quarters(image: Image.Image) -> list[tuple[int, ...]]:
    """The colour in the middle of each quarter."""
    width, height = image.size
    points = ((x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3))
    return [tuple(image.convert("RGB").tobytes()[3 * (y * width + x) :][:3]) for x, y in points]


def is_upright(found: list[tuple[int, ...]]) -> bool:
    return all(
        abs(a - b) < 30
        for colour, wanted in zip(found, QUARTERS, strict=True)
        for a, b in zip(colour, wanted, strict=True)
    )
