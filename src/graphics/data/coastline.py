"""Makes coastline.txt from land-110m.json of the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 coastline.py package/land-110m.json > coastline.txt

A line is a ring: longitude and latitude in tenths of a degree in turn, the first point not repeated.
"""

import json
import sys

TOLERANCE = 1.2  # tenths of a degree: a third of a point on a world map of 110 mm
SMALLEST = 25  # area of the smallest ring that stays, in square tenths of a degree
SOUTHERNMOST = -600  # a ring that is wholly south of here is Antarctica


def arcs(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * scale[0] + translate[0]) * 10, 3), round((y * scale[1] + translate[1]) * 10, 3)))
        yield points


def ring(indices, lines):
    points = []
    for index in indices:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points += line[1:] if points else line
    return points[:-1]


def distance(point, start, end):
    (x, y), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    t = max(0, min(1, ((x - x0) * dx + (y - y0) * dy) / length)) if length else 0
    return ((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2) ** 0.5


def simplified(points):
    """Douglas and Peucker, 1973."""
    if len(points) < 3:
        return points
    far, at = max((distance(point, points[0], points[-1]), i) for i, point in enumerate(points))
    if far <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: at + 1])[:-1] + simplified(points[at:])


def unwrapped(points):
    """Longitudes without the jump at the antimeridian."""
    found = points[:1]
    for x, y in points[1:]:
        last = found[-1][0]
        found.append((x + 3600 * round((last - x) / 3600), y))
    return found


def cut(points, edge, sign):
    """The part of a ring on one side of the meridian `edge`."""
    found = []
    for i, (x, y) in enumerate(points):
        x0, y0 = points[i - 1]
        if (sign * (x0 - edge) < 0) != (sign * (x - edge) < 0):
            found.append((edge, y0 + (y - y0) * (edge - x0) / (x - x0)))
        if sign * (x - edge) >= 0:
            found.append((x, y))
    return found


def pieces(points):
    """A ring cut at the antimeridian."""
    points = unwrapped(points)
    for shift in (-3600, 0, 3600):
        moved = [(x + shift, y) for x, y in points]
        piece = cut(moved, -1800, 1)
        piece = cut(piece, 1800, -1) if piece else []
        if len(piece) > 2:
            yield piece


def area(points):
    pairs = zip(points, points[1:] + points[:1])
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def polygons(geometry):
    if geometry["type"] == "GeometryCollection":
        return [p for g in geometry["geometries"] for p in polygons(g)]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def write(points):
    if area(points) < SMALLEST:
        return
    half = len(points) // 2
    short = simplified(points[: half + 1])[:-1] + simplified(points[half:] + points[:1])[:-1]
    rounded = [(round(x), round(y)) for x, y in short]
    kept = [p for i, p in enumerate(rounded) if p != rounded[i - 1]]
    if len(kept) > 2:
        print(" ".join(f"{x} {y}" for x, y in kept))


def main():
    topology = json.load(open(sys.argv[1]))
    lines = list(arcs(topology))
    for polygon in polygons(topology["objects"]["land"]):
        for indices in polygon:
            whole = ring(indices, lines)
            if max(y for _, y in whole) < SOUTHERNMOST:
                continue
            for points in pieces(whole):
                write(points)


main()
