"""States by python-sgp4, a judge of accuracy: sgp4_states.py ELEMENTS STRIDE MINUTES...

Every STRIDE-th two-line set of the file ELEMENTS, at MINUTES after its epoch. Prints one JSON object: states,
a list of [index of the set in the file, minutes, error code, x, y, z, vx, vy, vz], km and km/s in TEME.
"""
import json
import sys

try:
    from sgp4.model import WGS72, Satrec
except ImportError:
    print("there is no sgp4 for this Python", file=sys.stderr)
    sys.exit(77)


def main():
    path, stride, minutes = sys.argv[1], int(sys.argv[2]), [float(m) for m in sys.argv[3:]]
    with open(path, encoding="utf-8") as text:
        lines = [line.rstrip("\n") for line in text]
    pairs = [(a, b) for a, b in zip(lines, lines[1:]) if a.startswith("1 ") and b.startswith("2 ")]
    states = []
    for index in range(0, len(pairs), stride):
        satellite = Satrec.twoline2rv(*pairs[index], WGS72)
        for t in minutes:
            error, r, v = satellite.sgp4_tsince(t)
            states.append([index, t, error, *(r if not error else (0.0,) * 3), *(v if not error else (0.0,) * 3)])
    print(json.dumps({"states": states}))


main()
