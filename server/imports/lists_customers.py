"""Lists of customers and their contacts."""

import re

import msgspec

from server.customers.schema import (
    AddContact,
    AddCustomer,
    Contact,
    Customer,
    EditContact,
    EditCustomer,
)
from server.gateway.tx import Tx
from server.imports.lists_cells import LOCALES, BadCell, Cells
from server.imports.lists_plan import (
    Plan,
    Step,
    Writer,
    active,
    born_row,
    differs,
    made,
    once,
    outcome_of,
)

TIERS = {"normal": "normal", "普通": "normal", "vip": "vip", "重要": "vip", "important": "vip"}
OF_A_CONTACT = ("relation", "contact_phone")


class Customers:
    """By name and phone; a line may bring one contact, known by its name at the customer."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.customers: dict[tuple[str, str], Customer] = {}
        for each in tx.rows(Customer):
            self.customers.setdefault((each.name, digits(each.phone)), each)
        self.contacts = {(each.customer_id, each.name): each for each in tx.rows(Contact)}
        self.lines: dict[tuple[str, str, str], int] = {}

    def plan(self, cells: Cells) -> Plan:
        name, phone = cells.needed("name"), cells.text("phone")
        contact = cells.text("contact")
        once(self.lines, (name, digits(phone), contact), cells)
        if not contact and any(cells.text(field) for field in OF_A_CONTACT):
            raise BadCell("missing", column="contact")
        known = self.customers.get((name, digits(phone)))
        if known is not None:
            active(known, cells)
        values = {
            "name": name,
            "phone": cells.text("phone", known.phone if known else ""),
            "tier": cells.choice("tier", TIERS, known.tier if known else "normal"),
            "remark": cells.text("remark", known.remark if known else ""),
        }
        made(AddCustomer, **values)
        if contact:  # judged before the customer is written down
            self._fields(None, contact, cells)
        steps: list[Step] = []
        customer = known
        if known is None:
            person = self._together(contact, values["phone"], cells)
            steps.append(self.writer.step(made(AddCustomer, **values, **person)))
            row_id = self.writer.born(steps[0])
            customer = born_row(Customer, id=row_id, is_active=True, **values)
            if person:
                self._put(self.writer.born(steps[0], 1), row_id, self._fields(None, contact, cells))
                contact = ""
        elif differs(known, values):
            steps.append(self.writer.step(made(EditCustomer, customer_id=known.id, **values)))
            customer = msgspec.structs.replace(known, **values)
        if customer is not None:
            self.customers[name, digits(phone)] = customer
            steps += self._contact(customer.id, contact, cells) if contact else []
        return Plan(cells.line, name, outcome_of(is_new=known is None, steps=steps), steps)

    def _fields(self, known: Contact | None, name: str, cells: Cells) -> dict[str, str]:
        fields = {
            "name": name,
            "relation": cells.text("relation", known.relation if known else ""),
            "phone": cells.text("contact_phone", known.phone if known else cells.text("phone")),
            "locale": cells.choice("language", LOCALES, known.locale if known else "zh-CN"),
        }
        made(EditContact, contact_id="00000000-0000-8000-8000-000000000000", **fields)
        return fields

    def _together(self, contact: str, phone: str, cells: Cells) -> dict[str, str]:
        """The contact as part of a new customer: one mutation, where both have one phone."""
        fields = self._fields(None, contact, cells) if contact else {}
        if not contact or fields["phone"] != phone:
            return {}
        relation, locale = fields["relation"], fields["locale"]
        return {"contact_name": contact, "relation": relation, "locale": locale}

    def _put(self, row_id: str, customer_id: str, fields: dict[str, str]) -> None:
        row = born_row(Contact, id=row_id, customer_id=customer_id, **fields)
        self.contacts[customer_id, fields["name"]] = row

    def _contact(self, customer_id: str, name: str, cells: Cells) -> list[Step]:
        known = self.contacts.get((customer_id, name))
        fields = self._fields(known, name, cells)
        if known is None:
            step = self.writer.step(made(AddContact, customer_id=customer_id, **fields))
            self._put(self.writer.born(step), customer_id, fields)
            return [step]
        if not differs(known, fields):
            return []
        self.contacts[customer_id, name] = msgspec.structs.replace(known, **fields)
        return [self.writer.step(made(EditContact, contact_id=known.id, **fields))]


def digits(phone: str) -> str:
    """How phones are compared: however they were grouped."""
    return re.sub(r"[\s\-()（）–·]", "", phone)
