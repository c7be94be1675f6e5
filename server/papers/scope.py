"""Who sees templates: the office, which publishes them and reads why one was refused."""

from server.gateway.call import ScopeRule
from server.gateway.tx import Tx
from server.identity.scope import OFFICE
from server.papers.schema import PAPER_TEMPLATE


def _office(tx: Tx, row: object) -> set[str]:
    return {OFFICE}


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(PAPER_TEMPLATE, roots=_office),)
