"""Real exchanges with the shipped gateway, at a clock that the story holds: what is recorded."""

from typing import Any

import msgspec

from server import contract
from server.gateway.routes import DECODER
from tests.protocol.stranger import Stranger, born_id
from tests.server.gateway.founding import EAST_FIX, EPOCH, id_of
from tests.server.gateway.house import House

REPLICA = "01890a5d-ac96-774b-bcce-b302099a8057"
CUSTOMER = {"phone": "1", "tier": "normal", "remark": ""}


class Scribe:
    """A stranger of one person whose requests go straight to the gateway, word for word."""

    def __init__(self, house: House, who: str, replica: str) -> None:
        self.house, self.who = house, who
        # Without a web: here it only writes its entries.
        self.client = Stranger(web=None, replica=replica)  # type: ignore[arg-type]
        self.count = 0
        self.told: list[dict[str, Any]] = []

    def write(self, name: str, /, **args: Any) -> str:
        born = self.client.write(name, **args)
        entry = self.client.outbox[-1]
        entry.device_ms, entry.mono_ms = self.house.now_ms, 5_400_123 + entry.n
        return born

    async def sync(self, about: str) -> list[Any]:
        self.count += 1
        self.house.now_ms += 250
        asked = self.client.request(f"AAAAAA{self.who[0]}{self.count}")
        asked[7] = self.house.now_ms - 250
        text = msgspec.json.encode(asked)
        request = DECODER.decode(text)
        body, _ = await self.house.gateway.sync(await self.house.actor(self.who), request, "")
        answer = msgspec.json.decode(body)
        self.told.append(
            {
                "about": about,
                "replica": self.client.replica,
                "entries": [
                    {"n": e.n, "name": e.name, "args": e.args, "device_ms": e.device_ms}
                    for e in self.client.unsent()
                ],
                "request": text.decode(),
                "answer": body.decode(),
            }
        )
        blank: list[Any] = ["", 0, 0, [], None, [], [], [], False, "", [], [], []]
        whole = [*answer, *blank[len(answer) - 6 :]]
        self.client.apply(whole, asked[8])
        return answer


async def exchanges(house: House) -> dict[str, list[dict[str, Any]]]:
    """By name of the story, its exchanges in order. The same house tells the same story."""
    chief = Scribe(house, "chief", REPLICA)
    ann = Scribe(house, "ann", born_id("ann", "phone", 0))
    await chief.sync("a first sync")
    await ann.sync("a first sync of a technician")
    await chief.sync("nothing new")
    chief.client.in_columns = True
    customer = chief.write("customer.add", name="王建国", **CUSTOMER)
    await chief.sync("one customer added, in columns")
    order = chief.write("work_order.report", title="Leak", phone="1", fix=EAST_FIX)
    visit = chief.write(
        "appointment.assign",
        work_order_id=order,
        technician_id=id_of("technician:ann"),
        start_local="2026-03-02T09:00",
        zone="Asia/Shanghai",
    )
    for text in ("gate 4", 'a dog "Rex"\n🔧'):
        chief.write("work_order.note", work_order_id=order, text=text)
    await chief.sync("an order, a visit and two notes")
    await ann.sync("rows that enter")
    chief.client.in_columns = False
    chief.write("customer.edit", customer_id=customer, name="王建国 (二号)", **CUSTOMER)
    chief.write("customer.edit", customer_id=id_of("nobody"), name="?", **CUSTOMER)
    await chief.sync("a change and a refusal, spelt out")
    ann.write("appointment.depart", appointment_id=visit)
    other = id_of("technician:bob")
    chief.write("appointment.reassign", appointment_id=visit, technician_id=other)
    await chief.sync("a reassignment")
    await ann.sync("a late fact, and rows that leave")
    place = next(iter(chief.client.rows))
    chief.client.rows[place].values[0] = "another"
    await chief.sync("digests that differ")
    await chief.sync("sums of the parts, and a repair")
    return {"chief": chief.told, "ann": ann.told}


def recorded(told: list[dict[str, Any]]) -> dict[str, Any]:
    """A file of `messages/`."""
    return {"protocol": 1, "schema": contract.schema_hash(), "epoch": EPOCH, "exchanges": told}
