"""Who may ask who goes, and about whom."""

from server.gateway.call import Actor
from server.identity.rules import OFFICE
from server.identity.schema import Role
from server.problems import ProblemError


def must_dispatch(actor: Actor) -> None:
    """Raises ProblemError not_allowed."""
    if not actor.has_role(*OFFICE):
        raise ProblemError("not_allowed")


def territories_of(actor: Actor) -> frozenset[str] | None:
    """Territories whose technicians the author may look at; None: of the whole firm."""
    found: set[str] = set()
    for grant in actor.grants:
        if grant.role == Role.ADMINISTRATOR or (
            grant.role in OFFICE and grant.territory_id is None
        ):
            return None
        if grant.role in OFFICE and grant.territory_id is not None:
            found.add(grant.territory_id)
    return frozenset(found)
