"""What phones offer again after a restore is judged by what their authors can have seen."""

from typing import Any

import msgspec
import pytest

from server.gateway.recovery import begin_epoch
from server.problems import ProblemError
from tests.server.gateway.client import Client, Waiting, read
from tests.server.gateway.founding import TENANT
from tests.server.gateway.house import House

CUSTOMER = {"phone": "1", "tier": "normal", "remark": "gate 4"}
LOST = 50  # numbers that the old epoch had used after the backup


async def restored(house: House) -> None:
    """As after a restore of a backup that was made this moment."""
    await house.gateway.database.write(
        TENANT, lambda unit: begin_epoch(unit, "after-01", house.now_ms)
    )


def write_late(client: Client, name: str, /, **args: Any) -> None:
    """Author an entry on a base that the backup does not have any more."""
    client.write(name, **args)
    entry = client.outbox.pop()
    late = (entry.base[0], entry.base[1] + LOST)
    client.outbox.append(Waiting(entry.n, entry.name, entry.args, entry.device_ms, late))


async def test_what_waited_for_its_row_overwrites_nothing_unseen(house: House) -> None:
    """It is set aside until the row is offered again, and then judged on a base of this epoch."""
    chief, east = Client(house, "chief"), Client(house, "east")
    await chief.catch_up()
    await east.catch_up()
    customer_id = chief.write("customer.add", name="Ming", **CUSTOMER)
    write_late(east, "customer.edit", customer_id=customer_id, name="Ming & Co", **CUSTOMER)
    await restored(house)
    await east.catch_up()
    assert (east.results[1].outcome, east.results[1].reason) == ("set_aside", "unknown_row")
    chief.write("customer.edit", customer_id=customer_id, name="Ming Estates", **CUSTOMER)
    await chief.catch_up()
    (customer,) = await house.rows("customer")
    (held,) = await house.rows("held_entry")
    assert held.outcome == "accepted"
    assert customer.name == "Ming Estates"
    assert len(await house.rows("conflict")) == 1


async def test_who_is_shut_out_and_lacks_older_entries_is_told_to_sign_in(house: House) -> None:
    """His phone learns of the new epoch, and so what to offer again, only when he is signed in."""
    bob = Client(house, "bob")
    await bob.catch_up()
    for text in ("lost", "later"):
        bob.write("position.report", technician_id=text, fix={"lon_e7": 0, "lat_e7": 0})
    first = bob.outbox.pop(0)
    await restored(house)
    actor = msgspec.structs.replace(await house.actor("bob"), grants=(), is_revoked=True)
    with pytest.raises(ProblemError, match="signed_out"):
        await house.gateway.sync(actor, bob.request(), "")
    bob.outbox.insert(0, first)
    body, _ = await house.gateway.sync(actor, bob.request(), "")
    assert [result.reason for result in read(body).results] == ["quarantined"] * 2
