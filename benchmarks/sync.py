"""Sync: prints a table and writes benchmarks/out/sync.json.  Run: python -m benchmarks.sync

Bytes are the TCP payload of every `POST /sync` of a phase, heads and token included, between
the shipped engine in Node and the product's server; `workload/` says what is synced and by whom.
"""

from benchmarks.kit.lines import Line, report
from benchmarks.workload.link import link_s, until_jobs
from benchmarks.workload.parts import parts_of
from benchmarks.workload.phases import Measured, measure

FIRST_SYNC_BYTES_MAX = 160_000
RESUME_BYTES_MAX = 45_000
FIRST_SYNC_LINK_S_MAX = 4.5
FIRST_JOBS = 50
FIRST_JOBS_LINK_S_MAX = 1.5
NO_OP_BYTES_MAX = 450
FIELDS_BYTES_MAX = 1_200
OFFLINE_BYTES_MAX = 3_000
MOVED_BYTES_MAX = 7_000
PARTS = 16
PHASES = {
    "a": ("first sync of 2,000 rows and their history", FIRST_SYNC_BYTES_MAX),
    "b": ("no-op", NO_OP_BYTES_MAX),
    "c": ("100 one-field changes of the office", FIELDS_BYTES_MAX),
    "d": ("200 offline edits of 60 jobs, pushed", OFFLINE_BYTES_MAX),
    "d2": ("no-op after the push", NO_OP_BYTES_MAX),
    "e": ("50 jobs leave, 50 come", MOVED_BYTES_MAX),
}


def lines_of(measured: Measured) -> list[Line]:
    """The goals of the wire: bytes both ways, and one request where one must do."""
    lines: list[Line] = []
    for phase, (what, goal) in PHASES.items():
        traffic = measured.traffic[phase]
        ours, requests = traffic.total_bytes, len(traffic.requests)
        requests_goal = None if phase == "a" else 1
        lines += [
            Line(f"{phase}  {what}", ours, goal, "bytes", "count", {}),
            Line(f"{phase}  requests", requests, requests_goal, "requests", "count", {}),
        ]
    first = measured.traffic["a"]
    longest = max(len(each.head) + len(each.body) for each in first.answers)
    cut = "a  what a cut makes it send again"
    jobs = f"a  first {FIRST_JOBS} jobs, on the link"
    return [
        *lines,
        Line(cut, longest, RESUME_BYTES_MAX, "bytes", "count", {}),
        Line("a  all rows, on the link", link_s(first), FIRST_SYNC_LINK_S_MAX, "s", "count", {}),
        Line(jobs, link_s(until_jobs(first, FIRST_JOBS)), FIRST_JOBS_LINK_S_MAX, "s", "count", {}),
    ]


def main() -> None:
    measured = measure()
    report("sync", lines_of(measured))
    print(f"\nrows after a: {measured.rows}")
    for phase, traffic in measured.traffic.items():
        print(f"{phase:<3} up {traffic.up_bytes:>9,}   down {traffic.down_bytes:>9,}")
    for phase in ("a", "c"):
        print(f"\nwhat {phase} would be shorter by without:")
        for part, count in parts_of(measured.traffic[phase])[:PARTS]:
            print(f"{count:>9,}  {part}")


if __name__ == "__main__":
    main()
