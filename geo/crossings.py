"""Exact plane geometry on integer corners: which side, which turn, do two edges meet."""

from collections.abc import Sequence

Corner = tuple[int, int]  # (lon_e7, lat_e7), the longitude possibly beyond ±180°


def turn(a: Corner, b: Corner, c: Corner) -> int:
    """Twice the signed area of the triangle: > 0 when a → b → c turns left, 0 on a line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def area_doubled(ring: Sequence[Corner]) -> int:
    """Twice the signed area, in (10⁻⁷ degree)²; > 0 for a counter-clockwise ring."""
    before = (ring[-1], *ring[:-1])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(before, ring, strict=True))


def side(ring: Sequence[Corner], place: Corner) -> int:
    """1 inside, 0 on an edge or corner, -1 outside (even-odd)."""
    inside = False
    x, y = place
    a = ring[-1]
    for b in ring:
        if (a[1] > y) != (b[1] > y):
            leans = turn(a, b, place)
            if leans == 0:
                return 0
            # upwards edges have the place on their left when it is west of them
            inside ^= (leans > 0) == (b[1] > a[1])
        elif a[1] == y or b[1] == y:
            level = a[1] == b[1] and min(a[0], b[0]) <= x <= max(a[0], b[0])
            if place in (a, b) or level:
                return 0
        a = b
    return 1 if inside else -1


def first_crossing(rings: Sequence[Sequence[Corner]]) -> tuple[int, int, int, int] | None:
    """(ring, edge, ring, edge) of two edges that cross, overlap or touch, other than
    neighbours at their common corner. Edges are swept from west to east."""
    edges: list[tuple[int, int, int, int, Corner, Corner]] = []
    for number, ring in enumerate(rings):
        for at, a in enumerate(ring):
            b = ring[(at + 1) % len(ring)]
            edges.append((min(a[0], b[0]), max(a[0], b[0]), number, at, a, b))
    edges.sort()
    open_edges: list[tuple[int, int, int, int, Corner, Corner]] = []
    for edge in edges:
        open_edges = [other for other in open_edges if other[1] >= edge[0]]
        for other in open_edges:
            if _clash(edge, other, len(rings[edge[2]])):
                first, second = sorted((edge[2:4], other[2:4]))
                return *first, *second
        open_edges.append(edge)
    return None


def _clash(
    one: tuple[int, int, int, int, Corner, Corner],
    two: tuple[int, int, int, int, Corner, Corner],
    ring_corners: int,
) -> bool:
    a, b, c, d = one[4], one[5], two[4], two[5]
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    if one[2] == two[2] and (one[3] - two[3]) % ring_corners in (1, ring_corners - 1):
        return _folds_back(a, b, c, d)
    return _meet(a, b, c, d)


def _folds_back(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    """Neighbours share a corner; they clash only if the second runs back along the first."""
    if b == c:
        start, shared, end = a, b, d
    else:
        start, shared, end = c, a, b
    if turn(start, shared, end) != 0:
        return False
    ahead = (shared[0] - start[0]) * (end[0] - shared[0])
    return ahead + (shared[1] - start[1]) * (end[1] - shared[1]) < 0


def _meet(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    abc, abd, cda, cdb = turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
    if _apart(abc, abd) and _apart(cda, cdb):
        return True
    return (
        (abc == 0 and _within(a, b, c))
        or (abd == 0 and _within(a, b, d))
        or (cda == 0 and _within(c, d, a))
        or (cdb == 0 and _within(c, d, b))
    )


def _apart(left: int, right: int) -> bool:
    return (left > 0 > right) or (left < 0 < right)


def _within(a: Corner, b: Corner, c: Corner) -> bool:
    """c is on the line through a and b: is it between them?"""
    in_lon = min(a[0], b[0]) <= c[0] <= max(a[0], b[0])
    return in_lon and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
