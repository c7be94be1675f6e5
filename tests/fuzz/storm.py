"""Requests made up from the OpenAPI document: no unexpected 5xx, no trace of a refused one."""

from collections import Counter
from typing import Any

import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests.e2e.server import ServerProcess
from tests.fuzz.callers import IDENTITIES, Caller, known_ids, with_known
from tests.fuzz.traces import Traces

TIMEOUT_S = 20
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


class Tally(msgspec.Struct):
    """`requests` by status; `reached`: operations that were called; `sins`: what must not be."""

    requests: Counter[int] = msgspec.field(default_factory=Counter)
    operations: set[str] = msgspec.field(default_factory=set)
    reached: set[str] = msgspec.field(default_factory=set)
    sins: list[str] = msgspec.field(default_factory=list)


class Storm:
    """Calls every operation of the document as everybody, `each` times in each mode."""

    def __init__(self, server: ServerProcess, each: int, seed_no: int) -> None:
        self.server = server
        self.each = each
        self.seed_no = seed_no
        self.schema = schemathesis.openapi.from_url(f"{server.origin}/schema/openapi.json")
        self.callers = [Caller(server, login) for login in IDENTITIES]
        self.traces = Traces(server)
        self.tally = Tally()

    def run(self) -> Tally:
        for found in self.schema.get_all_operations():
            assert isinstance(found, Ok), f"the document does not parse: {found.err()}"
            operation = found.ok()
            self.tally.operations.add(operation.label)
            for caller in self.callers:
                for mode in MODES:
                    self._blow(operation, caller, mode)
        return self.tally

    def _blow(self, operation: Any, caller: Caller, mode: GenerationMode) -> None:
        headers, ids = caller.headers(), known_ids(self.server)
        cases = operation.as_strategy(generation_mode=mode)

        @seed(self.seed_no)
        @settings(
            max_examples=self.each,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=tuple(HealthCheck.__members__.values()),
        )
        @given(case=cases, choice=st.integers(0, 19), is_known=st.booleans())
        def blow(case: Case, choice: int, is_known: bool) -> None:
            if is_known:
                case.body = with_known(case.body, ids, choice)
            self._call(case, headers, caller)

        try:
            blow()
        except Unsatisfiable:  # nothing to get wrong in a request without arguments
            assert mode is GenerationMode.NEGATIVE, operation.label

    def _call(self, case: Case, headers: dict[str, str], caller: Caller) -> None:
        before = self.traces.now()
        answer = case.call(headers=headers, timeout=TIMEOUT_S)
        status, label = answer.status_code, case.operation.label
        self.tally.requests[status] += 1
        self.tally.reached.add(label)
        who = caller.login or "nobody"
        if status >= 500:
            self.tally.sins.append(f"{status} {label} by {who}: {case.body!r} {answer.text[:200]}")
        elif status >= 400:
            after = self.traces.now()
            moved = [name for name in after if after[name] != before[name]]
            if moved:
                self.tally.sins.append(f"{status} {label} by {who} moved {moved}: {case.body!r}")
