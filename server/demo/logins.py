"""Who may sign in to the demo, said once: the terminal and the sign-in page show it."""

import json
from collections.abc import Iterable

from server.identity.schema import Role

FIRM = "Fieldward demo"
PASSWORD = "fieldward"
# By city: the first technician and the office.
LOGINS = {
    "shanghai": {
        Role.TECHNICIAN: "wang",
        Role.DISPATCHER: "min",
        Role.MANAGER: "lin",
        Role.ADMINISTRATOR: "admin",
    },
    "new-york": {
        Role.TECHNICIAN: "maria",
        Role.DISPATCHER: "dispatch",
        Role.MANAGER: "manager",
        Role.ADMINISTRATOR: "admin",
    },
}


def in_words(cities: Iterable[str]) -> str:
    """One line for the terminal."""
    people = " · ".join(f"{role.value} {login}" for role, login in _logins(cities))
    return f"{people} (password {PASSWORD})"


def meta_element(cities: Iterable[str]) -> str:
    """What the technician's page reads its hint from."""
    hints = [
        {"login": login, "password": PASSWORD, "role": role.value}
        for role, login in _logins(cities)
    ]
    return f"<meta name='fieldward-demo' content='{json.dumps(hints)}'>"


def _logins(cities: Iterable[str]) -> list[tuple[Role, str]]:
    return [pair for city in cities for pair in LOGINS[city].items()]
