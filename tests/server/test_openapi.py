"""The document for programs: every mutation once, by its name, and nothing in it points nowhere."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from server import openapi
from server.app import catalogue, create_app
from server.gateway.call import Mutation
from server.problems import REJECTED_STATUS
from server.settings import Settings
from server.shapes import Args
from sync.outcomes import Accepted, ProtocolReason

PREFIX = "/api/v1/mutations/"
COMPONENT_NAME = re.compile(r"^[a-zA-Z0-9._-]+$")


@pytest.fixture
async def document(settings: Settings) -> dict[str, Any]:
    """As it is served, to somebody who has not signed in."""
    async with AsyncTestClient(create_app(settings)) as client:
        answer = await client.get("/schema/openapi.json")
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def engine() -> str:
    return "sqlite"


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        path.removeprefix(PREFIX): item["post"]
        for path, item in document["paths"].items()
        if path.startswith(PREFIX)
    }


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "$ref":
                yield each
            else:
                yield from refs(each)
    elif isinstance(value, list):
        for each in value:
            yield from refs(each)


def resolve(document: dict[str, Any], ref: str) -> Any:
    assert ref.startswith("#/")
    found: Any = document
    for part in ref.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def codes(operation: dict[str, Any], status: int) -> list[str]:
    schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    return schema["allOf"][1]["properties"]["code"]["enum"]


def test_one_operation_for_each_mutation(document: dict[str, Any]) -> None:
    known = catalogue().mutations
    found = operations(document)
    assert set(found) == set(known)
    assert {name: each["operationId"] for name, each in found.items()} == {n: n for n in known}
    assert all(each["tags"] == [name.split(".")[0]] for name, each in found.items())
    assert all(each["summary"] for each in found.values())
    assert {tag["name"] for tag in document["tags"]} == {name.split(".")[0] for name in known}


def test_the_document_holds_together(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    everywhere = list(refs(document))
    assert len(everywhere) > len(operations(document))
    assert all(isinstance(resolve(document, each), dict) for each in everywhere)
    assert all(COMPONENT_NAME.match(name) for name in document["components"]["schemas"])
    asked = [each for item in document["paths"].values() for each in item.values()]
    ids = [each["operationId"] for each in asked]
    assert len(ids) == len(set(ids))
    schemes = document["components"]["securitySchemes"]
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["responses"]
            assert all(each["description"] for each in operation["responses"].values())
            assert {name for each in operation.get("security", []) for name in each} <= set(schemes)
            inside = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert inside == set(re.findall(r"{(\w+)}", path)), path


def test_the_arguments_are_those_of_the_struct(document: dict[str, Any]) -> None:
    for name, mutation in catalogue().mutations.items():
        body = operations(document)[name]["requestBody"]["content"]["application/json"]["schema"]
        schema = resolve(document, body["$ref"])
        fields = msgspec.structs.fields(mutation.args)
        assert set(schema["properties"]) == {each.encode_name for each in fields}, name
        wanted = {each.encode_name for each in fields if each.required}
        assert set(schema.get("required", [])) == wanted, name
        assert schema["additionalProperties"] is False


def test_the_reasons_stand_under_their_status(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert set(operation["responses"]) >= {"200", "400", "401", "403", "404", "409", "413"}
        said = {code for status in operation["responses"] if status != "200"
                for code in codes(operation, int(status))}  # fmt: skip
        assert {ProtocolReason.NOT_FOUND, ProtocolReason.KEY_REUSED, "key_missing"} <= said, name
        assert ProtocolReason.FORKED not in said
        for reason, status in REJECTED_STATUS.items():
            assert reason not in said or reason in codes(operation, status)
    assert "login_taken" in codes(operations(document)["user.add"], 409)
    assert "login_taken" not in codes(operations(document)["customer.add"], 409)


def test_the_answer_is_described(document: dict[str, Any]) -> None:
    answer = operations(document)["customer.add"]["responses"]["200"]
    schema = resolve(document, answer["content"]["application/json"]["schema"]["$ref"])
    assert set(schema["required"]) == {"seq", "outcome", "flags", "born"}
    born = resolve(document, schema["properties"]["born"]["items"]["$ref"])
    assert set(born["required"]) == {"ordinal", "kind", "id"}


class Shape(msgspec.Struct):
    """A value whose name is taken in the document."""

    size: int


class Praise(Args, kw_only=True, frozen=True):
    mutation: ClassVar[str] = "work_order.praise"
    shape: Shape


def test_a_taken_name_is_not_overwritten() -> None:
    made = openapi.schemas_of([Mutation(Praise, _anybody, _silent)], taken={"Shape"})
    assert "Shape" not in made
    assert list(refs(made["work_order.praise"])) == ["#/components/schemas/ShapeValue"]
    assert made["ShapeValue"]["properties"] == {"size": {"type": "integer"}}


def test_a_doc_that_is_inherited_is_nobodys() -> None:
    assert openapi.own_doc(Praise) == ""
    assert openapi.own_doc(Shape) == "A value whose name is taken in the document."
    assert openapi.operation(Mutation(Praise, _anybody, _silent))["summary"] == "work_order.praise"


def _anybody(*_: object) -> None:
    return None


def _silent(*_: object) -> Accepted:
    return Accepted()
