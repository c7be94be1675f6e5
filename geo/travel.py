"""Rough travel times from straight lines, until a road provider is set.

road = line * detour, detour falling from `detour_near` (lines up to 1 km) to `detour_far` (from
4 km on); travel = road / speed + access. Against twelve real road nets the line is 1.5–2.2 times
too short below 1 km and 1.24–1.47 times above 4 km, and single times are 15–30 % off: good for
ranking and for gaps between visits, not for a promise to a customer.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

NEAR_M = 1_000.0
FAR_M = 4_000.0

Floats = NDArray[np.float64]


class LineModel(msgspec.Struct, frozen=True):
    """`access_s` is spent at both ends: to the car, parking, the gate. At the place itself
    (below `same_place_m`) there is no travel at all."""

    detour_near: float = 1.8
    detour_far: float = 1.35
    speed_kmh: float = 30.0
    access_s: float = 180.0
    same_place_m: float = 50.0

    def roads_m(self, lines_m: Floats) -> Floats:
        """Metres by road for metres in a straight line."""
        far = np.clip((lines_m - NEAR_M) / (FAR_M - NEAR_M), 0.0, 1.0)
        return lines_m * (self.detour_near + far * (self.detour_far - self.detour_near))

    def travels_s(self, lines_m: Floats) -> NDArray[np.int64]:
        """Whole seconds for metres in a straight line."""
        seconds = self.roads_m(lines_m) / (self.speed_kmh / 3.6) + self.access_s
        return np.where(lines_m < self.same_place_m, 0, np.rint(seconds).astype(np.int64))

    def travel_s(self, line_m: float) -> int:
        """`travels_s` of one line."""
        return int(self.travels_s(np.array([line_m]))[0])
