"""Users, grants, devices: accepted and refused."""

import pytest
from sqlalchemy import insert, select

from server.identity.tables import CREDENTIAL, JOIN_CODE, SESSION
from tests.server.harness_people import HASH, NOW_MS, SYSTEM, TENANT_ID, UNKNOWN, Firm


def session(firm: Firm, token: str, user_id: str, device_id: str) -> None:
    values = {"user_id": user_id, "device_id": device_id, "created_ms": 1, "last_used_ms": 1}
    line = insert(SESSION).values(tenant_id=TENANT_ID, token_sha256=token, **values)
    firm.connection.execute(line.values(is_cookie=False))


def open_sessions(firm: Firm) -> set[str]:
    query = select(SESSION.c.token_sha256).where(SESSION.c.revoked_ms.is_(None))
    return set(firm.connection.execute(query).scalars())


def test_add_user_makes_grants_and_a_credential(firm: Firm) -> None:
    territory = firm.done("territory.add", firm.admin, name="North", zone="Asia/Shanghai")
    user = firm.done(
        "user.add",
        firm.admin,
        login="wang",
        name="王建国",
        password_hash=HASH,
        roles=["technician", "administrator"],
        territory_id=territory,
    )
    assert firm.row("user", user).initials == "wjg"
    first, second = firm.row("grant", firm.born(1)), firm.row("grant", firm.born(2))
    assert (first.role, first.territory_id) == ("technician", territory)
    assert (second.role, second.territory_id) == ("administrator", None)
    query = select(CREDENTIAL.c.password_hash).where(CREDENTIAL.c.user_id == user)
    assert firm.connection.execute(query).scalar_one() == HASH


def test_logins_are_stored_without_capitals_and_are_unique(firm: Firm) -> None:
    result = firm.run("user.add", firm.admin, login=" Wang ", name="W")
    assert (result.outcome, result.flags) == ("accepted", ["corrected"])
    assert firm.row("user", firm.born(0)).login == "wang"
    assert firm.refused("user.add", firm.admin, login="WANG", name="X") == "login_taken"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"password_hash": "secret123"}, "bad_arguments"),
        ({"login": "  "}, "bad_arguments"),
        ({"roles": ["manager", "manager"]}, "bad_arguments"),
        ({"roles": ["king"]}, "bad_arguments"),
        ({"territory_id": UNKNOWN}, "not_found"),
    ],
)
def test_add_user_refused(firm: Firm, wrong: dict[str, object], reason: str) -> None:
    args = {"login": "li", "name": "Li"} | wrong
    assert firm.refused("user.add", firm.admin, **args) == reason
    assert [user.login for user in firm.rows("user")] == ["boss"]


def test_only_administrators_administer(firm: Firm) -> None:
    manager = firm.person("manager", ["manager"])
    grant = firm.born(1)
    for name, args in (
        ("user.add", {"login": "x", "name": "X"}),
        ("user.set_active", {"user_id": firm.admin, "is_active": False}),
        ("grant.add", {"user_id": manager, "role": "administrator"}),
        ("grant.end", {"grant_id": grant}),
        ("device.enrol", {"user_id": manager}),
    ):
        assert firm.refused(name, manager, **args) == "not_allowed"


def test_people_edit_their_own_number_but_not_their_name(firm: Firm) -> None:
    user = firm.person("li", ["technician"])
    own = {"user_id": user, "name": "Li", "phone": "139", "locale": "en"}
    firm.done("user.edit", user, **own)
    assert firm.row("user", user).phone == "139"
    assert firm.refused("user.edit", user, **own | {"name": "Boss"}) == "not_allowed"
    assert firm.refused("user.edit", user, **own | {"user_id": firm.admin}) == "not_allowed"
    firm.done("user.edit", firm.admin, **own | {"name": "李明"})
    assert firm.row("user", user).initials == "lm"
    assert firm.refused("user.edit", firm.admin, **own | {"user_id": UNKNOWN}) == "not_found"


def test_an_inactive_user_loses_sessions_codes_and_sight(firm: Firm) -> None:
    user = firm.person("li", ["dispatcher"])
    session(firm, "a" * 64, user, UNKNOWN)
    session(firm, "b" * 64, firm.admin, UNKNOWN)
    code = {"code_sha256": "c" * 64, "user_id": user, "expires_ms": NOW_MS}
    firm.connection.execute(insert(JOIN_CODE).values(tenant_id=TENANT_ID, **code))
    firm.done("user.set_active", firm.admin, user_id=user, is_active=False)
    assert open_sessions(firm) == {"b" * 64}
    assert firm.connection.execute(select(JOIN_CODE)).all() == []
    assert firm.scope_keys(user) == set()
    firm.done("user.set_active", firm.admin, user_id=user, is_active=True)
    assert open_sessions(firm) == {"b" * 64}
    assert "office" in firm.scope_keys(user)


def test_the_last_administrator_stays(firm: Firm) -> None:
    grant = next(each for each in firm.rows("grant") if each.user_id == firm.admin)
    off = {"user_id": firm.admin, "is_active": False}
    assert firm.refused("user.set_active", firm.admin, **off) == "last_administrator"
    assert firm.refused("grant.end", firm.admin, grant_id=grant.id) == "last_administrator"
    second = firm.person("second", ["administrator"])
    firm.done("user.set_active", second, **off)
    own = next(each for each in firm.rows("grant") if each.user_id == second)
    # The other one is no administrator any more: an inactive one does not count.
    assert firm.refused("grant.end", second, grant_id=own.id) == "last_administrator"


def test_grants_come_and_go_with_the_scopes(firm: Firm) -> None:
    territory = firm.done("territory.add", firm.admin, name="North", zone="Asia/Shanghai")
    user = firm.person("li", ["technician"])
    assert firm.scope_keys(user) == {"catalog", f"user:{user}"}
    wanted = {"user_id": user, "role": "dispatcher", "territory_id": territory}
    grant = firm.done("grant.add", firm.admin, **wanted)
    assert firm.scope_keys(user) == {
        "catalog",
        f"user:{user}",
        "office",
        f"territory:{territory}",
    }
    again = firm.run("grant.add", firm.admin, **wanted)
    assert (again.outcome, again.flags) == ("accepted", ["merged"])
    firm.done("grant.end", firm.admin, grant_id=grant)
    assert firm.scope_keys(user) == {"catalog", f"user:{user}"}
    assert firm.refused("grant.end", firm.admin, grant_id=UNKNOWN) == "not_found"
    assert firm.refused("grant.add", firm.admin, **wanted | {"user_id": UNKNOWN}) == "not_found"


def test_whole_firm_means_every_territory_also_a_later_one(firm: Firm) -> None:
    manager = firm.person("manager", ["manager"])
    technician = firm.person("tech", ["technician"])
    territory = firm.done("territory.add", firm.admin, name="North", zone="Asia/Shanghai")
    for user in (firm.admin, manager):
        assert f"territory:{territory}" in firm.scope_keys(user)
    assert f"territory:{territory}" not in firm.scope_keys(technician)


def test_devices_are_enrolled_by_the_server_and_revoked_by_owner_or_administrator(
    firm: Firm,
) -> None:
    user, other = firm.person("li", ["technician"]), firm.person("xu", ["manager"])
    phone = firm.done("device.enrol", SYSTEM, user_id=user, name="Redmi", public_key="")
    tablet = firm.done("device.enrol", SYSTEM, user_id=user)
    session(firm, "a" * 64, user, phone)
    session(firm, "b" * 64, user, tablet)
    assert firm.row("device", phone).enrolled_ms == NOW_MS
    assert firm.refused("device.revoke", other, device_id=phone) == "not_found"
    firm.done("device.revoke", user, device_id=phone)
    assert firm.row("device", phone).is_revoked
    assert open_sessions(firm) == {"b" * 64}
    firm.done("device.revoke", firm.admin, device_id=tablet)
    assert open_sessions(firm) == set()
    assert firm.refused("device.revoke", firm.admin, device_id=UNKNOWN) == "not_found"
    assert firm.refused("device.enrol", SYSTEM, user_id=UNKNOWN) == "not_found"


def test_logins_are_for_the_office_only(firm: Firm) -> None:
    user = firm.person("li", ["technician"])
    assert firm.places_of(user) == {"catalog", "office"}
    assert firm.places_of(firm.born(1)) == {"office"}
