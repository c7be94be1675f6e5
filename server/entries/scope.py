"""Who sees held entries: their author, and the office that dispatches him."""

from server.entries.schema import HELD_ENTRY, HeldEntry
from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import territory_scope, user_scope


def _roots(tx: Tx, entry: HeldEntry) -> set[str]:
    return {territory_scope(entry.territory_id), user_scope(entry.author_id)}


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(HELD_ENTRY, roots=_roots),)
