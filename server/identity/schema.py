"""Users, their grants and their devices. Words: `docs/glossary.md`."""

from enum import StrEnum
from typing import Annotated, ClassVar

from server.shapes import Args, Code, Id, InstantMs, Json, MaybeName, Name, Phone, SomeText, Text
from sync.fields import Authority, DerivedFrom, Immutable, Lww, OfficeAuthority, Row, Sees
from sync.kinds import kind


class Role(StrEnum):
    """What a grant allows. A person may hold several, each for one territory or for all."""

    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class User(Row, frozen=True):
    """A person who signs in."""

    name: Lww[Name]
    initials: Annotated[Lww[MaybeName], DerivedFrom("name")]  # pinyin, for search
    login: OfficeAuthority[Code]
    phone: Lww[Phone]
    locale: Lww[Code]
    is_active: Authority[bool]


class Grant(Row, frozen=True):
    """One role of one user, for one territory (or, with None, for the whole firm)."""

    user_id: Immutable[Id]
    role: Immutable[Role]
    territory_id: Immutable[Id | None]
    is_active: Authority[bool]


class Device(Row, frozen=True):
    """One installation of one user: a phone, or a browser at the office."""

    user_id: Immutable[Id]
    name: Lww[MaybeName]
    public_key: Immutable[Json]  # JWK of the evidence signing key, "" for a browser without one
    enrolled_ms: Immutable[InstantMs]
    is_revoked: Authority[bool]


USER = kind("user", User, Sees.EVERYONE)
GRANT = kind("grant", Grant, Sees.OFFICE)
DEVICE = kind("device", Device, Sees.OFFICE)
KINDS = (USER, GRANT, DEVICE)


class Reason(StrEnum):
    """Why identity mutations are refused."""

    LOGIN_TAKEN = "login_taken"
    LAST_ADMINISTRATOR = "last_administrator"  # nobody could administer the firm any more
    PASSWORD_TOO_SHORT = "password_too_short"


class AddUser(Args, kw_only=True, frozen=True):
    """Born: 0 = user, 1… = a grant for each role."""

    mutation: ClassVar[str] = "user.add"
    login: Code
    name: Name
    phone: Phone = ""
    locale: Code = "zh-CN"
    password_hash: Text = ""  # argon2, made by the route or the command: never a password
    roles: tuple[Role, ...] = ()
    territory_id: Id | None = None


class EditUser(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "user.edit"
    user_id: Id
    name: Name
    phone: Phone
    locale: Code


class SetUserActive(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "user.set_active"
    user_id: Id
    is_active: bool


class SetPassword(Args, kw_only=True, frozen=True):
    """A new password ends the user's other sessions: his phones ask for it, and lose nothing."""

    mutation: ClassVar[str] = "user.set_password"
    user_id: Id
    password_hash: SomeText  # argon2, made by the route: never a password


class AddGrant(Args, kw_only=True, frozen=True):
    """Born: 0 = grant."""

    mutation: ClassVar[str] = "grant.add"
    user_id: Id
    role: Role
    territory_id: Id | None = None


class EndGrant(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "grant.end"
    grant_id: Id


class EnrolDevice(Args, kw_only=True, frozen=True):
    """Born: 0 = device. Sent by the sign-in route under the key `enrol:<session>`."""

    mutation: ClassVar[str] = "device.enrol"
    user_id: Id
    name: MaybeName = ""
    public_key: Json = ""


class RevokeDevice(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "device.revoke"
    device_id: Id


ARGS = (
    AddUser,
    EditUser,
    SetUserActive,
    SetPassword,
    AddGrant,
    EndGrant,
    EnrolDevice,
    RevokeDevice,
)
