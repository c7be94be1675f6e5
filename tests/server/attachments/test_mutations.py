"""Attaching and the receipt: accepted, late, refused."""

from typing import Any

import pytest

from server.attachments.queries import knows_blob, readable, upload_of
from tests.server.harness_people import NOW_MS, SYSTEM, TENANT_ID, UNKNOWN, Firm

SHA = "ab" * 32
ZONE = "Asia/Shanghai"


class Case:
    """An order with a visit of one technician, and another technician."""

    def __init__(self, firm: Firm) -> None:
        self.mine = firm.person("mine", ["technician"])
        self.other = firm.person("other", ["technician"])
        self.my_technician = firm.done("technician.add", firm.admin, user_id=self.mine, name="M")
        self.technician = firm.done("technician.add", firm.admin, user_id=self.other, name="O")
        more = {
            "title": "Leak",
            "phone": "1",
            "address": "Lane 1",
            "fix": {"lon_e7": 1, "lat_e7": 1},
        }
        self.order = firm.done("work_order.report", firm.admin, **more)
        self.visit = firm.done(
            "appointment.assign",
            firm.admin,
            work_order_id=self.order,
            technician_id=self.my_technician,
            start_local="2026-03-02T09:00",
            zone=ZONE,
        )

    def args(self, **more: Any) -> dict[str, Any]:
        return {
            "work_order_id": self.order,
            "appointment_id": self.visit,
            "slot": "before",
            "sha256": SHA,
            "size_bytes": 1_000,
            "media_type": "image/jpeg",
            "captured_ms": NOW_MS,
            "fix": {"lon_e7": 5, "lat_e7": 6, "accuracy_m": 7},
        } | more


@pytest.fixture
def case(firm: Firm) -> Case:
    return Case(firm)


def test_attach_gives_a_row_that_the_order_brings_along(firm: Firm, case: Case) -> None:
    attachment = firm.done("attachment.attach", case.mine, **case.args())
    row = firm.row("attachment", attachment)
    assert (row.author_id, row.state, row.is_late) == (case.mine, "waiting", False)
    assert (row.lon_e7, row.accuracy_m) == (5, 7)
    assert firm.sees(case.mine, attachment)
    assert firm.sees(firm.admin, attachment)
    assert not firm.sees(case.other, attachment)


def test_after_a_reassignment_it_lands_late(firm: Firm, case: Case) -> None:
    other = {"appointment_id": case.visit, "technician_id": case.technician}
    firm.done("appointment.reassign", firm.admin, **other)
    result = firm.run("attachment.attach", case.mine, **case.args())
    assert (result.outcome, result.flags) == ("accepted", ["late"])
    late = firm.born(0)
    assert firm.row("attachment", late).is_late
    assert firm.sees(case.other, late)
    assert not firm.sees(case.mine, late)
    on_time = firm.done("attachment.attach", case.other, **case.args())
    assert not firm.row("attachment", on_time).is_late


def test_attach_refused(firm: Firm, case: Case) -> None:
    for author, wrong, reason in (
        (case.other, {}, "not_found"),
        (case.mine, {"work_order_id": UNKNOWN}, "not_found"),
        (case.mine, {"appointment_id": UNKNOWN}, "not_found"),
        (case.mine, {"media_type": "text/html"}, "media_type"),
        (case.mine, {"media_type": "image/"}, "media_type"),
        (case.mine, {"sha256": "AB" * 32}, "bad_arguments"),
        (case.mine, {"size_bytes": 0}, "bad_arguments"),
        (case.mine, {"size_bytes": 64 * 1024 * 1024 + 1}, "bad_arguments"),
    ):
        assert firm.refused("attachment.attach", author, **case.args(**wrong)) == reason
    assert firm.rows("attachment") == []


def test_the_receipt_is_the_servers(firm: Firm, case: Case) -> None:
    attachment = firm.done("attachment.attach", case.mine, **case.args())
    receipt = {"attachment_id": attachment, "sha256": SHA}
    assert firm.refused("attachment.store", case.mine, **receipt) == "not_allowed"
    assert firm.refused("attachment.store", firm.admin, **receipt) == "not_allowed"
    wrong = receipt | {"sha256": "cd" * 32}
    assert firm.refused("attachment.store", SYSTEM, **wrong) == "bad_arguments"
    unknown = receipt | {"attachment_id": UNKNOWN}
    assert firm.refused("attachment.store", SYSTEM, **unknown) == "not_found"
    firm.done("attachment.store", SYSTEM, **receipt)
    firm.done("attachment.store", SYSTEM, **receipt)
    row = firm.row("attachment", attachment)
    assert (row.state, row.stored_ms) == ("stored", NOW_MS)


def test_who_may_upload_read_and_know(firm: Firm, case: Case) -> None:
    attachment = firm.done("attachment.attach", case.mine, **case.args())
    firm.done("attachment.store", SYSTEM, attachment_id=attachment, sha256=SHA)
    other = {"appointment_id": case.visit, "technician_id": case.technician}
    firm.done("appointment.reassign", firm.admin, **other)
    stranger = firm.person("stranger", ["technician"])
    seen = (firm.connection, TENANT_ID)
    # The author keeps his own, the successor has it by sight, the office too, a stranger nothing.
    users = (case.mine, case.other, firm.admin, stranger)
    assert [upload_of(*seen, user, attachment) is not None for user in users] == [
        True,
        False,
        False,
        False,
    ]
    for function, name in ((readable, attachment), (knows_blob, SHA)):
        assert [bool(function(*seen, user, name)) for user in users] == [True, True, True, False]
    assert not knows_blob(*seen, case.mine, "cd" * 32)
    assert readable(*seen, case.mine, UNKNOWN) is None
