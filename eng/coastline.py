#!/usr/bin/env python3
"""Makes the coastline of the HTML report: an SVG path in tenths of degrees, east and south positive.

The source is Natural Earth, 1:110m land (public domain), as TopoJSON in the npm package world-atlas:
    eng/coastline.py node_modules/world-atlas/land-110m.json > src/Orbweaver/Reports/Html/coastline.txt
"""
import json
import sys

AREA_LEAST = 1.5  # square degrees: what is smaller is a dot at this scale


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def ring_of(indices, arcs):
    points = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(ring):
    """Rings are stitched across the antimeridian: a jump of more than half the way round is none."""
    turned, shift = [ring[0]], 0
    for (before, _), (lon, lat) in zip(ring, ring[1:]):
        shift += 360 if lon - before < -180 else -360 if lon - before > 180 else 0
        turned.append((lon + shift, lat))
    if abs(turned[-1][0] - turned[0][0]) > 180:
        # Around the pole: closed along the edge of the map.
        turned += [(turned[-1][0], -90), (turned[0][0], -90)]
    return turned


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def path(ring):
    points = [(round(lon * 10), round(-lat * 10)) for lon, lat in ring]
    text, at = f"M{points[0][0]},{points[0][1]}l", points[0]
    steps = []
    for point in points[1:]:
        if point != at:
            steps.append(f"{point[0] - at[0]},{point[1] - at[1]}")
            at = point
    return text + " ".join(steps) + "z"


def main():
    topology = json.load(open(sys.argv[1], encoding="utf-8"))
    arcs = list(arcs_of(topology))
    lines = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for indices in polygon:
                ring = unwrapped(ring_of(indices, arcs))
                if area(ring) < AREA_LEAST:
                    continue
                for shift in (-360, 0, 360):
                    turned = [(lon + shift, lat) for lon, lat in ring]
                    if min(p[0] for p in turned) < 180 and max(p[0] for p in turned) > -180:
                        lines.append(path(turned))
    print("\n".join(lines))


main()
