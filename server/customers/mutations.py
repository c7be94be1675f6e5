"""Customers and contacts: kept by the office; a technician mends the contact he talks to."""

from server.customers import rules
from server.customers.schema import (
    AddContact,
    AddCustomer,
    Contact,
    Customer,
    EditContact,
    EditCustomer,
    SetCustomerActive,
)
from server.gateway.authorise import NOT_FOUND, decision_on, role
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.rules import OFFICE
from server.identity.schema import Role
from server.pinyin import initials
from sync.outcomes import Accepted, Verdict


def add_customer(tx: Tx, args: AddCustomer, call: Call) -> Verdict:
    customer = tx.insert(
        Customer(
            id=call.born(0),
            name=args.name,
            initials=initials(args.name),
            tier=args.tier,
            phone=args.phone,
            remark=args.remark,
            is_active=True,
        )
    )
    if args.contact_name:
        tx.insert(
            Contact(
                id=call.born(1),
                customer_id=customer.id,
                name=args.contact_name,
                initials=initials(args.contact_name),
                relation=args.relation,
                phone=args.phone,
                locale=args.locale,
            )
        )
    return Accepted()


def edit_customer(tx: Tx, args: EditCustomer, call: Call) -> Verdict:
    customer = tx.get(Customer, args.customer_id)
    if customer is None:
        return NOT_FOUND
    tx.update(
        customer,
        name=args.name,
        initials=initials(args.name),
        phone=args.phone,
        tier=args.tier,
        remark=args.remark,
    )
    return Accepted()


def set_customer_active(tx: Tx, args: SetCustomerActive, call: Call) -> Verdict:
    customer = tx.get(Customer, args.customer_id)
    if customer is None:
        return NOT_FOUND
    tx.update(customer, is_active=args.is_active)
    return Accepted()


def add_contact(tx: Tx, args: AddContact, call: Call) -> Verdict:
    customer = tx.get(Customer, args.customer_id)
    if customer is None:
        return NOT_FOUND
    refusal = rules.may_take_contact(customer)
    if refusal is not None:
        return refusal
    tx.insert(
        Contact(
            id=call.born(0),
            customer_id=customer.id,
            name=args.name,
            initials=initials(args.name),
            relation=args.relation,
            phone=args.phone,
            locale=args.locale,
        )
    )
    return Accepted()


def edit_contact(tx: Tx, args: EditContact, call: Call) -> Verdict:
    contact = tx.get(Contact, args.contact_id)
    if contact is None:
        return NOT_FOUND
    tx.update(
        contact,
        name=args.name,
        initials=initials(args.name),
        relation=args.relation,
        phone=args.phone,
        locale=args.locale,
    )
    return Accepted()


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddCustomer, role(*OFFICE), add_customer),
    Mutation(EditCustomer, decision_on("customer_id", *OFFICE), edit_customer),
    Mutation(SetCustomerActive, decision_on("customer_id", *OFFICE), set_customer_active),
    Mutation(AddContact, decision_on("customer_id", *OFFICE), add_contact),
    Mutation(EditContact, decision_on("contact_id", *OFFICE, Role.TECHNICIAN), edit_contact),
)
