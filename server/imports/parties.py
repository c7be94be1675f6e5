"""Customers and contacts of a register: each of them once, whichever rows name them."""

from collections.abc import Awaitable, Callable
from hashlib import blake2s

from server.customers.schema import AddContact, AddCustomer
from server.imports.mapping import Mapping
from server.imports.requests_rows import Party
from server.imports.standing import WRITER, Firm
from server.shapes import Args
from sync.ids import born_id
from sync.outcomes import Outcome
from sync.protocol import Result

Send = Callable[[Args, str], Awaitable[Result]]
NOBODY = (None, None)
HASH_BYTES = 10


class ImportRefused(Exception):
    """Somebody that rows depend on could not be stored; the message says who and why."""


class Parties:
    """Who reported, as ids: found by name among the firm's active customers, else added."""

    def __init__(self, mapping: Mapping, firm: Firm, user_id: str, send: Send) -> None:
        self._register = mapping.register
        self._locale = mapping.locale
        self._writer = f"{WRITER}:{user_id}"
        self._send = send
        self._customers = dict(firm.customers)
        self._contacts = dict(firm.contacts)

    def ids(self, party: Party) -> tuple[str | None, str | None]:
        """(customer, contact) as far as they are known."""
        customer_id = self._customers.get(_customer_of(party))
        if customer_id is None:
            return NOBODY
        return customer_id, self._contacts.get((customer_id, _contact_of(party), party.phone))

    async def know(self, party: Party) -> None:
        """Add whoever is not there yet. Raises ImportRefused."""
        name, contact = _customer_of(party), _contact_of(party)
        if not name:
            return
        if name not in self._customers:
            self._customers[name] = await self._add(
                AddCustomer(name=name, locale=self._locale), name
            )
        customer_id = self._customers[name]
        key = (customer_id, contact, party.phone)
        if contact and key not in self._contacts:
            args = AddContact(
                customer_id=customer_id, name=contact, phone=party.phone, locale=self._locale
            )
            self._contacts[key] = await self._add(args, *key)

    async def _add(self, args: Args, *said: str) -> str:
        hashed = blake2s("\n".join(said).encode(), digest_size=HASH_BYTES).hexdigest()
        key = f"import-{args.mutation}:{self._register}:{hashed}"
        result = await self._send(args, key)
        if result.outcome != Outcome.ACCEPTED.value:
            raise ImportRefused(
                f"{said[-1] or said[0]} was refused: {result.reason} {result.detail}"
            )
        return born_id(self._writer, key, 0)


def _customer_of(party: Party) -> str:
    return party.customer or party.contact or party.phone


def _contact_of(party: Party) -> str:
    """Who to ask: also where a number stands without a name."""
    return party.contact or (_customer_of(party) if party.phone else "")
