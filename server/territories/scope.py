"""Everybody sees territories; a new one widens the sight of those who see the whole firm."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.queries import firm_wide_users
from server.identity.scope import CATALOG
from server.territories.schema import TERRITORY, Territory


def _roots(tx: Tx, territory: Territory) -> set[str]:
    return {CATALOG}


def _users(tx: Tx, territory: Territory) -> set[str]:
    return firm_wide_users(tx)


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(TERRITORY, roots=_roots, users=_users),)
