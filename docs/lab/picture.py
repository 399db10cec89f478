#!/usr/bin/env python3
"""Draws docs/picture.svg: reference-480 over a globe, with one planned path.

Usage: orbweaver explain backbone brussels sydney --at +0s --json > path.json
       python3 picture.py path.json land-110m.json > ../picture.svg
The land is Natural Earth's (public domain) in the TopoJSON form of the npm package world-atlas 2. Positions follow
the Walker rules of the scenarios page; standard library only.
"""
import json, math, sys

PLANES, SLOTS, F, INC, ALT, R = 24, 20, 1, math.radians(70), 550.0, 6378.137
GMST = math.radians(319.3)  # of 2026-08-11T00:00:00Z
LAT0, LON0 = math.radians(24), math.radians(82)
SIZE, SCALE = 900, 0.86 * 450 / (R + ALT)
CITIES = {"brussels": (50.85, 4.35), "sydney": (-33.87, 151.21), "tokyo": (35.68, 139.69), "mumbai": (19.08, 72.88),
          "nairobi": (-1.29, 36.82), "dubai": (25.2, 55.27), "singapore": (1.35, 103.82), "almaty": (43.24, 76.89)}


def sat(p, s):
    u = 2 * math.pi * (s / SLOTS + F * p / (PLANES * SLOTS))
    o = 2 * math.pi * p / PLANES - GMST
    x, y, z = math.cos(u), math.sin(u) * math.cos(INC), math.sin(u) * math.sin(INC)
    r = R + ALT
    return r * (x * math.cos(o) - y * math.sin(o)), r * (x * math.sin(o) + y * math.cos(o)), r * z


def ground(lat, lon):
    a, b = math.radians(lat), math.radians(lon)
    return R * math.cos(a) * math.cos(b), R * math.cos(a) * math.sin(b), R * math.sin(a)


def view(v):
    x, y, z = v
    e = -x * math.sin(LON0) + y * math.cos(LON0)
    h = x * math.cos(LON0) + y * math.sin(LON0)
    n = z * math.cos(LAT0) - h * math.sin(LAT0)
    d = h * math.cos(LAT0) + z * math.sin(LAT0)
    return 450 + e * SCALE, 450 - n * SCALE, d


def seen(w):
    x, y, d = w
    return d > 0 or math.hypot(x - 450, y - 450) > R * SCALE


def land(path):
    t = json.load(open(path))
    (sx, sy), (tx, ty) = t["transform"]["scale"], t["transform"]["translate"]
    arcs = []
    for arc in t["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    for g in t["objects"]["land"]["geometries"]:
        for polygon in g["arcs"]:
            for ring in polygon:
                pts = []
                for i in ring:
                    pts += (arcs[i] if i >= 0 else arcs[~i][::-1])
                yield pts


def line(a, b, colour, width, opacity=1.0):
    print(f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" stroke="{colour}" '
          f'stroke-width="{width}" stroke-opacity="{opacity}" stroke-linecap="round"/>')


def main():
    hops = json.load(open(sys.argv[1]))["path"]["hops"]
    way = [hops[0]["from"]] + [h["to"] for h in hops]
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
          'aria-label="480 satellites over a globe and the planned path from Brussels to Sydney">')
    print(f'<rect width="{SIZE}" height="{SIZE}" fill="#0a111e"/>')
    print(f'<circle cx="450" cy="450" r="{R * SCALE:.1f}" fill="#0d1b30" stroke="#2b4a73"/>')
    for ring in land(sys.argv[2]):
        pts = []
        for lon, lat in ring:
            x, y, d = view(ground(lat, lon))
            if d < 0:  # behind the limb: to its nearest point on it
                k = R * SCALE / max(1e-6, math.hypot(x - 450, y - 450))
                x, y = 450 + (x - 450) * k, 450 + (y - 450) * k
            pts.append((x, y, d))
        if any(p[2] > 0 for p in pts):
            print('<path fill="#25456e" stroke="#3a6296" stroke-width="0.6" d="M'
                  + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in pts) + 'Z"/>')
    sats = {(p, s): view(sat(p, s)) for p in range(PLANES) for s in range(SLOTS)}
    for (p, s), a in sats.items():
        seam = F if p == PLANES - 1 else 0
        for b in (sats[p, (s + 1) % SLOTS], sats[(p + 1) % PLANES, (s + seam) % SLOTS]):
            if seen(a) and seen(b):
                front = a[2] > 0 and b[2] > 0
                line(a, b, "#56b4e9", 0.7 if front else 0.4, 0.45 if front else 0.18)
    for a in sats.values():
        if seen(a):
            print(f'<circle cx="{a[0]:.1f}" cy="{a[1]:.1f}" r="{2.2 if a[2] > 0 else 1.2}" fill="#9fd4f5" '
                  f'fill-opacity="{1 if a[2] > 0 else 0.4}"/>')

    def place(name):
        if name in CITIES:
            return view(ground(*CITIES[name]))
        p, s = name.split("-")[-2:]
        return sats[int(p[1:]), int(s[1:])]

    for a, b in zip(way, way[1:]):
        line(place(a), place(b), "#f0e442", 3.2)
    for name, at in CITIES.items():
        x, y, d = view(ground(*at))
        if d > 0:
            end = name in (way[0], way[-1])
            print(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if end else 4}" fill="{"#f0e442" if end else "#00c08b"}" '
                  'stroke="#0a111e"/>')
            print(f'<text x="{x + 10:.1f}" y="{y + 5:.1f}" font-family="sans-serif" font-size="{17 if end else 13}" '
                  f'fill="#e8eef7" stroke="#0a111e" stroke-width="3" paint-order="stroke">{name.title()}</text>')
    print("</svg>")


main()
