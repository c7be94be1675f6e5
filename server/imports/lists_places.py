"""Lists of projects with their trees of places."""

from typing import Any

import msgspec

from server.assets import rules as asset_rules
from server.assets.schema import Asset
from server.gateway.tx import Tx
from server.imports.lists_cells import BadCell, Cells
from server.imports.lists_plan import (
    Names,
    Plan,
    Step,
    Writer,
    active,
    born_row,
    differs,
    made,
    may,
    once,
    outcome_of,
)
from server.places import rules as place_rules
from server.places.schema import (
    CHECK_IN_RADIUS_M,
    AddLocation,
    AddProject,
    EditLocation,
    EditProject,
    Location,
    LocationKind,
    PlaceLocation,
    Project,
    ProjectType,
)
from server.territories.schema import Territory

TYPES = {
    **{each.value: each for each in ProjectType},
    "房建": ProjectType.HOUSING,
    "市政": ProjectType.MUNICIPAL,
    "机电": ProjectType.MEP,
    "园林": ProjectType.LANDSCAPE,
    "工业厂房": ProjectType.PLANT,
    "新能源": ProjectType.ENERGY,
}
OF_A_PLACE = ("address", "code", "latitude", "longitude", "radius_m", "access")
Path = tuple[str, ...]


class Places:
    """Projects by name and locations by their path, as far as the file has brought them."""

    def __init__(self, tx: Tx) -> None:
        projects = tx.rows(Project)
        self.projects = {each.name: each for each in projects}
        self.locations = {each.id: each for each in tx.rows(Location)}
        self.by_path: dict[tuple[str | None, Path], str] = {}
        self.by_code = {each.code: each for each in self.locations.values() if each.code}
        self._names = {each.id: each.name for each in projects}
        for each in self.locations.values():
            self.by_path.setdefault((each.project_id, self.path_of(each)), each.id)

    def path_of(self, location: Location) -> Path:
        names: list[str] = []
        node: Location | None = location
        while node is not None and len(names) < place_rules.LEVELS_MAX:
            names.insert(0, node.name)
            node = self.locations.get(node.parent_id or "")
        return tuple(names)

    def put(self, location: Location) -> None:
        self.locations[location.id] = location
        self.by_path.setdefault((location.project_id, self.path_of(location)), location.id)
        self.by_code = {c: row for c, row in self.by_code.items() if row.id != location.id}
        if location.code:
            self.by_code[location.code] = location

    def spoken(self) -> dict[str, list[str]]:
        """`project / building / room` without blanks → ids of locations."""
        found: dict[str, list[str]] = {}
        for (project_id, path), row_id in self.by_path.items():
            project = (self._names[project_id],) if project_id in self._names else ()
            found.setdefault(joined((*project, *path)), []).append(row_id)
        return found


def joined(names: Path) -> str:
    return "/".join("".join(name.split()).lower() for name in names)


class Projects:
    """By project and path. A line names a project, or a place in it by one column a level."""

    shares = False

    def __init__(self, tx: Tx, writer: Writer) -> None:
        self.writer = writer
        self.places = Places(tx)
        self.territories = Names(tx.rows(Territory), "name")
        self.asset_codes = {each.code: each.name for each in tx.rows(Asset) if each.code}
        self.lines: dict[object, int] = {}

    def plan(self, cells: Cells) -> Plan:
        name = cells.needed("project")
        levels = [(kind, cells.text(kind.value)) for kind in LocationKind]
        named = [(kind, text) for kind, text in levels if text]
        path = tuple(text for _, text in named)
        once(self.lines, (name, tuple(named)), cells)
        steps: list[Step] = []
        project = self.places.projects.get(name)
        is_new = project is None
        values = self._project_values(project, cells)
        self._check_place(name, path, named, cells)
        project_id = self._project(name, project, values, steps)
        parent_id: str | None = None
        for depth, (kind, text) in enumerate(named, start=1):
            known = self.places.by_path.get((project_id, path[:depth]))
            is_last = depth == len(named)
            if is_last:
                is_new = known is None
            if known is None:
                known = self._add(
                    project_id, parent_id, kind, text, cells if is_last else None, steps
                )
            elif is_last:
                self._edit(self.places.locations[known], cells, steps)
            parent_id = known
        shown = " · ".join((name, *path))
        return Plan(cells.line, shown, outcome_of(is_new=is_new, steps=steps), steps)

    def _check_place(
        self, name: str, path: Path, named: list[tuple[LocationKind, str]], cells: Cells
    ) -> None:
        """Everything that could refuse the line, before anything of it is written down."""
        if not path and any(cells.text(field) for field in OF_A_PLACE):
            raise BadCell("no_place")
        cells.fix()
        project = self.places.projects.get(name)
        known_id = self.places.by_path.get((project.id, path)) if project else None
        for depth in range(1, len(path) + 1):
            found = self.places.by_path.get((project.id, path[:depth])) if project else None
            if found is None:
                continue
            row = self.places.locations[found]
            active(row, cells)
            if row.kind is not named[depth - 1][0]:
                raise BadCell("other_kind", name=row.name, column=row.kind.value)
        code = cells.text("code")
        may(place_rules.may_use_code(code, self.places.by_code.get(code), known_id or "-"))
        may(asset_rules.may_use_code(code, self.asset_codes.get(code)))
        if path:
            known = self.places.locations.get(known_id or "")
            made(AddLocation, kind=named[-1][0], name=path[-1], **_location_values(known, cells))
        for text in path[:-1]:
            made(AddLocation, kind=named[0][0], name=text)

    def _project_values(self, project: Project | None, cells: Cells) -> dict[str, Any]:
        if project is not None:
            active(project, cells)
        values = {
            "name": cells.needed("project"),
            "type": cells.choice("type", TYPES, project.type if project else ProjectType.HOUSING),
            "territory_id": self.territories.id_of(
                cells, "territory", project.territory_id if project else None
            ),
        }
        made(AddProject, **values)
        return values

    def _project(
        self, name: str, project: Project | None, values: dict[str, Any], steps: list[Step]
    ) -> str:
        if project is None:
            step = self.writer.step(made(AddProject, **values))
            project = born_row(Project, id=self.writer.born(step), is_active=True, **values)
        elif differs(project, values):
            step = self.writer.step(made(EditProject, project_id=project.id, **values))
            project = msgspec.structs.replace(project, **values)
        else:
            return project.id
        steps.append(step)
        self.places.projects[name] = project
        return project.id

    def _add(
        self,
        project_id: str,
        parent_id: str | None,
        kind: LocationKind,
        name: str,
        cells: Cells | None,
        steps: list[Step],
    ) -> str:
        values = _location_values(None, cells) if cells else {}
        fix = cells.fix() if cells else None
        names = {"project_id": project_id, "parent_id": parent_id, "kind": kind, "name": name}
        step = self.writer.step(made(AddLocation, fix=fix, **names, **values))
        steps.append(step)
        point = {"lon_e7": fix["lon_e7"], "lat_e7": fix["lat_e7"]} if fix else _NO_POINT
        row = {"radius_m": CHECK_IN_RADIUS_M} | values | names | point
        location_id = self.writer.born(step)
        self.places.put(born_row(Location, id=location_id, is_active=True, **row))
        return location_id

    def _edit(self, location: Location, cells: Cells, steps: list[Step]) -> None:
        values = {"name": location.name} | _location_values(location, cells)
        if differs(location, values):
            args = made(EditLocation, location_id=location.id, **values)
            steps.append(self.writer.step(args))
            location = msgspec.structs.replace(location, **values)
        fix = cells.fix()
        if fix and (location.lon_e7, location.lat_e7) != (fix["lon_e7"], fix["lat_e7"]):
            args = made(PlaceLocation, location_id=location.id, fix=fix)
            steps.append(self.writer.step(args))
            point = {"lon_e7": fix["lon_e7"], "lat_e7": fix["lat_e7"]}
            location = msgspec.structs.replace(location, **point)
        self.places.put(location)


_NO_POINT: dict[str, int | None] = {"lon_e7": None, "lat_e7": None}


def _location_values(known: Location | None, cells: Cells) -> dict[str, Any]:
    return {
        "address": cells.text("address", known.address if known else ""),
        "code": cells.text("code", known.code if known else ""),
        "radius_m": cells.whole("radius_m", known.radius_m if known else CHECK_IN_RADIUS_M),
        "access": cells.text("access", known.access if known else ""),
    }
