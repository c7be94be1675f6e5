"""Who sees customers: the office, and by the references of work orders who goes there."""

from server.customers.schema import CONTACT, CUSTOMER, Contact
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import OFFICE


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


def _contact_refs(contact: Contact) -> list[tuple[str, str]]:
    return [(CUSTOMER.name, contact.customer_id)]


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(CUSTOMER, roots=_office),
    ScopeRule(CONTACT, roots=_office, refs=_contact_refs),
)
