"""Which sections a form has and which columns a section can show, as built in."""

from server.papers.schema import Form

# Section → its columns in the order of the built-in template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "place": ("project", "location", "address", "access", "asset", "asset_code", "asset_serial"),
    "parties": ("customer", "contact", "relation", "phone"),
    "report": ("grade", "channel", "reported", "title", "description"),
    "receipt": ("received_by", "received"),
    "visit": ("technician", "technician_phone", "window", "duration", "dispatcher"),
    "arrival": ("technician", "arrived", "distance"),
    "survey": ("symptom", "measure", "cause", "extent", "hazards"),
    "plan": ("method", "materials", "people", "duration", "safety", "cost"),
    "approval": ("approver", "approved"),
    "coverage": ("part", "verdict", "until", "basis", "liable", "repaired_until"),
    "work": ("technician", "arrived", "started", "finished", "summary"),
    "items": ("item", "quantity", "unit", "serial"),
    "checks": ("label", "answer"),
    "remarks": ("at", "author", "text"),
    "photos": ("captured", "caption", "sha256"),
    "flags": ("flag",),
    "signatures": ("signer", "relation", "signed", "consent"),
}
# Drawn as a table: one line for each thing. All others are pairs of a label and a value.
TABLES = frozenset({"items", "checks", "remarks"})

FORMS: dict[Form, tuple[str, ...]] = {
    Form.INTAKE: ("parties", "place", "report", "receipt", "photos"),
    Form.DISPATCH: ("visit", "place", "parties", "report", "checks", "photos"),
    Form.SURVEY: (
        *("place", "parties", "report", "arrival", "survey", "checks", "remarks", "photos"),
        "flags",
    ),
    Form.PLAN: ("place", "parties", "report", "coverage", "plan", "photos", "approval"),
    Form.CERTIFICATE: (
        *("place", "parties", "report", "coverage", "work", "items", "checks", "photos"),
        *("flags", "signatures"),
    ),
}
# What makes the paper what it is: a template may move it, but not leave it out.
NEEDED: dict[Form, frozenset[str]] = {
    Form.INTAKE: frozenset({"place", "report", "receipt"}),
    Form.DISPATCH: frozenset({"place", "visit"}),
    Form.SURVEY: frozenset({"place", "arrival", "flags"}),
    Form.PLAN: frozenset({"place", "plan", "approval"}),
    Form.CERTIFICATE: frozenset({"place", "coverage", "work", "photos", "flags", "signatures"}),
}
