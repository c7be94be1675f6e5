"""The checker finds every anomaly that is planted by hand, and none in a history that is serial."""

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.append.checker import Anomaly, History, Outcome, Pull, Txn, Values, check, knots

OK, FAILED, UNKNOWN = Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN


def kinds(found: list[Anomaly]) -> set[str]:
    return {each.kind for each in found}


def txn(
    name: str,
    seq: int | None = None,
    appends: dict[str, Values] | None = None,
    reads: dict[str, Values] | None = None,
    outcome: Outcome = OK,
) -> Txn:
    return Txn(name, outcome, seq, appends or {}, reads or {})


A, B = txn("a", 1, {"x": ("a1",)}), txn("b", 2, {"x": ("b1",)})


def test_a_serial_history_is_fine() -> None:
    c = txn("c", 3, {"y": ("c1",)}, {"x": ("a1", "b1"), "y": ()})
    pulls = [Pull(1, {"x": ("a1",)}), Pull(3, {"x": ("a1", "b1"), "y": ("c1",)})]
    assert check(History([A, B, c], {"x": ("a1", "b1"), "y": ("c1",)}, [pulls])) == []


@pytest.mark.parametrize(
    ("kind", "history"),
    [
        ("lost update", History([A, B], {"x": ("b1",)})),
        ("doubled", History([A], {"x": ("a1", "a1")})),
        ("garbage", History([A], {"x": ("a1", "z9")})),
        ("G1a", History([txn("f", None, {"x": ("f1",)}, outcome=FAILED)], {"x": ("f1",)})),
        (
            "G1a",
            History(
                [txn("f", None, {"x": ("f1",)}, outcome=FAILED), txn("r", 1, {}, {"x": ("f1",)})],
                {"x": ()},
            ),
        ),
        (
            "G1b",
            History(
                [txn("w", 1, {"x": ("w1", "w2")}), txn("r", 2, {}, {"x": ("w1",)})],
                {"x": ("w1", "w2")},
            ),
        ),
        ("incompatible", History([A, B, txn("r", 3, {}, {"x": ("b1",)})], {"x": ("a1", "b1")})),
        ("order", History([A, B], {"x": ("b1", "a1")})),
        (
            "G0",
            History(
                [
                    txn("a", None, {"x": ("a1",), "y": ("a2",)}),
                    txn("b", None, {"x": ("b1",), "y": ("b2",)}),
                ],
                {"x": ("a1", "b1"), "y": ("b2", "a2")},
            ),
        ),
        (
            "G1c",
            History(
                [
                    txn("a", None, {"x": ("a1",)}, {"y": ("b1",)}),
                    txn("b", None, {"y": ("b1",)}, {"x": ("a1",)}),
                ],
                {"x": ("a1",), "y": ("b1",)},
            ),
        ),
        (
            "G-single",  # r saw b's append to y and not the one to x
            History(
                [
                    txn("b", None, {"x": ("b1",), "y": ("b2",)}),
                    txn("r", None, {}, {"x": (), "y": ("b2",)}),
                ],
                {"x": ("b1",), "y": ("b2",)},
            ),
        ),
        (
            "G2",  # write skew
            History(
                [
                    txn("a", None, {"x": ("a1",)}, {"x": (), "y": ()}),
                    txn("b", None, {"y": ("b1",)}, {"x": (), "y": ()}),
                ],
                {"x": ("a1",), "y": ("b1",)},
            ),
        ),
        ("cursor hole", History([A, B], {"x": ("a1", "b1")}, [[Pull(2, {"x": ("a1",)})]])),
        (
            "cursor hole",  # it comes later, with another append: the cursor had gone past it
            History(
                [A, B, txn("c", 3, {"x": ("c1",)})],
                {"x": ("a1", "b1", "c1")},
                [[Pull(2, {"x": ("a1",)}), Pull(3, {"x": ("a1", "b1", "c1")})]],
            ),
        ),
        ("ahead", History([A, B], {"x": ("a1", "b1")}, [[Pull(1, {"x": ("a1", "b1")})]])),
    ],
)
def test_a_planted_anomaly_is_found_by_its_name(kind: str, history: History) -> None:
    assert kind in kinds(check(history))


def test_two_that_read_the_same_and_both_appended_lost_an_update() -> None:
    a = txn("a", 1, {"x": ("a1",)}, {"x": ()})
    b = txn("b", 2, {"x": ("b1",)}, {"x": ()})
    assert kinds(check(History([a, b], {"x": ("b1",)}))) >= {"lost update"}
    assert kinds(check(History([a, b], {"x": ("a1", "b1")}))) == {"G-single"}


def test_what_nobody_was_told_may_be_there_or_not() -> None:
    unknown = txn("u", None, {"x": ("u1",)}, outcome=UNKNOWN)
    assert check(History([A, unknown], {"x": ("a1",)})) == []
    assert check(History([A, unknown], {"x": ("a1", "u1")})) == []


def test_a_cycle_is_told_once_by_its_strongest_name() -> None:
    edges = [
        txn("a", None, {"x": ("a1",), "y": ("a2",)}, {"x": ()}),
        txn("b", None, {"x": ("b1",), "y": ("b2",)}, {"x": ("a1",)}),
    ]
    assert kinds(check(History(edges, {"x": ("a1", "b1"), "y": ("b2", "a2")}))) == {"G0"}


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_knots_are_those_that_reach_each_other(pairs: set[tuple[int, int]]) -> None:
    edges = [(str(one), str(other)) for one, other in pairs if one != other]
    reach: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        reach[one].add(other)
    for middle in list(map(str, range(13))):
        for start in list(map(str, range(13))):
            if middle in reach[start]:
                reach[start] |= reach[middle]
    nodes = {node for edge in edges for node in edge}
    wanted = {
        frozenset(b for b in nodes if b in reach[a] and a in reach[b])
        for a in nodes
        if a in reach[a]
    }
    assert {frozenset(knot) for knot in knots(edges)} == wanted


def serial(seed: int, count: int) -> tuple[list[Txn], dict[str, Values], list[Pull]]:
    """Mutations one after the other, and a reader now and then."""
    dice = random.Random(seed)
    lists: dict[str, Values] = {}
    txns: list[Txn] = []
    pulls: list[Pull] = []
    for seq in range(1, count + 1):
        rows = dice.sample("uvwxyz", dice.randint(1, 4))
        seen = dice.sample("uvwxyz", 2)
        reads = {row: lists.get(row, ()) for row in (*rows, *seen)}
        appends = {row: (f"{seq}",) for row in rows}
        txns.append(txn(f"t{seq}", seq, appends, reads))
        for row in rows:
            lists[row] = (*lists.get(row, ()), f"{seq}")
        if dice.random() < 0.3:
            pulls.append(Pull(seq, dict(lists)))
    return txns, lists, pulls


@given(st.integers(0, 10**6), st.integers(5, 40))
def test_serial_histories_have_no_anomaly(seed: int, count: int) -> None:
    txns, final, pulls = serial(seed, count)
    assert check(History(txns, final, [pulls])) == []


@given(st.integers(0, 10**6), st.integers(8, 40), st.data())
def test_any_append_that_gets_lost_or_moves_is_found(
    seed: int, count: int, data: st.DataObject
) -> None:
    txns, final, pulls = serial(seed, count)
    row = data.draw(st.sampled_from(sorted(row for row in final if len(final[row]) > 1)))
    at = data.draw(st.integers(0, len(final[row]) - 2))
    values = list(final[row])
    lost = {**final, row: tuple(values[:at] + values[at + 1 :])}
    assert "lost update" in kinds(check(History(txns, lost, [pulls])))
    values[at], values[at + 1] = values[at + 1], values[at]
    moved = {**final, row: tuple(values)}
    assert kinds(check(History(txns, moved, [pulls]))) >= {"order"}


@given(st.integers(0, 10**6), st.integers(8, 40), st.data())
def test_any_append_that_a_pull_goes_past_is_found(
    seed: int, count: int, data: st.DataObject
) -> None:
    txns, final, _ = serial(seed, count)
    row = data.draw(st.sampled_from(sorted(final)))
    short = {**final, row: final[row][:-1]}
    assert "cursor hole" in kinds(check(History(txns, final, [[Pull(count, short)]])))
