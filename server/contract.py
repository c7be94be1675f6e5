"""The contract: what Python declares and TypeScript is generated from.

`render()` gives every generated file of `pwa/src/contract/`; `scripts/generate_contract.py`
writes them and `tests/contract/test_generated.py` compares them with the committed ones.
"""

import types
import typing
from enum import EnumMeta
from functools import cache
from hashlib import blake2s
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from server import shapes
from server.appointments import lifecycle as appointment_lifecycle
from server.appointments import schema as appointments_schema
from server.assets import schema as assets_schema
from server.attachments import schema as attachments_schema
from server.check_ins import schema as check_ins_schema
from server.checklists import schema as checklists_schema
from server.conflicts import schema as conflicts_schema
from server.customers import schema as customers_schema
from server.entries import schema as entries_schema
from server.identity import schema as identity_schema
from server.papers import schema as papers_schema
from server.papers.sections import COLUMNS, FORMS, NEEDED
from server.papers.words import WORDS
from server.places import schema as places_schema
from server.shapes import Args, Fix, Whereabouts
from server.signatures import schema as signatures_schema
from server.technicians import schema as technicians_schema
from server.territories import schema as territories_schema
from server.work_orders import lifecycle as work_order_lifecycle
from server.work_orders import schema as work_orders_schema
from sync import limits, outcomes, protocol
from sync.canonical import canonical
from sync.fields import Field
from sync.kinds import Kind

SCHEMAS = (
    identity_schema,
    customers_schema,
    territories_schema,
    places_schema,
    technicians_schema,
    assets_schema,
    checklists_schema,
    attachments_schema,
    work_orders_schema,
    appointments_schema,
    signatures_schema,
    conflicts_schema,
    entries_schema,
    check_ins_schema,
    papers_schema,
)
# Values inside arguments, in the order in which they use each other.
VALUES = (
    Fix,
    Whereabouts,
    checklists_schema.ChecklistOption,
    checklists_schema.ChecklistItem,
    papers_schema.PaperSection,
    papers_schema.PaperText,
)
KINDS: tuple[Kind, ...] = tuple(kind for schema in SCHEMAS for kind in schema.KINDS)
ARGS: tuple[type[Args], ...] = tuple(args for schema in SCHEMAS for args in schema.ARGS)
KIND_INDEX = {kind.name: index for index, kind in enumerate(KINDS)}
REASONS = (outcomes.ProtocolReason, *(schema.Reason for schema in SCHEMAS))
BANNER = "// Generated from Python by scripts/generate_contract.py. Do not edit.\n"
SCALARS = {str: "string", int: "number", bool: "boolean", float: "number", Any: "Json"}


def _enums() -> dict[str, EnumMeta]:
    """Every enum of the shapes and schemas by its class name, plus those of the protocol."""
    found: dict[str, EnumMeta] = {"Outcome": outcomes.Outcome, "Flag": outcomes.Flag}
    for schema in (shapes, *SCHEMAS):
        for name, value in vars(schema).items():
            own = isinstance(value, EnumMeta) and value.__module__ == schema.__name__
            if own and name != "Reason":
                found[name] = value
    return found


def typescript(annotation: Any) -> str:
    """The TypeScript spelling of a Python annotation. Raises TypeError for what has none."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if annotation in SCALARS:
        return SCALARS[annotation]
    if annotation in VALUES:
        return annotation.__name__
    if isinstance(annotation, EnumMeta):
        return annotation.__name__
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        options = [typescript(option) for option in args if option is not type(None)]
        return " | ".join([*options, *(["null"] if type(None) in args else [])])
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return f"readonly {typescript(args[0])}[]"
    raise TypeError(f"no TypeScript spelling for {annotation!r}")


def _imports(body: str, names: list[str], module: str) -> str:
    used = [name for name in names if f": {name}" in body or f"readonly {name}[]" in body]
    return f"import type {{ {', '.join(sorted(used))} }} from './{module}';\n" if used else ""


def _doc(cls: type) -> str:
    text = (cls.__doc__ or "").strip()
    generated = text.startswith(f"{cls.__name__}(")
    return "" if generated or not text else "/** " + " ".join(text.split()) + " */\n"


def _interface(cls: type[msgspec.Struct], *, defaults_optional: bool) -> str:
    hints = get_type_hints(cls, include_extras=True)
    fields = msgspec.structs.fields(cls)
    lines = [f"export interface {cls.__name__} {{"]
    for field in fields:
        mark = "?" if defaults_optional and not field.required else ""
        lines.append(f"  readonly {field.name}{mark}: {typescript(hints[field.name])};")
    return _doc(cls) + "\n".join([*lines, "}"]) + "\n"


def render_enums() -> str:
    parts = [BANNER]
    for name, enum in sorted(_enums().items()):
        values = [f"  {member.name}: '{member.value}'," for member in enum]  # pyright: ignore
        parts.append(
            f"{_doc(enum)}export const {name} = {{\n" + "\n".join(values) + "\n} as const;\n"
            f"export type {name} = (typeof {name})[keyof typeof {name}];\n"
        )
    return "\n".join(parts)


def _blank(field: Field) -> str:
    """What stands in a row that was stored before the field was thought of, until the next sync."""
    if field.nullable:
        return "null"
    if isinstance(field.type, EnumMeta):
        return f"'{next(iter(field.type)).value}'"  # pyright: ignore
    if field.type is bool:  # what was there before there was a switch is in use
        return str(field.name == "is_active").lower()
    return "0" if field.type is int else "''"


def render_kinds() -> str:
    rows = "\n".join(_interface(kind.row_type, defaults_optional=False) for kind in KINDS)
    mapping = "\n".join(f"  readonly {kind.name}: {kind.row_type.__name__};" for kind in KINDS)
    table: list[str] = []
    for kind in KINDS:
        fields = "\n".join(
            f"      {{ name: '{field.name}', merge: '{field.merge}', sees: '{field.sees}',"
            f" blank: {_blank(field)} }},"
            for field in kind.fields
            if field.name != "id"
        )
        table.append(f"  {{\n    name: '{kind.name}',\n    fields: [\n{fields}\n    ],\n  }},")
    body = (
        f"{rows}\nexport interface Rows {{\n{mapping}\n}}\n\n"
        "export type KindName = keyof Rows;\n\n"
        "/** Kinds in contract order, as the wire counts them. `id` is not among the fields. */\n"
        "export const KINDS = [\n" + "\n".join(table) + "\n] as const;\n"
    )
    return BANNER + _imports(body, list(_enums()), "enums") + "\n" + body


def render_mutations() -> str:
    structs = "\n".join(
        [_interface(value, defaults_optional=True) for value in VALUES]
        + [_interface(args, defaults_optional=True) for args in ARGS]
    )
    names = "\n".join(f"  {args.__name__}: '{args.mutation}'," for args in ARGS)
    mapping = "\n".join(f"  readonly '{args.mutation}': {args.__name__};" for args in ARGS)
    body = (
        f"{structs}\n/** Names of the mutations: the only place where they are spelt. */\n"
        f"export const Mutation = {{\n{names}\n}} as const;\n\n"
        f"export interface MutationArgs {{\n{mapping}\n}}\n\n"
        "export type MutationName = keyof MutationArgs;\n"
    )
    return BANNER + _imports(body, list(_enums()), "enums") + "\n" + body


def render_reasons() -> str:
    codes = sorted({member.value for enum in REASONS for member in enum})
    values = "\n".join(f"  '{code}'," for code in codes)
    return (
        f"{BANNER}\n/** Why an entry may be refused: a closed list. */\n"
        f"export const REASONS = [\n{values}\n] as const;\n\n"
        "export type Reason = (typeof REASONS)[number];\n"
    )


def render_limits() -> str:
    names = [name for name in vars(limits) if name.isupper()]
    more = {
        "ATTACHMENT_BYTES_MAX": attachments_schema.ATTACHMENT_BYTES_MAX,
        "CHECK_IN_RADIUS_M": places_schema.CHECK_IN_RADIUS_M,
        "CHECK_IN_SAMPLES_MAX": shapes.CHECK_IN_SAMPLES_MAX,
        "FAST_KMH": check_ins_schema.FAST_KMH,
        "INACCURATE_M": check_ins_schema.INACCURATE_M,
        "OLD_S": check_ins_schema.OLD_S,
        "REPEATED_N": check_ins_schema.REPEATED_N,
        "STROKES_CHARS_MAX": signatures_schema.STROKES_CHARS_MAX,
        "SIGNATURE_POINTS_MAX": signatures_schema.SIGNATURE_POINTS_MAX,
    }
    values = {name: getattr(limits, name) for name in names} | more
    lines = "\n".join(f"export const {name} = {value};" for name, value in values.items())
    return f"{BANNER}\n{lines}\n"


def _transitions(name: str, type_name: str, table: dict[str, Any]) -> str:
    lines = [f"export const {name}: Record<string, Partial<Record<{type_name}, {type_name}>>> = {{"]
    for mutation, moves in table.items():
        pairs = ", ".join(f"{before}: '{after}'" for before, after in moves.items())
        lines.append(f"  '{mutation}': {{ {pairs} }},")
    return "\n".join([*lines, "};"])


def _list(name: str, type_name: str, values: typing.Iterable[str]) -> str:
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"export const {name}: readonly {type_name}[] = [{quoted}];"


def render_lifecycle() -> str:
    visits, orders = appointment_lifecycle, work_order_lifecycle
    parts = [
        BANNER + "import type { AppointmentState, WorkOrderState } from './enums';",
        _transitions("APPOINTMENT_TRANSITIONS", "AppointmentState", visits.TRANSITIONS),
        _list("APPOINTMENT_OPEN", "AppointmentState", visits.OPEN),
        _list("APPOINTMENT_FACTS", "string", sorted(visits.FACTS)),
        _transitions("WORK_ORDER_TRANSITIONS", "WorkOrderState", orders.TRANSITIONS),
        _list("WORK_ORDER_ACTIVE", "WorkOrderState", orders.ACTIVE),
        _list("WORK_ORDER_ASSIGNABLE", "WorkOrderState", orders.ASSIGNABLE),
    ]
    return "\n\n".join(parts) + "\n"


def render_papers() -> str:
    """What a template may say: forms, sections, columns and words, as built in."""

    def texts(values: typing.Iterable[str]) -> str:
        return "[" + ", ".join(msgspec.json.encode(value).decode() for value in values) + "]"

    def table(name: str, doc: str, type_name: str, lines: dict[str, typing.Iterable[str]]) -> str:
        body = "\n".join(f"  '{key}': {texts(values)}," for key, values in lines.items())
        return f"/** {doc} */\nexport const {name}: {type_name} = {{\n{body}\n}};"

    of_form = "Readonly<Record<Form, readonly string[]>>"
    of_text = "Readonly<Record<string, readonly string[]>>"
    forms = {form.value: codes for form, codes in FORMS.items()}
    needed = {form.value: sorted(codes) for form, codes in NEEDED.items()}
    parts = [
        BANNER + "import type { Form } from './enums';",
        table("PAPER_FORMS", "The sections of each form, in their order.", of_form, dict(forms)),
        table("PAPER_NEEDED", "Sections that a form cannot leave out.", of_form, dict(needed)),
        table("PAPER_COLUMNS", "What each section can show.", of_text, dict(COLUMNS)),
        table("PAPER_WORDS", "The built-in words: zh-CN, en.", of_text, dict(WORDS)),
    ]
    return "\n\n".join(parts) + "\n"


@cache
def schema_hash() -> str:
    """16 hex digits over everything that both sides must agree on to read each other's rows."""
    shape = {
        "kinds": [
            [kind.name, [[f.name, f.merge.value, f.sees.value, str(f.type)] for f in kind.fields]]
            for kind in KINDS
        ],
        "mutations": [
            [
                args.mutation,
                [[n, typescript(t)] for n, t in get_type_hints(args).items() if n != "mutation"],
            ]
            for args in ARGS
        ],
        "values": [
            [value.__name__, [[n, typescript(t)] for n, t in get_type_hints(value).items()]]
            for value in VALUES[1:]
        ],
    }
    return blake2s(canonical(shape), digest_size=8).hexdigest()


def render_version() -> str:
    return (
        f"{BANNER}\nexport const PROTOCOL_VERSION = {protocol.PROTOCOL_VERSION};\n"
        f"export const SCHEMA_HASH = '{schema_hash()}';\n"
    )


def render() -> dict[str, str]:
    """File name → content of every generated file."""
    return {
        "enums.ts": render_enums(),
        "kinds.ts": render_kinds(),
        "mutations.ts": render_mutations(),
        "reasons.ts": render_reasons(),
        "limits.ts": render_limits(),
        "lifecycle.ts": render_lifecycle(),
        "papers.ts": render_papers(),
        "version.ts": render_version(),
    }
