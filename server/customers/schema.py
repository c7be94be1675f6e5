"""Customers (业主 and other clients) and their contacts."""

from enum import StrEnum
from typing import Annotated, ClassVar

from server.shapes import Args, Code, Id, MaybeName, Name, Phone, Text
from sync.fields import Authority, DerivedFrom, Immutable, Lww, OfficeLww, Row
from sync.kinds import kind


class Customer(Row, frozen=True):
    """Whoever the firm owes service to."""

    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]  # pinyin, for search
    tier: OfficeLww[Code]  # normal | vip
    phone: Lww[Phone]
    remark: OfficeLww[Text]
    is_active: Authority[bool]


class Contact(Row, frozen=True):
    """A person to talk to at a customer."""

    customer_id: Immutable[Id]
    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]
    relation: Lww[MaybeName]  # 业主, 租户, 物业 …
    phone: Lww[Phone]
    locale: Lww[Code]  # the language the customer reads


CUSTOMER = kind("customer", Customer)
CONTACT = kind("contact", Contact)
KINDS = (CUSTOMER, CONTACT)


class Reason(StrEnum):
    """Why customer mutations are refused."""

    CUSTOMER_INACTIVE = "customer_inactive"


class AddCustomer(Args, kw_only=True, frozen=True):
    """Born: 0 = customer, 1 = contact (when contact_name is given)."""

    mutation: ClassVar[str] = "customer.add"
    name: Name
    phone: Phone = ""
    tier: Code = "normal"
    remark: Text = ""
    contact_name: MaybeName = ""
    relation: MaybeName = ""
    locale: Code = "zh-CN"


class EditCustomer(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "customer.edit"
    customer_id: Id
    name: Name
    phone: Phone
    tier: Code
    remark: Text


class SetCustomerActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "customer.set_active"
    customer_id: Id
    is_active: bool


class AddContact(Args, kw_only=True, frozen=True):
    """Born: 0 = contact."""

    mutation: ClassVar[str] = "contact.add"
    customer_id: Id
    name: Name
    relation: MaybeName = ""
    phone: Phone = ""
    locale: Code = "zh-CN"


class EditContact(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "contact.edit"
    contact_id: Id
    name: Name
    relation: MaybeName
    phone: Phone
    locale: Code


ARGS = (AddCustomer, EditCustomer, SetCustomerActive, AddContact, EditContact)
