"""Pictures drawn, not taken: twelve scenes before and after repair, and four signatures."""

import io
import random
from collections.abc import Callable
from functools import cache
from hashlib import sha256

import msgspec
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1_200, 900)
SIGNATURE_SIZE = (900, 360)
JPEG_QUALITY = 78
Pen = ImageDraw.ImageDraw


class Picture(msgspec.Struct, frozen=True):
    body: bytes
    sha256: str
    media_type: str
    width_px: int
    height_px: int


@cache
def scene(trade: str, is_after: bool) -> Picture:
    """A photo for a trade. Pure, so that a second load attaches the same bytes."""
    name = SAME.get(trade, trade)
    image = Image.new("RGB", SIZE, (222, 219, 210))
    _light(image)
    SCENES[name](ImageDraw.Draw(image), random.Random(f"{name}:{is_after}"), is_after)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=JPEG_QUALITY)
    return _picture(out.getvalue(), "image/jpeg", SIZE)


@cache
def signature(number: int) -> Picture:
    """A hand's strokes on white."""
    chance = random.Random(f"signature:{number}")
    image = Image.new("L", SIGNATURE_SIZE, 255)
    pen = ImageDraw.Draw(image)
    for x in (150, 400, 650):
        _stroke(pen, (x - 60, 150), (x + 90, 130 + chance.randrange(30)), chance)
        _stroke(pen, (x, 70), (x + chance.randrange(-30, 40), 290), chance)
        for _ in range(chance.randrange(2, 4)):
            begin = (x + chance.randrange(-60, 60), chance.randrange(130, 230))
            end = (x + chance.randrange(20, 150), chance.randrange(190, 300))
            _stroke(pen, begin, end, chance)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return _picture(out.getvalue(), "image/png", SIGNATURE_SIZE)


def _stroke(pen: Pen, begin: tuple[int, int], end: tuple[int, int], chance: random.Random) -> None:
    """A quick line with a bow in it."""
    bow_x = (begin[0] + end[0]) // 2 + chance.randrange(-60, 60)
    bow_y = (begin[1] + end[1]) // 2 + chance.randrange(-50, 50)
    points: list[tuple[float, float]] = []
    for step in range(25):
        t = step / 24
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append(
            (a * begin[0] + b * bow_x + c * end[0], a * begin[1] + b * bow_y + c * end[1])
        )
    pen.line(points, fill=20, width=7, joint="curve")


def _picture(body: bytes, media_type: str, size: tuple[int, int]) -> Picture:
    return Picture(body, sha256(body).hexdigest(), media_type, *size)


def _light(image: Image.Image) -> None:
    """A room is brighter at the window: a plain surface would look like a diagram."""
    mask = Image.linear_gradient("L").rotate(90).resize(SIZE)
    shade = Image.new("RGB", SIZE, (176, 172, 163))
    image.paste(shade, (0, 0), mask.point([value * 7 // 10 for value in range(256)]))


def _tiles(pen: Pen, step: int, colour: tuple[int, int, int]) -> None:
    for x in range(0, SIZE[0], step):
        pen.line([(x, 0), (x, SIZE[1])], fill=colour, width=4)
    for y in range(0, SIZE[1], step):
        pen.line([(0, y), (SIZE[0], y)], fill=colour, width=4)


def _crack(pen: Pen, chance: random.Random, x: int, y: int, steps: int = 16) -> None:
    points = [(x, y)]
    for _ in range(steps):
        px, py = points[-1]
        points.append((px + chance.randrange(-8, 48), py + chance.randrange(-12, 44)))
    pen.line(points, fill=(62, 56, 50), width=6)
    for px, py in points[3::4]:
        pen.line([(px, py), (px + 70, py - chance.randrange(20, 70))], fill=(80, 74, 66), width=3)


def _wall(pen: Pen, chance: random.Random, is_after: bool) -> None:
    """Damp under a pipe corner; repainted, with the patch still a shade lighter."""
    pen.rectangle((0, 700, 1_200, 900), fill=(150, 142, 130))
    pen.rectangle((0, 690, 1_200, 712), fill=(240, 238, 232))
    if is_after:
        pen.rectangle((260, 90, 860, 690), fill=(233, 231, 225))
        return
    for ring in range(9):
        grey, size = 176 - ring * 9, 300 - ring * 27
        colour = (grey, grey - 14, grey - 44)
        x, y = 560 + chance.randrange(-40, 40), 300 + chance.randrange(-30, 60)
        pen.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.8), fill=colour)
    for _ in range(60):
        x, y = chance.randrange(330, 800), chance.randrange(180, 520)
        pen.ellipse((x, y, x + 14, y + 11), fill=(84, 88, 70))


def _tiled(pen: Pen, chance: random.Random, is_after: bool) -> None:
    pen.rectangle((0, 0, 1_200, 900), fill=(206, 190, 168))
    _tiles(pen, 150, (166, 152, 132))
    if not is_after:
        pen.polygon([(450, 300), (760, 290), (740, 610), (460, 590)], fill=(128, 120, 110))
        _crack(pen, chance, 240, 160)
        _crack(pen, chance, 520, 330, 10)


def _pipe(pen: Pen, chance: random.Random, is_after: bool) -> None:
    metal = (176, 184, 190) if is_after else (134, 118, 98)
    pen.rectangle((0, 380, 1_200, 470), fill=metal)
    pen.rectangle((0, 392, 1_200, 408), fill=(222, 228, 232) if is_after else (172, 152, 124))
    pen.rectangle((540, 350, 660, 500), fill=(196, 152, 70))
    pen.rectangle((570, 240, 630, 350), fill=(196, 152, 70))
    pen.rectangle((500, 215, 700, 250), fill=(188, 52, 44))
    if is_after:
        return
    for _ in range(26):
        x, y = 600 + chance.randrange(-70, 70), chance.randrange(500, 840)
        pen.ellipse((x, y, x + 14, y + 30), fill=(128, 168, 200))
    pen.ellipse((330, 810, 900, 890), fill=(118, 152, 182))


def _window(pen: Pen, chance: random.Random, is_after: bool) -> None:
    pen.rectangle((180, 80, 1_020, 800), fill=(92, 96, 100))
    for left in (215, 615):
        pen.rectangle((left, 115, left + 370, 765), fill=(176, 208, 226))
        pen.polygon(
            [(left, 765), (left, 560), (left + 200, 470), (left + 370, 590), (left + 370, 765)],
            fill=(126, 156, 122),
        )
    if is_after:
        return
    for _ in range(13):
        x, y = chance.randrange(620, 980), chance.randrange(120, 760)
        pen.line([(800, 430), (x, y)], fill=(246, 250, 252), width=5)
    pen.ellipse((765, 395, 835, 465), fill=(60, 70, 78))


def _lift(pen: Pen, chance: random.Random, is_after: bool) -> None:
    pen.rectangle((250, 40, 950, 860), fill=(120, 122, 126))
    gap = 0 if is_after else 110 + chance.randrange(20)
    pen.rectangle((290, 80, 910, 860), fill=(34, 34, 38))
    pen.rectangle((290, 80, 600 - gap, 860), fill=(190, 194, 198))
    pen.rectangle((602 + gap // 3, 80, 910, 860), fill=(182, 186, 190))
    pen.rectangle((1_010, 400, 1_090, 560), fill=(70, 72, 76))
    pen.ellipse((1_030, 430, 1_070, 470), fill=(60, 170, 90) if is_after else (206, 60, 48))
    if not is_after:
        pen.polygon([(470, 830), (600, 600), (730, 830)], fill=(236, 190, 40))


def _paving(pen: Pen, chance: random.Random, is_after: bool) -> None:
    pen.rectangle((0, 0, 1_200, 900), fill=(158, 152, 146))
    for row in range(10):
        for column in range(-1, 9):
            x, y = column * 150 + (row % 2) * 75, row * 90
            grey = 146 + chance.randrange(34)
            lift = 0 if is_after else chance.choice((0, 0, 0, 18))
            box = (x + 4 + lift, y + 4 + lift // 2, x + 146, y + 86)
            pen.rectangle(box, fill=(grey, grey - 8, grey - 16))
    if not is_after:
        pen.ellipse((420, 330, 820, 620), fill=(98, 84, 66))
        _crack(pen, chance, 150, 120)


SCENES: dict[str, Callable[[Pen, random.Random, bool], None]] = {
    "waterproofing": _wall,
    "finishing": _tiled,
    "mep": _pipe,
    "doors_windows": _window,
    "elevator": _lift,
    "municipal": _paving,
}
SAME = {"fire": "mep", "landscape": "municipal"}
