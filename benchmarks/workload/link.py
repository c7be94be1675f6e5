"""How long a slow link is busy with a phase: counted, so the same on every machine.

The link is that of `benchmarks/peers/proxy.py`: a round trip of 300 ms and 50 KiB/s each way. The
time of both machines comes on top of it.
"""

from benchmarks.workload.meter import Traffic
from benchmarks.workload.parts import KINDS
from server import contract
from server.work_orders.schema import WORK_ORDER

ROUND_TRIP_S = 0.3
BYTES_PER_S = 50 * 1024
ENTERS = 2  # position of the handles that enter, in the page of a kind


def link_s(traffic: Traffic) -> float:
    """Seconds: the handshake of TCP, a round trip for each request, and the bytes both ways."""
    trips = 1 + len(traffic.requests)
    return round(trips * ROUND_TRIP_S + traffic.total_bytes / BYTES_PER_S, 2)


def until_jobs(traffic: Traffic, jobs: int) -> Traffic:
    """The requests of a first sync until so many orders have come. Raises ValueError if never."""
    came = 0
    for at, answer in enumerate(traffic.answers):
        pages = answer.json[KINDS]
        came += sum(len(p[ENTERS]) for p in pages if contract.KINDS[p[0]] is WORK_ORDER)
        if came >= jobs:
            return _first(traffic, at + 1)
    raise ValueError(f"only {came} orders came")


def _first(traffic: Traffic, count: int) -> Traffic:
    requests, answers = traffic.requests[:count], traffic.answers[:count]
    up = sum(len(each.head) + len(each.body) for each in requests)
    down = sum(len(each.head) + len(each.body) for each in answers)
    return Traffic(requests, answers, up, down)
