"""New York: the crew, where it serves, and some orders; more of them come from a register.

The skills are those that `server/imports/maps/nyc311.toml` sorts the register's requests into.
"""

from server.demo.model import Area, City, Trade
from server.demo.new_york_faults import FAULTS
from server.demo.new_york_works import PROJECTS
from server.demo.sheets import SHEETS
from server.demo.words import ENGLISH

MANHATTAN = (
    (-74.02, 40.70), (-73.97, 40.71), (-73.96, 40.74), (-73.93, 40.80), (-73.93, 40.835),
    (-73.91, 40.88), (-73.93, 40.88), (-73.96, 40.83), (-74.01, 40.76),
)  # fmt: skip
BRONX = (
    (-73.93, 40.80), (-73.78, 40.80), (-73.76, 40.89), (-73.85, 40.915), (-73.92, 40.915),
    (-73.91, 40.88), (-73.93, 40.835),
)  # fmt: skip
BROOKLYN = (
    (-74.04, 40.57), (-73.86, 40.57), (-73.86, 40.69), (-73.96, 40.74), (-73.97, 40.71),
    (-74.02, 40.69),
)  # fmt: skip
QUEENS = (
    (-73.86, 40.57), (-73.74, 40.58), (-73.70, 40.75), (-73.78, 40.80), (-73.93, 40.80),
    (-73.96, 40.74), (-73.86, 40.69),
)  # fmt: skip
STATEN_ISLAND = (
    (-74.26, 40.49), (-74.10, 40.54), (-74.05, 40.58), (-74.05, 40.65), (-74.20, 40.65),
)  # fmt: skip

NAMES = (
    "Maria Alvarez", "James Okafor", "Wei Zhang", "Denise Carter", "Luis Romero", "Anna Kowalski",
    "Kevin O'Brien", "Priya Nair", "Marcus Reed", "Sofia Russo", "Tomasz Nowak", "Grace Kim",
    "Andre Baptiste", "Elena Petrova", "Samuel Levy", "Rosa Jimenez", "David Chen", "Fatima Rahman",
    "Patrick Walsh", "Nadia Haddad", "Victor Santos", "Joy Mensah", "Paul Rossi", "Irene Park",
)  # fmt: skip

NEW_YORK = City(
    code="new-york",
    zone="America/New_York",
    locale="en",
    words=ENGLISH,
    areas=(
        Area("Manhattan", MANHATTAN, (-73.975, 40.775), 0.011),
        Area("Bronx", BRONX, (-73.865, 40.855)),
        Area("Brooklyn", BROOKLYN, (-73.95, 40.65)),
        Area("Queens", QUEENS, (-73.82, 40.71)),
        Area("Staten Island", STATEN_ISLAND, (-74.14, 40.59)),
    ),
    trades=(
        Trade("waterproofing", "防水", "Waterproofing"),
        Trade("mep", "机电", "Plumbing and electrics"),
        Trade("doors_windows", "门窗", "Doors and windows"),
        Trade("finishing", "装修", "Finishing"),
        Trade("fire", "消防", "Fire safety"),
        Trade("elevator", "电梯", "Elevators"),
        Trade("municipal", "市政", "Streets and sewers"),
        Trade("landscape", "园林", "Landscape"),
    ),
    first_trades=("mep", "waterproofing", "finishing", "doors_windows"),
    office=(
        ("dispatch", "Dana Miller", "dispatcher"),
        ("manager", "Robert Hayes", "manager"),
        ("admin", "Administrator", "administrator"),
    ),
    people=tuple((name.split()[0].lower(), name) for name in NAMES),
    phone="+1 917 555 ####",
    projects=PROJECTS,
    faults=FAULTS,
    sheets=SHEETS,
    orders=60,
)
