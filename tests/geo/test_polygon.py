import math
from itertools import pairwise

import msgspec
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.latlon import LonLat, distance_m
from geo.polygon import (
    AroundPole,
    BadPolygon,
    Box,
    CrossesItself,
    HoleOutside,
    NoArea,
    NoRing,
    Polygon,
    TooFewCorners,
    TooManyCorners,
    area_m2,
    boundary_m,
    box_of,
    centroid,
    contains,
    polygon,
)
from tests.geo.builders import place

Ring = list[tuple[float, float]]
SQUARE: Ring = [(121.0, 31.0), (122.0, 31.0), (122.0, 32.0), (121.0, 32.0)]
HOLE: Ring = [(121.4, 31.4), (121.6, 31.4), (121.6, 31.6), (121.4, 31.6)]
# open to the east, so that its centre of gravity is outside
HOOK: Ring = [(0, 0), (3, 0), (3, 1), (1, 1), (1, 2), (3, 2), (3, 3), (0, 3)]
FIJI: Ring = [(179.0, -18.0), (-179.0, -18.0), (-179.0, -17.0), (179.0, -17.0)]


def made(*rings: Ring) -> Polygon:
    shape = polygon([[place(lon, lat) for lon, lat in ring] for ring in rings])
    assert isinstance(shape, Polygon), shape
    return shape


def refused(*rings: Ring) -> BadPolygon:
    answer = polygon([[place(lon, lat) for lon, lat in ring] for ring in rings])
    assert not isinstance(answer, Polygon)
    return answer


def winding(ring: list[tuple[int, int]], x: int, y: int) -> float:
    """Turns of the ring round a point, by angles: another method than the code's."""
    total = 0.0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        turn = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
        total += (turn + math.pi) % (2 * math.pi) - math.pi
    return total / (2 * math.pi)


@st.composite
def stars(draw: st.DrawFn) -> list[tuple[int, int]]:
    """A simple ring on a small grid: corners at growing angles round the middle."""
    angles = sorted(draw(st.sets(st.integers(0, 35), min_size=4, max_size=12)))
    gaps = [b - a for a, b in pairwise([*angles, angles[0] + 36])]
    assume(max(gaps) < 18)
    ring: list[tuple[int, int]] = []
    for step in angles:
        radius = draw(st.integers(200, 1_000))
        angle = step * math.pi / 18
        ring.append((round(radius * math.cos(angle)), round(radius * math.sin(angle))))
    return ring


@settings(max_examples=200)
@given(stars(), st.integers(-1_100, 1_100), st.integers(-1_100, 1_100), st.integers(-180, 179))
def test_inside_agrees_with_winding_wherever_it_lies(
    ring: list[tuple[int, int]], x: int, y: int, middle: int
) -> None:
    turns = winding(ring, x, y)
    assume(abs(turns) < 0.1 or abs(abs(turns) - 1) < 0.1)  # not on the boundary
    shift_e7 = middle * 10_000_000

    def at(lon: int, lat: int) -> LonLat:
        return LonLat((lon + shift_e7 + 1_800_000_000) % 3_600_000_000 - 1_800_000_000, lat)

    shape = polygon([[at(lon, lat) for lon, lat in ring]])
    assert isinstance(shape, Polygon)
    assert contains(shape, at(x, y)) is (abs(turns) > 0.5)


@given(stars(), st.integers(0, 11))
def test_corners_and_middles_of_edges_are_inside(ring: list[tuple[int, int]], at: int) -> None:
    ring = [(2 * x, 2 * y) for x, y in ring]
    shape = polygon([[LonLat(x, y) for x, y in ring]])
    assert isinstance(shape, Polygon)
    (ax, ay), (bx, by) = ring[at % len(ring)], ring[(at + 1) % len(ring)]
    assert contains(shape, LonLat(ax, ay))
    assert contains(shape, LonLat((ax + bx) // 2, (ay + by) // 2))


def test_a_hole_is_outside_but_its_rim_is_not() -> None:
    shape = made(SQUARE, HOLE)
    assert contains(shape, place(121.2, 31.5))
    assert not contains(shape, place(121.5, 31.5))
    assert contains(shape, place(121.4, 31.5))
    assert not contains(shape, place(122.1, 31.5))


def test_rings_may_be_closed_and_run_either_way() -> None:
    closed = made([*SQUARE, SQUARE[0]], [*HOLE, HOLE[0]])
    backwards = made(SQUARE[::-1], HOLE[::-1])
    for shape in (closed, backwards):
        assert contains(shape, place(121.2, 31.5))
        assert not contains(shape, place(121.5, 31.5))
        assert area_m2(shape) == pytest.approx(area_m2(made(SQUARE, HOLE)), rel=1e-12)
        assert centroid(shape) == centroid(made(SQUARE, HOLE))


def test_across_the_antimeridian() -> None:
    shape = made(FIJI)
    assert contains(shape, place(179.9, -17.5))
    assert contains(shape, place(-179.9, -17.5))
    assert contains(shape, place(180.0, -17.5))
    assert not contains(shape, place(178.9, -17.5))
    assert not contains(shape, place(0, -17.5))
    assert box_of(shape) == Box(1_790_000_000, -180_000_000, -1_790_000_000, -170_000_000)
    assert centroid(shape) == place(180.0, -17.5)
    at_home = made([(lon + 1.2 if lon > 0 else lon + 361.2, lat) for lon, lat in FIJI])
    assert area_m2(shape) == pytest.approx(area_m2(at_home), rel=1e-12)


def test_bounds() -> None:
    assert box_of(made(SQUARE)) == Box(1_210_000_000, 310_000_000, 1_220_000_000, 320_000_000)
    east = made([(179, 0), (180, 0), (180, 1), (179, 1)])
    assert box_of(east) == Box(1_790_000_000, 0, 1_800_000_000, 10_000_000)


def test_area_equals_geographiclibs_when_edges_are_short() -> None:
    """Geographiclib's edges are geodesics; for 200 m steps the two figures are the same."""
    steps = 500
    ring = [(121.0 + n / steps, 31.0) for n in range(steps)]
    ring += [(122.0, 31.0 + n / steps) for n in range(steps)]
    ring += [(122.0 - n / steps, 32.0) for n in range(steps)]
    ring += [(121.0, 32.0 - n / steps) for n in range(steps)]
    exact = Geodesic.WGS84.Polygon()  # pyright: ignore[reportAttributeAccessIssue]
    for lon, lat in ring:
        exact.AddPoint(lat, lon)
    expected_m2 = exact.Compute(False, True)[2]
    assert area_m2(made(ring)) == pytest.approx(expected_m2, rel=1e-6)
    assert area_m2(made(SQUARE)) == pytest.approx(area_m2(made(ring)), rel=1e-9)


def test_a_hole_takes_its_area_away() -> None:
    whole = area_m2(made(SQUARE, HOLE)) + area_m2(made(HOLE))
    assert whole == pytest.approx(area_m2(made(SQUARE)), rel=1e-12)


def test_centroid() -> None:
    assert centroid(made(SQUARE)) == place(121.5, 31.5)
    assert centroid(made(SQUARE, HOLE)) == place(121.5, 31.5)
    hollow = centroid(made(HOOK))
    assert hollow == place((9 * 1.5 - 2 * 2) / 7, 1.5)


def sampled_boundary_m(rings: list[Ring], at: LonLat) -> float:
    """The least geodesic distance to many points of the boundary."""
    best = math.inf
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            for step in range(401):
                t = step / 400
                there = LonLat.from_degrees(ax + t * (bx - ax), ay + t * (by - ay))
                best = min(best, distance_m(at, there))
    return best


@pytest.mark.parametrize(
    ("lon", "lat"), [(121.05, 31.5), (121.52, 31.5), (120.3, 30.6), (123.5, 31.7), (121.7, 31.45)]
)
def test_distance_to_the_boundary_from_inside_and_outside(lon: float, lat: float) -> None:
    at = place(lon, lat)
    sampled_m = sampled_boundary_m([SQUARE, HOLE], at)
    found_m = boundary_m(made(SQUARE, HOLE), at)
    assert sampled_m * 0.99 - 1 <= found_m <= sampled_m * 1.001 + 1


def test_distance_on_the_boundary_is_nothing() -> None:
    assert boundary_m(made(SQUARE), place(121.3, 31.0)) == 0
    assert boundary_m(made(FIJI), place(180.0, -17.0)) == 0


def test_distance_across_the_antimeridian() -> None:
    at = place(178.9, -17.5)
    assert boundary_m(made(FIJI), at) == pytest.approx(
        distance_m(at, place(179.0, -17.5)), rel=1e-4
    )


BOWTIE: Ring = [(0, 0), (1, 1), (1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("rings", "answer"),
    [
        ([], NoRing()),
        ([[]], TooFewCorners(0, 0)),
        ([[(0, 0), (1, 1), (0, 0)]], TooFewCorners(0, 2)),
        ([SQUARE, [(121.5, 31.5), (121.5, 31.5)]], TooFewCorners(1, 1)),
        ([[(0, 0), (1, 1), (2, 2)]], NoArea(0)),
        ([BOWTIE], CrossesItself(0, 0, 0, 2)),
        ([[(0, 0), (2, 0), (1, 0)]], NoArea(0)),
        ([[(0, 0), (2, 0), (1, 0), (1, 1)]], CrossesItself(0, 0, 0, 2)),
        ([[(0, 0), (4, 0), (4, 2), (2, 0), (0, 2)]], CrossesItself(0, 0, 0, 3)),
        ([SQUARE, [(121.5, 31.5), (122.5, 31.5), (122.5, 31.6)]], CrossesItself(0, 1, 1, 0)),
        ([SQUARE, [(123.0, 31.0), (124.0, 31.0), (124.0, 32.0)]], HoleOutside(1)),
        ([SQUARE, HOLE, [(121.45, 31.45), (121.5, 31.45), (121.5, 31.5)]], HoleOutside(2)),
        ([[(0, 80), (120, 80), (-120, 80)]], AroundPole(0)),
        ([[(0, 10), (100, 10), (179.9, 10), (179.9, 20), (100, 20), (-1, 20)]], AroundPole(0)),
    ],
)
def test_each_thing_that_can_be_wrong(rings: list[Ring], answer: BadPolygon) -> None:
    assert refused(*rings) == answer


def test_too_many_corners() -> None:
    ring = [(n / 1_000, 0.0) for n in range(9_999)] + [(9.0, 1.0), (0.0, 1.0)]
    assert refused(ring) == TooManyCorners(10_001, 10_000)


def test_errors_carry_their_code() -> None:
    assert msgspec.to_builtins(refused(BOWTIE))["code"] == "crosses_itself"


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=8))
def test_crossings_are_found_by_the_sweep_as_by_every_pair(ring: list[tuple[int, int]]) -> None:
    """Against shapes on a tiny grid, where touching and overlapping are common."""
    assume(len(set(ring)) == len(ring))
    answer = polygon([[LonLat(x, y) for x, y in ring]])
    edges = list(pairwise([*ring, ring[0]]))
    clash = any(
        _share_a_point(edges[i], edges[j], neighbours=j - i in (1, len(edges) - 1))
        for i in range(len(edges))
        for j in range(i + 1, len(edges))
    )
    if isinstance(answer, NoArea):
        return
    assert isinstance(answer, CrossesItself) is clash


def _share_a_point(
    one: tuple[tuple[int, int], tuple[int, int]],
    two: tuple[tuple[int, int], tuple[int, int]],
    neighbours: bool,
) -> bool:
    """By solving for the meeting point in fractions of the edges."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = two
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    across = ux * vy - uy * vx
    if across:
        t = ((cx - ax) * vy - (cy - ay) * vx) / across
        u = ((cx - ax) * uy - (cy - ay) * ux) / across
        meets = -1e-9 <= t <= 1 + 1e-9 and -1e-9 <= u <= 1 + 1e-9
        return meets and not neighbours
    if ux * (cy - ay) - uy * (cx - ax):
        return False
    long2 = ux * ux + uy * uy
    ends = sorted(((x - ax) * ux + (y - ay) * uy) / long2 for x, y in two)
    shared = min(1.0, ends[1]) - max(0.0, ends[0])
    return shared > 1e-9 if neighbours else shared >= -1e-9
