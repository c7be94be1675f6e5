"""Ours and six libraries on one workload.  Run: make bench-sync

All of them get the same rows, the same token and the same heads, through the same proxy, which is
a slow link of 300 ms and 50 KiB/s. Then the peers play once more without the history that our
product writes beside each edit: what they would cost somebody who keeps the last value only.
"""

import sys
import time
from collections.abc import Iterable

from benchmarks.peers import contest, ours
from benchmarks.peers.contest import FILTERED, PEERS, Contest, Peer
from benchmarks.peers.proxy import Link, Proxy
from benchmarks.peers.story import Story
from benchmarks.peers.table import fates, faults, licences, tables, times, write

SLOW = Link(round_trip_s=0.3, bytes_per_s=50 * 1024)


def _all(peers: Iterable[Peer], story: Story, token: str, proxy: Proxy) -> list[Contest]:
    """Every peer in turn. Tells on stderr how far it is."""
    contests: list[Contest] = []
    for peer in peers:
        before_s = time.monotonic()
        contests.append(contest.play(peer, story, token, proxy))
        print(f"{peer.name}: {time.monotonic() - before_s:.0f} s", file=sys.stderr)
    return contests


def main() -> None:
    slow, fast = Proxy(SLOW), Proxy(Link())
    try:
        own, story, token = ours.play(slow)
        contests = [own, *_all((*PEERS, FILTERED), story, token, slow)]
        bare = [own, *_all(PEERS, story.bare(), token, fast)]
    finally:
        slow.close()
        fast.close()
    write(contests, story)
    print(f"\n{len(story.seed):,} rows, 300 ms, 50 KiB/s, a token of {len(token)} bytes\n")
    print("\n".join([*tables(contests, story), *times(contests, SLOW), *faults(contests)]))
    print("\n".join([*fates(contests), ""]))
    print("The peers without history: 2,000 rows, each edit overwrites one field; no delay.")
    print("Ours as above, with its history.\n")
    print("\n".join([*tables(bare, story.bare()), *licences()]))


if __name__ == "__main__":
    main()
