"""What may be said of customers: values in, a refusal out."""

from server.customers.schema import Customer, Reason
from sync.outcomes import Rejected


def may_take_contact(customer: Customer) -> Rejected | None:
    if customer.is_active:
        return None
    return Rejected(Reason.CUSTOMER_INACTIVE, {"name": customer.name})
