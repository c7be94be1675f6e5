"""Customers and contacts: accepted, refused, and who sees them."""

from typing import Any

from tests.server.harness_people import UNKNOWN, Firm


def test_add_customer_with_contact(firm: Firm) -> None:
    office = firm.person("office", ["dispatcher"])
    more = {"phone": "139", "contact_name": "张三", "relation": "业主"}
    customer = firm.done("customer.add", office, name="和平小区", **more)
    contact = firm.row("contact", firm.born(1))
    assert firm.row("customer", customer).initials == "hpxq"
    assert (contact.customer_id, contact.initials) == (customer, "zs")
    assert firm.places_of(customer) == {"office"}
    assert firm.places_of(contact.id) == {"office"}


def test_customers_are_the_offices(firm: Firm) -> None:
    technician = firm.person("tech", ["technician"])
    customer = firm.done("customer.add", firm.admin, name="Ann")
    assert firm.refused("customer.add", technician, name="Bob") == "not_allowed"
    edit: dict[str, Any] = {"name": "Anna", "phone": "", "tier": "vip", "remark": "dog"}
    edit["customer_id"] = customer
    assert firm.refused("customer.edit", technician, **edit) == "not_found"
    firm.done("customer.edit", firm.admin, **edit)
    assert firm.row("customer", customer).tier == "vip"
    unknown = edit | {"customer_id": UNKNOWN}
    assert firm.refused("customer.edit", firm.admin, **unknown) == "not_found"


def test_an_inactive_customer_takes_no_contacts(firm: Firm) -> None:
    customer = firm.done("customer.add", firm.admin, name="Ann")
    firm.done("contact.add", firm.admin, customer_id=customer, name="Ann's son")
    firm.done("customer.set_active", firm.admin, customer_id=customer, is_active=False)
    new = {"customer_id": customer, "name": "Eve"}
    assert firm.refused("contact.add", firm.admin, **new) == "customer_inactive"
    off = {"customer_id": UNKNOWN, "is_active": False}
    assert firm.refused("customer.set_active", firm.admin, **off) == "not_found"
    assert firm.refused("contact.add", firm.admin, **new | {"customer_id": UNKNOWN}) == "not_found"


def test_a_technician_mends_the_contact_he_goes_to(firm: Firm) -> None:
    technician = firm.person("tech", ["technician"])
    other = firm.person("other", ["technician"])
    firm.done("customer.add", firm.admin, name="Ann", contact_name="Ann", phone="1")
    contact = firm.born(1)
    firm.done(
        "work_order.report",
        technician,
        title="Leak",
        channel="technician",
        new_contact_name="Bea",
        phone="2",
        address="Lane 1",
    )
    bea = firm.born(3)
    edit = {"contact_id": bea, "name": "Bea", "relation": "", "phone": "3", "locale": "en"}
    firm.done("contact.edit", technician, **edit)
    assert firm.row("contact", bea).phone == "3"
    assert firm.refused("contact.edit", other, **edit) == "not_found"
    assert firm.refused("contact.edit", technician, **edit | {"contact_id": contact}) == "not_found"
