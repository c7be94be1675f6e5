"""The dispatcher, pure: who is near, who may go, who goes when, and why.

Conventions
    places      (lon, lat), WGS-84, integers of 10⁻⁷ degree: `LonLat`. Other datums are other
                types (`Gcj02`, `Bd09`) and are converted at adapters only.
    distances   metres, geodesic, equal to `geopy.distance.geodesic`; names end in `_m`.
    times       UTC milliseconds (`_ms`), durations in seconds (`_s`) or minutes (`_min`).
    intervals   half-open [start, end), except promised windows, which include both ends.
    errors      what people enter comes back as a value with a `code`; a caller's mistake raises
                ValueError. No text for people is made here: screens print codes and figures.
    purity      no clock, no randomness, no I/O; the same input gives the same output, in
                whatever order candidates and jobs are given.

Modules, in reading order
    latlon      the place type, distances               (with geodesic: the door to geopy)
    datum       WGS-84 ⇄ GCJ-02 ⇄ BD-09                 (with mainland: where they differ)
    polygon     territories: inside, area, distance     (with crossings, ellipsoid)
    nearest     exact k nearest with few geodesics, and the proof
    travel      rough travel times from lines
    model       technician, job, shifts: what the dispatcher is told
    unfit       the reasons why not; rules: one predicate each
    rank        one job: who could take it, in which order, why; who could not, why not
    assign_all  many jobs over many days                (with diary, slots)

`rank`, `nearest`, `polygon` and `assign_all` here are the functions; import other names of these
modules with `from geo.rank import …`.
"""

from geo.assign_all import (
    Assigned,
    Assignment,
    AssignPolicy,
    Unassigned,
    assign_all,
)
from geo.datum import (
    BadPlace,
    Bd09,
    Datum,
    Gcj02,
    read_place,
    to_bd09,
    to_gcj02,
    to_wgs84,
)
from geo.latlon import LonLat, distance_m, sphere_m
from geo.model import (
    Busy,
    Demand,
    Job,
    OpenJob,
    Position,
    Skill,
    Source,
    Span,
    Technician,
)
from geo.nearest import Hit, Nearest, PlaceIndex, nearest
from geo.polygon import (
    BadPolygon,
    Box,
    Polygon,
    area_m2,
    boundary_m,
    box_of,
    centroid,
    contains,
    polygon,
)
from geo.rank import Excluded, Fit, Ranking, RankPolicy, Why, rank
from geo.rules import reasons_against
from geo.travel import LineModel
from geo.unfit import Unfit

__all__ = [
    "AssignPolicy",
    "Assigned",
    "Assignment",
    "BadPlace",
    "BadPolygon",
    "Bd09",
    "Box",
    "Busy",
    "Datum",
    "Demand",
    "Excluded",
    "Fit",
    "Gcj02",
    "Hit",
    "Job",
    "LineModel",
    "LonLat",
    "Nearest",
    "OpenJob",
    "PlaceIndex",
    "Polygon",
    "Position",
    "RankPolicy",
    "Ranking",
    "Skill",
    "Source",
    "Span",
    "Technician",
    "Unassigned",
    "Unfit",
    "Why",
    "area_m2",
    "assign_all",
    "boundary_m",
    "box_of",
    "centroid",
    "contains",
    "distance_m",
    "nearest",
    "polygon",
    "rank",
    "read_place",
    "reasons_against",
    "sphere_m",
    "to_bd09",
    "to_gcj02",
    "to_wgs84",
]
