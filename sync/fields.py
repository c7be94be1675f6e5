"""Merge and visibility classes of a field, declared where the field is declared.

A row type is a msgspec struct whose annotations say how each field merges and who may see it:

    class WorkOrder(Row):
        title: Lww[Title]
        state: State[WorkOrderState]

The generated TypeScript contract, the tables, the pull and the digest all read these classes.
"""

from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec


class Merge(StrEnum):
    """What happens when two people change one field without seeing each other."""

    APPEND = "append"  # both are kept
    COUNTER = "counter"  # both are added
    STATE = "state"  # judged by the lifecycle on the present state
    AUTHORITY = "authority"  # only the one in charge may move it: the later is refused
    LWW = "lww"  # the stored value stays, the arriving one becomes a question to people
    IMMUTABLE = "immutable"  # written once


class Sees(StrEnum):
    """Who receives a field. Each level includes the ones above it."""

    EVERYONE = "everyone"
    CREW = "crew"
    OFFICE = "office"


SEES_ORDER = (Sees.EVERYONE, Sees.CREW, Sees.OFFICE)


class FieldClass(msgspec.Struct, frozen=True):
    """Annotation of one field. `sees` None means: as the kind says."""

    merge: Merge
    sees: Sees | None = None


class DerivedFrom:
    """Annotation of a field that is computed from others of its row: it follows their fate.

    `initials: Annotated[Lww[MaybeName], DerivedFrom("name")]`
    """

    def __init__(self, *sources: str) -> None:
        self.sources = sources


T = TypeVar("T")
Append = Annotated[T, FieldClass(Merge.APPEND)]
Counter = Annotated[T, FieldClass(Merge.COUNTER)]
State = Annotated[T, FieldClass(Merge.STATE)]
Authority = Annotated[T, FieldClass(Merge.AUTHORITY)]
Lww = Annotated[T, FieldClass(Merge.LWW)]
Immutable = Annotated[T, FieldClass(Merge.IMMUTABLE)]
OfficeLww = Annotated[T, FieldClass(Merge.LWW, Sees.OFFICE)]
OfficeAuthority = Annotated[T, FieldClass(Merge.AUTHORITY, Sees.OFFICE)]
OfficeState = Annotated[T, FieldClass(Merge.STATE, Sees.OFFICE)]


class Row(msgspec.Struct, kw_only=True, frozen=True):
    """A synchronised row. Its id is a UUID made where the row was born."""

    id: Annotated[str, FieldClass(Merge.IMMUTABLE, Sees.EVERYONE)]


class Field(msgspec.Struct, frozen=True):
    """One declared field: its name, classes and bare Python type (without annotations)."""

    name: str
    merge: Merge
    sees: Sees
    type: Any
    nullable: bool
    sources: tuple[str, ...] = ()  # fields that this one is computed from


def _strip(annotation: Any) -> tuple[Any, FieldClass | None, tuple[str, ...]]:
    """The bare type, the field class and the sources of an annotation."""
    found: FieldClass | None = None
    sources: tuple[str, ...] = ()
    while get_origin(annotation) is Annotated:
        bare, *extras = get_args(annotation)
        found = next((extra for extra in extras if isinstance(extra, FieldClass)), found)
        sources = next((e.sources for e in extras if isinstance(e, DerivedFrom)), sources)
        annotation = bare
    return annotation, found, sources


def fields_of(row_type: type[Row], sees: Sees) -> tuple[Field, ...]:
    """Declared fields in contract order, `id` first. Raises TypeError where a class is missing."""
    hints = get_type_hints(row_type, include_extras=True)
    found: list[Field] = []
    for name in row_type.__struct_fields__:
        bare, classes, sources = _strip(hints[name])
        if classes is None:
            raise TypeError(f"{row_type.__name__}.{name} declares no merge class")
        options = [option for option in get_args(bare) if option is not type(None)]
        nullable = len(options) > 0 and type(None) in get_args(bare)
        core = _strip(options[0])[0] if nullable else bare
        level = classes.sees or sees
        found.append(Field(name, classes.merge, level, core, nullable, sources))
    found.sort(key=lambda field: field.name != "id")
    return tuple(found)
