"""Who may sign in to the demo, said once: the terminal and the sign-in page show it."""

import json

from server.identity.schema import Role

FIRM = "Fieldward demo"
PASSWORD = "fieldward"
LOGINS = {
    Role.TECHNICIAN: "wang",
    Role.DISPATCHER: "min",
    Role.MANAGER: "lin",
    Role.ADMINISTRATOR: "admin",
}


def in_words() -> str:
    """One line for the terminal."""
    people = " · ".join(f"{role.value} {login}" for role, login in LOGINS.items())
    return f"{people} (password {PASSWORD})"


def meta_element() -> str:
    """What the technician's page reads its hint from."""
    hints = [
        {"login": login, "password": PASSWORD, "role": role.value} for role, login in LOGINS.items()
    ]
    return f"<meta name='fieldward-demo' content='{json.dumps(hints)}'>"
