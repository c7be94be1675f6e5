"""`python -m tests.fuzz --each 20 --seed 1`: the storm over a server of its own."""

import argparse
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.e2e.seed import seed_firm
from tests.e2e.server import ServerProcess
from tests.fuzz.storm import Storm
from tests.nursery.nursery import Nursery


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20, help="requests per operation, who and mode")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        seed_firm(data)
        with closing(Nursery()) as nursery:
            server = ServerProcess(nursery, data)
            server.start()
            try:
                tally = Storm(server, said.each, said.seed).run()
            finally:
                server.kill()
    for sin in tally.sins[:20]:
        print(sin)
    missed = tally.operations - tally.reached
    print(f"by status: {dict(sorted(tally.requests.items()))}")
    print(
        f"{tally.requests.total()} requests, {len(tally.reached)} of {len(tally.operations)}"
        f" operations reached, {len(tally.sins)} violations"
    )
    return 1 if tally.sins or missed else 0


if __name__ == "__main__":
    sys.exit(main())
