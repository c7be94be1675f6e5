"""Tables of customers."""

from sqlalchemy import Index

from server.customers.schema import CONTACT, CUSTOMER
from server.db.types import row_table

CUSTOMERS = row_table(CUSTOMER)
CONTACTS = row_table(CONTACT, Index("ix_contact_customer", "tenant_id", "customer_id"))
