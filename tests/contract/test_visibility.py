"""What phones must never receive, written out by hand: a wrong class in a schema fails here."""

import pytest

from server import contract
from sync.fields import Sees

KINDS = {kind.name: kind for kind in contract.KINDS}
ONLY_OFFICE = {
    "customer": {"tier", "remark"},
    "work_order": {"remark"},
    "technician": {"home_lon_e7", "home_lat_e7", "max_load"},
    "user": {"login"},
    "absence": {"reason"},
    "position": {"lon_e7", "lat_e7", "accuracy_m", "source", "at_ms", "datum", "original"},
}


@pytest.mark.parametrize("name", ONLY_OFFICE)
def test_the_crew_does_not_see(name: str) -> None:
    seen = set(KINDS[name].visible_to(Sees.CREW))
    assert seen.isdisjoint(ONLY_OFFICE[name])
    assert ONLY_OFFICE[name] <= set(KINDS[name].visible_to(Sees.OFFICE))


def test_grants_and_devices_are_the_offices() -> None:
    for name in ("grant", "device", "technician_skill"):
        assert KINDS[name].visible_to(Sees.CREW) == ()


def test_customers_are_nobodys_who_only_shares_the_catalogue() -> None:
    for name in ("customer", "contact", "location", "work_order", "fact", "attachment"):
        assert KINDS[name].visible_to(Sees.EVERYONE) == ()
