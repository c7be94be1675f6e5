"""What `server/app.py` hands the gateway: the gateway itself knows no domain."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from server.gateway.call import Actor, Handler, Mutation, ScopeRule, no_rows
from server.gateway.contest import Cards
from sync.fields import SEES_ORDER, Row
from sync.kinds import Kind


class IncompleteCatalogue(Exception):
    """Deny by default: a kind without a scope rule, or a mutation declared twice or not at all."""


def reader_of(names: tuple[str, ...]) -> Callable[[Row], tuple[Any, ...]]:
    """The values of these fields, in one look."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda row: tuple([getattr(row, name) for name in names])


class Catalogue:
    """All kinds, mutations, scope rules and followers of this application, checked once."""

    def __init__(
        self,
        kinds: tuple[Kind, ...],
        declared: tuple[str, ...],
        mutations: tuple[Mutation, ...],
        scopes: tuple[ScopeRule, ...],
        followers: Mapping[str, tuple[Handler, ...]],
        scope_keys_of: Callable[..., set[str]],
        schema_hash: str,
        soonest: Callable[[Connection, Actor], list[str]],
        cards: Cards,
        companions: Callable[..., list[tuple[str, str]]] = no_rows,
        afterwards: Mapping[str, tuple[Callable[..., None], ...]] = MappingProxyType({}),
        hold: str = "",
        rerun: str = "",
    ) -> None:
        self.kinds = kinds
        # Fields that a scope of a level carries, by (kind, level): see `Kind.visible_to`.
        self.visible = MappingProxyType(
            {(kind.name, level): kind.visible_to(level) for kind in kinds for level in SEES_ORDER}
        )
        self.shown = MappingProxyType(
            {key: reader_of(names) for key, names in self.visible.items()}
        )
        self.row_types = MappingProxyType({kind.name: kind.row_type for kind in kinds})
        self.kind_index = MappingProxyType({kind.name: i for i, kind in enumerate(kinds)})
        self.mutations = MappingProxyType({mutation.name: mutation for mutation in mutations})
        self.scopes = MappingProxyType({rule.kind.name: rule for rule in scopes})
        self.rules_of = MappingProxyType({rule.kind.row_type: rule for rule in scopes})
        self.followers = MappingProxyType(dict(followers))
        self.scope_keys_of = scope_keys_of
        self.schema_hash = schema_hash
        self.soonest = soonest
        self.cards = cards
        self.companions = companions  # (tx, row) -> what goes with a row of any kind
        # (unit, ask) -> None: mutations that this one brings about, each with a seq of its own.
        self.afterwards = MappingProxyType(dict(afterwards))
        # Names of the mutations by which an entry is set aside, and run again.
        self.hold = hold
        self.rerun = rerun
        if len(self.mutations) != len(mutations):
            raise IncompleteCatalogue("a mutation has two handlers")
        if missing := set(declared) ^ set(self.mutations):
            raise IncompleteCatalogue(f"declared and handled differ: {sorted(missing)}")
        if missing := set(self.kind_index) ^ set(self.scopes):
            raise IncompleteCatalogue(f"kinds without a scope rule: {sorted(missing)}")
        if missing := {*self.followers, *self.afterwards} - set(self.mutations):
            raise IncompleteCatalogue(f"followers of unknown mutations: {sorted(missing)}")
