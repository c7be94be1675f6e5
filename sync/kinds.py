"""A kind of row: its name, its shape and who sees it."""

import msgspec

from sync.fields import SEES_ORDER, Field, Merge, Row, Sees, fields_of


class Kind(msgspec.Struct, frozen=True):
    """One kind of synchronised row, as `server.<domain>.schema` declares it."""

    name: str
    row_type: type[Row]
    fields: tuple[Field, ...]

    def judged(self) -> dict[str, Field]:
        """Fields that may not be overwritten unseen, by name; derived ones follow their sources."""
        return {
            field.name: field
            for field in self.fields
            if field.merge in (Merge.LWW, Merge.AUTHORITY) and not field.sources
        }

    def visible_to(self, level: Sees) -> tuple[str, ...]:
        """Names of the fields that a scope of this level carries, in contract order, without id."""
        reach = SEES_ORDER.index(level)
        return tuple(
            field.name
            for field in self.fields
            if field.name != "id" and SEES_ORDER.index(field.sees) <= reach
        )


def kind(name: str, row_type: type[Row], sees: Sees = Sees.CREW) -> Kind:
    """Declare a kind; `sees` is the level of every field that does not name its own."""
    return Kind(name, row_type, fields_of(row_type, sees))
