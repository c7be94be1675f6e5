"""Geo: prints a table and writes benchmarks/out/geo.json.  Run: python -m benchmarks.geo

Each line is a ratio within this run (CPU time against the peer) or a count, so that it means the
same on every machine.
"""

import random
import time
from heapq import nsmallest
from statistics import median

import msgspec
import numpy as np
from geopy.distance import geodesic, great_circle

from benchmarks.kit.lines import Line, cpu_s, report
from geo import (
    Busy,
    Job,
    LonLat,
    OpenJob,
    PlaceIndex,
    Position,
    Skill,
    Span,
    Technician,
    assign_all,
    nearest,
    rank,
)

K = 20
CREW = 1_000
QUERIES = 40
HOUR_MS = 3_600_000
MONDAY_MS = 1_767_571_200_000
TEN_MS = MONDAY_MS + 10 * HOUR_MS
SHANGHAI = (121.47, 31.23)


def around(rng: random.Random, spread_deg: float) -> LonLat:
    lon, lat = SHANGHAI
    return LonLat.from_degrees(lon + rng.gauss(0, spread_deg), lat + rng.gauss(0, spread_deg))


def crew(rng: random.Random, count: int, visits: int) -> list[Technician]:
    """Everybody on shift, three in ten skilled, one in ten absent; `visits` appointments each."""
    return [
        Technician(
            id=f"t{number:04}",
            name=f"t{number:04}",
            position=Position(around(rng, 0.12), TEN_MS - 600_000),
            home=around(rng, 0.12),
            skills={"plumbing": Skill(rng.randint(1, 3))} if rng.random() < 0.3 else {},
            shifts=(Span(MONDAY_MS + 8 * HOUR_MS, MONDAY_MS + 18 * HOUR_MS),),
            absences=(Span(MONDAY_MS, MONDAY_MS + 24 * HOUR_MS),) if rng.random() < 0.1 else (),
            busy=tuple(
                Busy(f"a{number}-{n}", start_ms, start_ms + HOUR_MS // 2, around(rng, 0.12))
                for n in range(visits)
                for start_ms in [MONDAY_MS + 8 * HOUR_MS + n * HOUR_MS]
            ),
            load_count=visits,
            load_min=30 * visits,
        )
        for number in range(count)
    ]


def nearest_lines(rng: random.Random) -> list[Line]:
    fleet = [around(rng, 0.12) for _ in range(CREW)]
    pairs = [(place.lat_deg, place.lon_deg) for place in fleet]
    index = PlaceIndex(fleet)
    queries = [around(rng, 0.15) for _ in range(QUERIES)]
    calls: list[int] = []
    times: dict[str, list[float]] = {"ours": [], "geodesic": [], "great_circle": []}
    wrong = wrong_on_sphere = 0

    def brute(measure: type[geodesic] | type[great_circle], query: LonLat) -> list[int]:
        at = (query.lat_deg, query.lon_deg)
        ranked = nsmallest(K, ((measure(at, pair).m, n) for n, pair in enumerate(pairs)))
        return [number for _, number in ranked]

    for query in queries:
        before_s = time.process_time()
        found = nearest(index, query, K)
        times["ours"].append(time.process_time() - before_s)
        calls.append(found.geodesic_calls)
        before_s = time.process_time()
        exact = brute(geodesic, query)
        times["geodesic"].append(time.process_time() - before_s)
        before_s = time.process_time()
        on_sphere = brute(great_circle, query)
        times["great_circle"].append(time.process_time() - before_s)
        wrong += [hit.index for hit in found.hits] != exact
        wrong_on_sphere += on_sphere != exact
    ours, slow, sphere = (median(times[name]) for name in ("ours", "geodesic", "great_circle"))
    return [
        Line(
            "nearest-20 of 1,000: CPU against geopy geodesic for everyone",
            round(ours / slow, 4),
            0.05,
            "x",
            "ratio",
            {"geopy geodesic": 1.0, "geopy great circle": round(sphere / slow, 4)},
        ),
        Line(
            "nearest-20 of 1,000: geodesics computed, most of 40 queries",
            max(calls),
            24,
            "calls",
            "count",
            {"geopy geodesic": CREW},
        ),
        Line(
            "nearest-20 of 1,000: lists of 40 that differ from geopy's",
            wrong,
            0,
            "lists",
            "count",
            {"geopy great circle": wrong_on_sphere},
        ),
    ]


def rank_line(rng: random.Random) -> Line:
    members = crew(rng, CREW, visits=10)
    job = Job(
        id="j",
        place=around(rng, 0.1),
        duration_min=30,
        skill="plumbing",
        start_ms=TEN_MS + HOUR_MS // 2,
    )
    pairs = [m.position.place for m in members if m.position is not None]
    at = pairs[0]
    peer_s = cpu_s(
        lambda: [
            geodesic((at.lat_deg, at.lon_deg), (place.lat_deg, place.lon_deg)).m for place in pairs
        ]
    )
    ours_s = median(cpu_s(lambda: rank(job, members, TEN_MS, K)) for _ in range(10))
    return Line(
        "rank: 1,000 technicians, 10,000 visits, all reasons; CPU against 1,000 geodesics",
        round(ours_s / peer_s, 4),
        0.15,
        "x",
        "ratio",
        {"geopy geodesic": 1.0},
    )


def assign_lines(rng: random.Random) -> list[Line]:
    days = [
        Span(MONDAY_MS + n * 24 * HOUR_MS, MONDAY_MS + (n + 1) * 24 * HOUR_MS) for n in range(10)
    ]
    shifts = tuple(Span(d.start_ms + 8 * HOUR_MS, d.start_ms + 17 * HOUR_MS) for d in days)
    members = [
        msgspec.structs.replace(member, shifts=shifts, absences=(), skills={}, max_load=6)
        for member in crew(rng, 24, visits=2)
    ]
    jobs = [
        OpenJob(
            id=f"j{n:03}",
            place=around(rng, 0.12),
            duration_min=rng.choice([30, 60, 90, 120]),
            grade=rng.randint(1, 3),
        )
        for n in range(400)
    ]
    probe = [around(rng, 0.1) for _ in range(1_001)]
    geodesic_s = cpu_s(lambda: [geodesic(_pair(probe[0]), _pair(at)).m for at in probe[1:]]) / 1e3
    result = assign_all(jobs, members, days, MONDAY_MS)
    ours_s = cpu_s(lambda: assign_all(jobs, members, days, MONDAY_MS))
    return [
        Line(
            "assign_all: 400 jobs, 24 technicians, 10 days: jobs left over",
            len(result.unassigned),
            0,
            "jobs",
            "count",
            {},
        ),
        Line(
            "assign_all: CPU against one geodesic per job, technician and day",
            round(ours_s / (geodesic_s * len(jobs) * len(members) * len(days)), 4),
            0.25,
            "x",
            "ratio",
            {"geopy geodesic": 1.0},
        ),
    ]


def _pair(place: LonLat) -> tuple[float, float]:
    return place.lat_deg, place.lon_deg


def main() -> None:
    rng = random.Random(20260105)
    np.sqrt(np.ones(2))  # the first numpy call pays for its loading
    lines = [*nearest_lines(rng), rank_line(rng), *assign_lines(rng)]
    report("geo", lines)


if __name__ == "__main__":
    main()
