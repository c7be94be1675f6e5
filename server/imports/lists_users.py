"""Lists of users."""

import re

import msgspec

from server.gateway.tx import Tx
from server.identity import rules as identity_rules
from server.identity.credentials import PASSWORD_LENGTH_MIN
from server.identity.schema import AddGrant, AddUser, EditUser, Grant, Role, SetPassword, User
from server.identity.schema import Reason as IdentityReason
from server.imports.lists_cells import LOCALES, BadCell, Cells, plain
from server.imports.lists_plan import (
    Names,
    Plan,
    Step,
    Writer,
    active,
    born_row,
    differs,
    made,
    may,
    once,
    outcome_of,
)
from server.territories.schema import Territory

ROLES = {
    **{role.value: role for role in Role},
    "维修人员": Role.TECHNICIAN,
    "师傅": Role.TECHNICIAN,
    "调度": Role.DISPATCHER,
    "调度员": Role.DISPATCHER,
    "经理": Role.MANAGER,
    "管理员": Role.ADMINISTRATOR,
}
ROLE_SPLIT = re.compile(r"[、,，;；/|]+")


class Users:
    """By login. Roles are added, never taken away; a password counts for new users only."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.users = {user.login: user for user in tx.rows(User)}
        self.grants = {(g.user_id, g.role, g.territory_id) for g in tx.rows(Grant) if g.is_active}
        self.territories = Names(tx.rows(Territory), "name")
        self.lines: dict[str, int] = {}

    def plan(self, cells: Cells) -> Plan:
        login = identity_rules.login_of(cells.needed("login"))
        once(self.lines, login, cells)
        user = self.users.get(login)
        steps = self._known(user, cells) if user else self._new(login, cells)
        name = self.users[login].name
        return Plan(cells.line, name, outcome_of(is_new=user is None, steps=steps), steps)

    def _new(self, login: str, cells: Cells) -> list[Step]:
        password = cells.text("password")
        if password and len(password) < PASSWORD_LENGTH_MIN:
            raise BadCell(IdentityReason.PASSWORD_TOO_SHORT.value, n=PASSWORD_LENGTH_MIN)
        roles = self._roles(cells)
        territory_id = self.territories.id_of(cells, "territory")
        fields = {
            "name": cells.needed("name"),
            "phone": cells.text("phone"),
            "locale": cells.choice("language", LOCALES, "zh-CN"),
        }
        args: AddUser = made(AddUser, login=login, roles=roles, territory_id=territory_id, **fields)
        may(identity_rules.may_add(args, login_is_taken=False))
        step = self.writer.step(args)
        user_id = self.writer.born(step)
        self.users[login] = born_row(User, id=user_id, login=login, is_active=True, **fields)
        self._hold(user_id, roles, territory_id)
        if not password:
            return [step]
        secret = SetPassword(user_id=user_id, password_hash="-")  # the hash is put in later
        return [step, self.writer.step(secret, password=password)]

    def _known(self, user: User, cells: Cells) -> list[Step]:
        active(user, cells)
        fields = {
            "name": cells.text("name", user.name),
            "phone": cells.text("phone", user.phone),
            "locale": cells.choice("language", LOCALES, user.locale),
        }
        territory_id = self.territories.id_of(cells, "territory")
        wanted = [
            role
            for role in self._roles(cells)
            if (user.id, role, identity_rules.territory_of_grant(role, territory_id))
            not in self.grants
        ]
        steps: list[Step] = []
        if differs(user, fields):
            steps.append(self.writer.step(made(EditUser, user_id=user.id, **fields)))
            self.users[user.login] = msgspec.structs.replace(user, **fields)
        for role in wanted:
            args = made(AddGrant, user_id=user.id, role=role, territory_id=territory_id)
            steps.append(self.writer.step(args))
        self._hold(user.id, wanted, territory_id)
        return steps

    def _roles(self, cells: Cells) -> list[Role]:
        words = [each for each in ROLE_SPLIT.split(cells.text("roles")) if each.strip()]
        roles = [ROLES.get(plain(word)) for word in words]
        if None in roles:
            raise cells.wrong("wrong_choice", "roles")
        return list(dict.fromkeys(role for role in roles if role is not None))

    def _hold(self, user_id: str, roles: list[Role], territory_id: str | None) -> None:
        for role in roles:
            place = identity_rules.territory_of_grant(role, territory_id)
            self.grants.add((user_id, role, place))
