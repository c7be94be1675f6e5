"""Who sees technicians: everybody their names, the office that dispatches them the rest."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import CATALOG, territory_scope, user_scope
from server.technicians.schema import (
    ABSENCE,
    POSITION,
    SHIFT,
    SKILL,
    TECHNICIAN,
    TECHNICIAN_SKILL,
    Absence,
    Position,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)


def _technician(tx: Tx, technician: Technician) -> set[str]:
    return {CATALOG, territory_scope(technician.territory_id)}


def _skill(tx: Tx, skill: Skill) -> set[str]:
    return {CATALOG}


def _dispatchers(tx: Tx, row: TechnicianSkill | Shift | Absence | Position) -> set[str]:
    """Moves with the technician: `mutations.edit_technician` has these rows placed again."""
    technician = tx.get(Technician, row.technician_id)
    return {territory_scope(technician.territory_id if technician else None)}


def _dispatchers_and_self(tx: Tx, row: Shift | Absence) -> set[str]:
    technician = tx.get(Technician, row.technician_id)
    own = {user_scope(technician.user_id)} if technician else set[str]()
    return _dispatchers(tx, row) | own


SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(TECHNICIAN, roots=_technician),
    ScopeRule(SKILL, roots=_skill),
    ScopeRule(TECHNICIAN_SKILL, roots=_dispatchers),
    ScopeRule(SHIFT, roots=_dispatchers_and_self),
    ScopeRule(ABSENCE, roots=_dispatchers_and_self),
    ScopeRule(POSITION, roots=_dispatchers),
)
