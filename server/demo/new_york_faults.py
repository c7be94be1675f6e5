"""What breaks in New York, and what the technicians say about it."""

from server.demo.model import Fault

HOME = ("housing",)
HOUSES = ("housing", "mep", "plant")
OUTSIDE = ("municipal", "landscape")
PLANTS = ("plant", "energy", "mep")
ROWS = (
    (
        "No heat", "Radiators cold since last night, baby in the apartment.", "mep", "urgent", HOME,
        "Circulator seized, boiler itself is fine.", "Replaced the circulator, bled the risers.",
        "Circulator pump", "boiler",
    ),
    (
        "Water coming through the ceiling", "Bathroom ceiling drips when upstairs showers.",
        "waterproofing", "urgent", HOME, "Membrane around the drain is torn.",
        "New membrane around the drain, water test passed.", "Liquid membrane", "",
    ),
    (
        "Roof leaks", "Top floor hallway, bucket fills in an hour of rain.", "waterproofing",
        "urgent", HOUSES, "Flashing at the parapet came off.",
        "Flashing reset and sealed, hose test passed.", "EPDM flashing", "roof",
    ),
    (
        "Kitchen sink drips", "Water under the sink, main valve is shut.", "mep", "normal", HOUSES,
        "Angle stop cracked.", "Replaced the angle stop, no drip under pressure.", "Angle stop",
        "riser",
    ),
    (
        "Breaker trips", "Half the apartment goes dark with the microwave.", "mep", "urgent",
        (*HOUSES, "energy"), "Loose neutral in a box.", "Box rewired, insulation tested.",
        "12/2 cable", "board",
    ),
    (
        "Pump is loud", "Booster pump in the cellar screams, pressure jumps.", "mep", "normal",
        PLANTS, "Coupling worn, bearing dry.", "New coupling, bearing greased, aligned.",
        "Coupling insert", "pump",
    ),
    (
        "Apartment door does not close", "Door scrapes and the lock does not catch.",
        "doors_windows", "urgent", HOME, "Top hinge torn out.", "Hinge reset, strike adjusted.",
        "Hinge", "",
    ),
    (
        "Window does not stay up", "Sash falls down by itself.", "doors_windows", "normal", HOUSES,
        "Balance broken.", "Both balances replaced.", "Sash balance", "doors",
    ),
    (
        "Plaster falls off", "Piece as large as a plate over the crib.", "finishing", "urgent",
        HOME, "Old damp, plaster hollow around it.", "Loose plaster off, patched and primed.",
        "Patching plaster", "facade",
    ),
    (
        "Floor tiles are loose", "Three tiles in the lobby rock.", "finishing", "minor", HOUSES,
        "Thin-set never took.", "Tiles reset and grouted.", "Thin-set", "",
    ),
    (
        "Smoke detector chirps", "All night, new battery did not help.", "fire", "normal", HOUSES,
        "Detector past its date.", "Detector replaced, test smoke passed.", "Detector", "alarm",
    ),
    (
        "Standpipe gauge at zero", "Gauge in the stairwell shows nothing.", "fire", "urgent",
        (*HOUSES, "energy"), "Check valve stuck open.", "Check valve replaced, pressure held.",
        "Check valve", "hydrant",
    ),
    (
        "Elevator stops between floors", "Twice today, nobody inside now.", "elevator", "urgent",
        ("housing", "mep"), "Door lock contact dirty.",
        "Contacts cleaned, thirty runs without a stop.", "Door contact", "lift",
    ),
    (
        "Elevator door keeps opening", "Closes halfway and opens again.", "elevator", "normal",
        ("housing", "mep"), "Light curtain dirty, gib worn.", "Cleaned and adjusted.", "Door gib",
        "lift",
    ),
    (
        "Sidewalk flag lifted", "Somebody tripped in front of the entrance.", "municipal", "normal",
        OUTSIDE, "Root under the flag.", "Flag reset and ramped.", "Concrete mix", "paving",
    ),
    (
        "Catch basin clogged", "The corner floods at every rain.", "municipal", "urgent", OUTSIDE,
        "Full of leaves to the grate.", "Emptied and flushed.", "Filter basket", "sewer",
    ),
    (
        "Tree limb hangs over the path", "Storm broke it, held by a bit of bark.", "landscape",
        "urgent", OUTSIDE, "Limb cracked at the fork.", "Limb taken down, cut sealed.", "Rope",
        "trees",
    ),
)  # fmt: skip
FAULTS = tuple(Fault(*row) for row in ROWS)
