"""Skyfield's find_events: access windows of a day, 6 satellites over 6 sites, at 25 degrees.

Where sgp4 has no C++ module (as packed by Debian) its pure Python takes most of the time, which would be no
fair race: time in the propagator is taken off, and its states are charged at the recorded speed of the C++
module, 2.95 million a second.

Arguments: a file of TLE with names, a CSV of sites (last columns lat_deg, lon_deg, height_m).
"""
import json
import statistics
import sys
import time

try:
    from sgp4.api import accelerated
    from skyfield.api import EarthSatellite, load, wgs84
except ImportError:
    print("needs skyfield", file=sys.stderr)
    sys.exit(77)

SATELLITES, SITES, REPEATS = 6, 6, 3
STATES_PER_S = 2.95e6

spent = {"seconds": 0.0, "states": 0}
propagate = EarthSatellite._position_and_velocity_TEME_km


def timed(self, t):
    begun = time.perf_counter()
    result = propagate(self, t)
    spent["seconds"] += time.perf_counter() - begun
    spent["states"] += getattr(t.tt, "size", 1)
    return result


if not accelerated:
    EarthSatellite._position_and_velocity_TEME_km = timed

scale = load.timescale(builtin=True)
lines = open(sys.argv[1]).read().splitlines()
total = len(lines) // 3
satellites = []
for i in range(SATELLITES):
    name, one, two = lines[3 * (i * total // SATELLITES):][:3]
    satellites.append(EarthSatellite(one, two, name, scale))
sites = []
for row in open(sys.argv[2]).read().splitlines()[1:SITES + 1]:
    lat, lon, height = row.split(",")[-3:]
    sites.append(wgs84.latlon(float(lat), float(lon), float(height)))
start, end = scale.utc(2026, 8, 11), scale.utc(2026, 8, 12)

seconds, whole = [], []
for _ in range(REPEATS):
    rises = 0
    spent.update(seconds=0.0, states=0)
    begun = time.perf_counter()
    for satellite in satellites:
        for site in sites:
            _, kinds = satellite.find_events(site, start, end, altitude_degrees=25.0)
            rises += int((kinds == 0).sum())
    whole.append(time.perf_counter() - begun)
    seconds.append(whole[-1] - spent["seconds"] + spent["states"] / STATES_PER_S)
print(json.dumps({
    "seconds_each": statistics.median(seconds) / (SATELLITES * SITES),
    "seconds_each_here": statistics.median(whole) / (SATELLITES * SITES),
    "accelerated": accelerated,
    "rises": rises,
}))
