"""scipy's k-d tree: pairs of satellites within 5,000 km, with range and grazing altitude (80 km or more).

Argument: a file of TLE with names.
"""
import json
import statistics
import sys
import time

try:
    import numpy as np
    from scipy.spatial import cKDTree
    from sgp4.api import Satrec, jday
except ImportError as missing:
    print(f"needs {missing.name}", file=sys.stderr)
    sys.exit(77)

RANGE_KM, GRAZING_KM, EARTH_KM, REPEATS = 5000.0, 80.0, 6378.137, 3

lines = open(sys.argv[1]).read().splitlines()
day, fraction = jday(2026, 8, 11, 0, 0, 0.0)
states = (Satrec.twoline2rv(lines[i + 1], lines[i + 2]).sgp4(day, fraction) for i in range(0, len(lines) - 2, 3))
places = np.array([r for error, r, _ in states if error == 0])


def pairs():
    found = cKDTree(places).query_pairs(RANGE_KM, output_type="ndarray")
    a, line = places[found[:, 0]], places[found[:, 1]] - places[found[:, 0]]
    square = np.einsum("ij,ij->i", line, line)
    along = np.clip(-np.einsum("ij,ij->i", a, line) / square, 0.0, 1.0)
    altitude = np.linalg.norm(a + line * along[:, None], axis=1) - EARTH_KM
    clear = altitude >= GRAZING_KM
    return np.column_stack((found[clear], np.sqrt(square[clear]), altitude[clear]))


seconds, count = [], 0
for _ in range(REPEATS):
    begun = time.perf_counter()
    count = len(pairs())
    seconds.append(time.perf_counter() - begun)
print(json.dumps({"seconds_each": statistics.median(seconds) / count, "pairs": count}))
