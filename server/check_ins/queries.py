"""Reads of check-ins."""

from geo.latlon import LonLat
from server.check_ins import rules
from server.check_ins.rules import Before, Best
from server.check_ins.schema import CheckIn
from server.check_ins.tables import CHECK_INS
from server.db.conditions import RowsQuery
from server.db.statement import param
from server.gateway.tx import Tx

C = CHECK_INS.c
_BETWEEN = RowsQuery(
    CheckIn,
    C.technician_id == param("who"),
    C.at_ms >= param("since"),
    C.at_ms <= param("until"),
    names=["who", "since", "until"],
)


def of_order(tx: Tx, work_order_id: str) -> list[CheckIn]:
    """Of all visits of an order, by their time."""
    found = tx.rows(CheckIn, C.work_order_id == work_order_id)
    return sorted(found, key=lambda each: (each.at_ms, each.id))


def before(tx: Tx, technician_id: str | None, at_ms: int) -> Before | None:
    """The last known position of this person at a check-in of the day before `at_ms`."""
    if technician_id is None:
        return None
    lines = tx.prepared(_BETWEEN, technician_id, at_ms - rules.BEFORE_MS, at_ms)
    placed = [each for each in lines if each.lon_e7 is not None and each.lat_e7 is not None]
    last = max(placed, key=lambda each: (each.at_ms, each.id), default=None)
    if last is None or last.lon_e7 is None or last.lat_e7 is None:
        return None
    measured_ms = last.at_ms - (last.age_s or 0) * 1000
    return Before(LonLat(last.lon_e7, last.lat_e7), last.accuracy_m, measured_ms)


def same_point(tx: Tx, technician_id: str | None, best: Best) -> int:
    """How many check-ins this person has at exactly these coordinates."""
    if technician_id is None:
        return 0
    place = best.place
    found = tx.rows(
        CheckIn,
        C.technician_id == technician_id,
        C.lon_e7 == place.lon_e7,
        C.lat_e7 == place.lat_e7,
    )
    return len(found)
