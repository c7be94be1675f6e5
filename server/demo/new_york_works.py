"""What the firm built in New York. Projects are invented."""

from server.demo.model import Thing, Works

PARTS = ("Building A", "Building B")
FLATS = ("Apt 1A", "Apt 3C", "Apt 12F")
SPOTS = ("East side", "West side")
HOME = (
    Thing("lift", "Elevator, Building A", 0, -1, "Otis", "Gen2", 12),
    Thing("boiler", "Boiler, Building A", 0, -1, "Weil-McLain", "88", 15),
    Thing("roof", "Roof, Building B", 1, -1, "", "", 0, True),
    Thing("board", "Service panel, Building B", 1, -1, "Square D", "I-Line", 12),
)
STREET = (
    Thing("paving", "Sidewalk, east side", 0, 0, "", "", 0, True),
    Thing("sewer", "Catch basin 14", 1, 1, "", "Type 1", 20),
    Thing("trees", "Street trees", 1, 0, "", "", 0, True),
)
TOWER = (
    Thing("lift", "Car 1", 0, 2, "Schindler", "5500", 9),
    Thing("pump", "Booster pump", 0, 0, "Grundfos", "CR 32", 9),
    Thing("board", "Switchgear", 1, 1, "Eaton", "Pow-R-Line", 9),
    Thing("hydrant", "Standpipe", 1, -1, "", "", 0, True),
)
SHOP = (
    Thing("roof", "Hall roof", 0, -1, "", "", 0, True),
    Thing("pump", "Fire pump", 0, 0, "Patterson", "VIP", 14),
    Thing("board", "Motor control center", 1, 0, "Eaton", "Freedom", 14),
)
SOLAR = (
    Thing("board", "Combiner board", 0, 0, "SolarBOS", "C24", 5),
    Thing("pump", "Wash-down pump", 1, 0, "Goulds", "e-SV", 5),
)

PROJECTS = (
    Works(
        "Riverside Terraces", "housing", 0, (-73.966, 40.795), "510 West 96th Street", "",
        PARTS, FLATS, HOME,
    ),
    Works(
        "Grand Concourse Homes", "housing", 1, (-73.915, 40.832), "1100 Grand Concourse", "",
        PARTS, FLATS, HOME,
    ),
    Works(
        "Eastern Parkway Houses", "housing", 2, (-73.95, 40.669), "640 Eastern Parkway", "",
        PARTS, FLATS, HOME,
    ),
    Works(
        "Jamaica Gardens", "housing", 3, (-73.795, 40.705), "88-20 Parsons Boulevard", "",
        PARTS, FLATS, HOME,
    ),
    Works(
        "Stapleton Court", "housing", 4, (-74.08, 40.626), "75 Canal Street", "",
        PARTS, FLATS, HOME,
    ),
    Works(
        "Sixth Avenue Tower plant", "mep", 0, (-73.982, 40.757), "1155 Sixth Avenue",
        "Sixth Avenue Tower Management", ("Low rise", "High rise"),
        ("Pump room", "Electric room", "Elevator lobby"), TOWER,
    ),
    Works(
        "Flatbush Avenue sidewalks", "municipal", 2, (-73.96, 40.652), "Flatbush Avenue 800 block",
        "Flatbush Avenue District", ("North block", "South block"), SPOTS, STREET,
    ),
    Works(
        "Bronx River greenway", "landscape", 1, (-73.876, 40.845), "Bronx Park East",
        "Bronx River Conservancy", ("Section 1", "Section 2"), SPOTS, STREET,
    ),
    Works(
        "Maspeth workshops", "plant", 3, (-73.91, 40.728), "57-00 Grand Avenue",
        "Maspeth Metal Works", ("Hall 1", "Hall 2"), ("Floor", "Store", "Gate"), SHOP,
    ),
    Works(
        "Freshkills solar field", "energy", 4, (-74.185, 40.578), "310 West Service Road",
        "Freshkills Solar", ("Field North", "Field South"), ("Inverter house", "Control room"),
        SOLAR,
    ),
)  # fmt: skip
