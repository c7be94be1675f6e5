"""The document at `/schema/openapi.json`: one operation for each mutation of the catalogue.

The route is one, `POST /api/v1/mutations/{name}`; the document writes it out by name, with the
arguments, reasons and answer of each, all read from where they are declared.
"""

import inspect
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, cast

import msgspec
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from server import contract
from server.gateway.call import Mutation
from server.gateway.catalogue import Catalogue
from server.gateway.routes import KEY_LENGTH_MAX, Done
from server.identity.guard import COOKIE
from server.problems import CATALOGUE, REJECTED_STATUS
from sync.outcomes import Flag, Outcome, ProtocolReason
from sync.protocol import Problem

Json = dict[str, Any]
ROUTE = "/api/v1/mutations/{name}"
REF = "#/components/schemas/"
# What can go wrong before a mutation runs, by its code in `server/problems.py`.
BEFORE = ("broken_envelope", "key_missing", "signed_out", "cross_site", "too_large", "server_error")
# These cannot be said of a mutation that is called by its name.
NEVER = {ProtocolReason.FORKED, ProtocolReason.UNKNOWN_MUTATION}
REFUSED_STATUS = 409  # unless the reason says otherwise
ABOUT_409 = (
    "The rules of the firm refuse it; whether this mutation can meet a reason, its rules say."
)
SECURITY_SCHEMES: Json = {
    "token": {"type": "http", "scheme": "bearer", "description": "From POST /api/v1/session."},
    "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}
KEY_PARAMETER: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The same key with the same arguments gives the same answer and does nothing.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH_MAX},
}


class Document(OpenAPI):
    """Litestar's document; the mutations are added when somebody asks for it."""

    catalogue: Catalogue | None = None

    def to_schema(self) -> Json:
        told: Json = super().to_schema()
        return told if self.catalogue is None else with_mutations(told, self.catalogue)


class Config(OpenAPIConfig):
    """What `server/app.py` hands to Litestar."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(title="Fieldward", version="1", path="/schema")
        self._catalogue = catalogue

    def to_openapi_schema(self) -> OpenAPI:
        made = super().to_openapi_schema()
        document = Document(**{each.name: getattr(made, each.name) for each in fields(made)})
        document.catalogue = self._catalogue
        return document


def with_mutations(told: Json, catalogue: Catalogue) -> Json:
    """The document with an operation for each mutation in place of the one for all."""
    mutations = [catalogue.mutations[name] for name in sorted(catalogue.mutations)]
    components = cast(Json, told.get("components", {}))
    schemas = {**components.get("schemas", {})}
    schemas |= schemas_of(mutations, taken=set(schemas))
    paths = {path: item for path, item in told["paths"].items() if path != ROUTE}
    for mutation in mutations:
        paths[ROUTE.format(name=mutation.name)] = {"post": operation(mutation)}
    schemes = {**components.get("securitySchemes", {}), **SECURITY_SCHEMES}
    nouns = sorted({noun_of(mutation) for mutation in mutations})
    return told | {
        "paths": paths,
        "components": components | {"schemas": schemas, "securitySchemes": schemes},
        "tags": [*told.get("tags", []), *({"name": noun} for noun in nouns)],
    }


def operation(mutation: Mutation) -> Json:
    """One mutation as an operation of its own."""
    words = (own_doc(mutation.args), own_doc(mutation.handler))
    summary = next((text.splitlines()[0] for text in words if text), mutation.name)
    answers = {str(status): refusal(status, codes) for status, codes in refusals(mutation).items()}
    return {
        "operationId": mutation.name,
        "summary": summary,
        "description": "\n\n".join(dict.fromkeys(text for text in words if text)),
        "tags": [noun_of(mutation)],
        "security": [{"token": []}, {"cookie": []}],
        "parameters": [KEY_PARAMETER],
        "requestBody": {"required": True, "content": content(mutation.name)},
        "responses": {
            "200": {"description": "Done, now or before.", "content": content(Done.__name__)},
            **answers,
        },
    }


def refusals(mutation: Mutation) -> dict[int, list[str]]:
    """Status → codes: what the door says, what the gateway says, what the noun's rules say."""
    found: dict[int, list[str]] = {}
    for code in BEFORE:
        found.setdefault(CATALOGUE[code][0], []).append(code)
    by_module = {each.__module__: each for each in contract.REASONS}
    own = by_module.get(mutation.args.__module__, ())
    for reason in (*(each for each in ProtocolReason if each not in NEVER), *own):
        codes = found.setdefault(REJECTED_STATUS.get(reason.value, REFUSED_STATUS), [])
        if reason.value not in codes:
            codes.append(reason.value)
    return dict(sorted(found.items()))


def refusal(status: int, codes: list[str]) -> Json:
    """An answer in the one error shape; `code` is one of these."""
    known = [f"`{code}`: {CATALOGUE[code][1]}" for code in codes if code in CATALOGUE]
    about = ([ABOUT_409] if status == REFUSED_STATUS else []) + known
    narrowed = {"type": "object", "properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": REF + Problem.__name__}, narrowed]}
    return {
        "description": "\n\n".join(about) or ", ".join(codes),
        "content": {"application/json": {"schema": schema}},
    }


def schemas_of(mutations: Iterable[Mutation], taken: set[str]) -> Json:
    """Component schemas: arguments under the mutation's name, what they are made of beside."""
    named: dict[type, str] = {mutation.args: mutation.name for mutation in mutations}
    types = [*named, Done, Problem]
    heads, parts = msgspec.json.schema_components(types, ref_template=REF + "{name}")
    renamed = {name: f"{name}Value" if name in taken else name for name in parts}
    for kind, head in zip(types, heads, strict=True):
        renamed[head["$ref"].removeprefix(REF)] = named.get(kind, kind.__name__)
    schemas = {renamed[name]: with_refs(part, renamed) for name, part in parts.items()}
    done = schemas[Done.__name__]["properties"]
    done["outcome"] = {"const": Outcome.ACCEPTED.value}
    done["flags"]["items"] = {"enum": [flag.value for flag in Flag]}
    return schemas


def with_refs(value: Any, renamed: dict[str, str]) -> Any:
    """The schema with its references to the new names."""
    if isinstance(value, dict):
        items = cast(Json, value).items()
        return {
            key: REF + renamed[each.removeprefix(REF)]
            if key == "$ref"
            else with_refs(each, renamed)
            for key, each in items
        }
    if isinstance(value, list):
        return [with_refs(each, renamed) for each in cast(list[Any], value)]
    return value


def content(schema: str) -> Json:
    return {"application/json": {"schema": {"$ref": REF + schema}}}


def noun_of(mutation: Mutation) -> str:
    return mutation.name.partition(".")[0]


def own_doc(what: object) -> str:
    """Its own docstring, not one it inherits."""
    return inspect.cleandoc(vars(what).get("__doc__") or "") if hasattr(what, "__dict__") else ""
