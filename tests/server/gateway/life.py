"""Random days of a firm: whatever people do, in whatever order, from a seed."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from server.gateway import first_sync, pull
from tests.server.gateway.client import Client
from tests.server.gateway.founding import EAST_FIX, TECHNICIANS, WEST_FIX, id_of
from tests.server.gateway.house import House

OFFICE = ("boss", "chief", "east", "west")
VISIT_FACTS = ("accept", "depart", "arrive", "start", "complete", "decline")
ORDER_DECISIONS = ("hold", "cancel", "decline")


class Life:
    """One history: people act, and replicas sync a page at a time in between."""

    def __init__(self, house: House, seed: int, set_attribute: Callable[..., None]) -> None:
        self.house = house
        self.dice = random.Random(seed)
        self.clients = [Client(house, who) for who in ("ann", "bob", "cai", "east", "west")]
        self.outcomes: Counter[str] = Counter()
        self._set = set_attribute
        self._actions: list[Callable[[], Awaitable[None]]] = [
            self.report,
            self.assign,
            self.assign,
            self.reassign,
            self.reassign,
            self.move_order,
            self.edit_customer,
            self.place,
            self.add_grant,
            self.end_grant,
            self.edit_technician,
            self.set_shift,
            self.go_on,
            self.go_on,
            self.field_report,
            self.field_note,
        ]

    async def begin(self) -> None:
        """Some orders and visits, so that there is something to do."""
        for day, technician in enumerate(TECHNICIANS, start=2):
            order = await self.house.order(new_customer_name="Wang", address="Road 1")
            await self.house.visit(order, technician, day)

    async def step(self) -> None:
        if self.dice.random() < 0.6:
            await self.dice.choice(self._actions)()
        else:
            await self.one_page(self.dice.choice(self.clients))

    async def one_page(self, client: Client) -> None:
        self._set(pull, "PAGE_ROWS_MAX", self.dice.choice((1, 2, 3, 5, 8, 500)))
        self._set(first_sync, "URGENT_ROWS_MAX", self.dice.choice((1, 4, 200)))
        await client.sync(lose_answer=self.dice.random() < 0.15)

    async def finish(self) -> None:
        """Everybody comes to rest: outboxes first, since they write too."""
        for client in 2 * self.clients:
            await self.one_page(client)
            self._set(pull, "PAGE_ROWS_MAX", self.dice.choice((7, 20, 500)))
            await client.catch_up()
            assert not client.outbox
        for client in self.clients:
            self.outcomes.update(result.outcome for result in client.results.values())

    async def office(self, name: str, /, **args: Any) -> bool:
        result = await self.house.ask(self.dice.choice(OFFICE), name, **args)
        self.outcomes[result.outcome] += 1
        return result.outcome == "accepted"

    async def any_of(self, kind: str) -> Any:
        rows = await self.house.rows(kind)
        return self.dice.choice(rows) if rows else None

    def fix(self) -> dict[str, int]:
        return self.dice.choice((EAST_FIX, WEST_FIX))

    def technician(self) -> str:
        return id_of(f"technician:{self.dice.choice(TECHNICIANS)}")

    async def report(self) -> None:
        place = await self.any_of("location")
        customer = await self.any_of("customer")
        args: dict[str, Any] = {"title": "Leak", "phone": "1", "new_contact_name": "Li"}
        if place is not None and self.dice.random() < 0.4:
            args["location_id"] = place.id
        elif self.dice.random() < 0.8:
            args |= {"fix": self.fix(), "address": "Road 1"}
        if customer is not None and self.dice.random() < 0.5:
            args["customer_id"] = customer.id
        else:
            args["new_customer_name"] = "Wang"
        await self.office("work_order.report", **args)

    async def assign(self) -> None:
        if (order := await self.any_of("work_order")) is None:
            return
        day, hour = self.dice.randint(2, 28), self.dice.randint(8, 17)
        await self.office(
            "appointment.assign",
            work_order_id=order.id,
            technician_id=self.technician(),
            start_local=f"2026-03-{day:02}T{hour:02}:00",
            zone="Asia/Shanghai",
        )

    async def reassign(self) -> None:
        if (visit := await self.any_of("appointment")) is not None:
            who = self.technician()
            await self.office("appointment.reassign", appointment_id=visit.id, technician_id=who)

    async def move_order(self) -> None:
        """Triage, decide or place an order anew: its territory may change."""
        if (order := await self.any_of("work_order")) is None:
            return
        chosen = self.dice.random()
        if chosen < 0.3:
            await self.office("work_order.triage", work_order_id=order.id, grade="urgent")
        elif chosen < 0.5:
            verb = self.dice.choice(ORDER_DECISIONS)
            await self.office(f"work_order.{verb}", work_order_id=order.id, reason="so")
        else:
            await self.office(
                "work_order.place", work_order_id=order.id, fix=self.fix(), address="Road 2"
            )

    async def edit_customer(self) -> None:
        if (customer := await self.any_of("customer")) is not None:
            values = {"name": f"Wang {self.dice.randint(1, 9)}", "phone": "2"}
            more = {"tier": self.dice.choice(("normal", "vip")), "remark": "careful"}
            await self.office("customer.edit", customer_id=customer.id, **values, **more)

    async def place(self) -> None:
        if (location := await self.any_of("location")) is not None:
            await self.office("location.place", location_id=location.id, fix=self.fix())

    async def add_grant(self) -> None:
        who = self.dice.choice(("west", "east", "bob"))
        place = self.dice.choice(("pudong", "puxi"))
        args = {"user_id": id_of(who), "role": "dispatcher", "territory_id": id_of(place)}
        await self.house.done("boss", "grant.add", **args)

    async def end_grant(self) -> None:
        """Sometimes back at once: a scope lost and regained before anybody looked."""
        grants = [g for g in await self.house.rows("grant") if g.is_active and g.territory_id]
        grant = self.dice.choice([g for g in grants if g.role == "dispatcher"] or grants)
        ended = await self.house.ask("boss", "grant.end", grant_id=grant.id)
        if ended.outcome == "accepted" and self.dice.random() < 0.5:
            args = {"user_id": grant.user_id, "territory_id": grant.territory_id}
            await self.house.done("boss", "grant.add", **args, role=grant.role)

    async def edit_technician(self) -> None:
        args = {"name": f"T{self.dice.randint(1, 9)}", "phone": "3", "zone": "Asia/Shanghai"}
        place = id_of(self.dice.choice(("pudong", "puxi")))
        who = self.technician()
        await self.house.ask(
            "boss", "technician.edit", technician_id=who, **args, territory_id=place, max_load=20
        )

    async def set_shift(self) -> None:
        args = {"weekday": self.dice.randint(0, 6), "start_min": 480, "end_min": 1080}
        await self.house.ask(
            "boss", "technician.set_shift", technician_id=self.technician(), **args
        )

    def in_field(self) -> Client:
        return self.dice.choice([c for c in self.clients if c.who in TECHNICIANS])

    async def go_on(self) -> None:
        """A technician does the next thing on a visit, his own or one that is not his any more."""
        if (visit := await self.any_of("appointment")) is None:
            return
        client, verb = self.in_field(), self.dice.choice(VISIT_FACTS)
        more: dict[str, Any] = {"reason": "no"} if verb == "decline" else {}
        more = {"summary": "done"} if verb == "complete" else more
        if verb in ("arrive", "complete") and self.dice.random() < 0.7:
            more["whereabouts"] = {"samples": [self.fix()]}
        client.write(f"appointment.{verb}", appointment_id=visit.id, **more)

    async def field_report(self) -> None:
        args = {"title": "Crack", "phone": "1", "channel": "technician", "fix": self.fix()}
        self.in_field().write("work_order.report", **args)

    async def field_note(self) -> None:
        if (order := await self.any_of("work_order")) is not None:
            self.in_field().write("work_order.note", work_order_id=order.id, text="hm")
