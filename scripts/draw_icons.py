"""Draw the mark, an F of reflective bands, as SVG and PNG into `pwa/public/icons/`.

Run it after changing the drawing: `.venv/bin/python scripts/draw_icons.py`. The pictures are
committed, so that a build needs no Pillow.
"""

from pathlib import Path

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parent.parent / "pwa" / "public" / "icons"
INK = "#22343f"
BAND = "#dcf23c"
GRID = 26  # the mark is drawn on a grid of 26 units
CORNER = 7
# (left, top, right, bottom) in grid units: the post and the two bands of the F
BARS = ((6.0, 5.0, 10.0, 21.0), (6.0, 5.5, 19.0, 9.5), (6.0, 12.0, 16.0, 16.0))
OVERSAMPLE = 4  # drawn larger and scaled down, since Pillow does not smooth edges


def svg() -> str:
    """The mark as an SVG document, 26 units square."""
    bars = "".join(
        f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}"/>'
        for left, top, right, bottom in BARS
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<rect width="{GRID}" height="{GRID}" rx="{CORNER}" fill="{INK}"/>'
        f'<g fill="{BAND}">{bars}</g></svg>\n'
    )


def png(size_px: int, *, full_bleed: bool) -> Image.Image:
    """The mark as a picture; a full-bleed one has no corners and keeps the mask's safe zone."""
    side = size_px * OVERSAMPLE
    image = Image.new("RGBA", (side, side), INK if full_bleed else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if not full_bleed:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), side * CORNER / GRID, INK)
    shrink = 0.72 if full_bleed else 1.0
    unit = side / GRID * shrink
    margin = side * (1 - shrink) / 2
    for bar in BARS:
        left, top, right, bottom = (margin + value * unit for value in bar)
        draw.rectangle((left, top, right - 1, bottom - 1), BAND)
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every icon that the manifest and the shells name."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "mark.svg").write_text(svg(), encoding="utf-8")
    for name, size_px, full_bleed in (
        ("mark-192.png", 192, False),
        ("mark-512.png", 512, False),
        ("maskable-512.png", 512, True),
        ("touch-180.png", 180, True),
    ):
        png(size_px, full_bleed=full_bleed).save(OUT / name, optimize=True)


if __name__ == "__main__":
    main()
