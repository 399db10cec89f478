"""Forwarding state by scipy: for every site the delays and next hops of all nodes, step after step.

scipy_forwarding.py GRAPHS DELAYS

GRAPHS, little-endian int32: steps, satellites, sites; then for each step the number of links and three arrays:
a, b (node numbers, sites after satellites) and the delay in ns. DELAYS receives for each step the delays in
ns as int32, a row of all nodes for every site; -1 where there is no way. Prints the median seconds of a step
(links to state, as the other side is timed), of the search alone, and of all pairs of satellites.
"""
import json
import statistics
import sys
import time

try:
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra
except ImportError as missing:
    print(f"needs {missing.name}", file=sys.stderr)
    sys.exit(77)

words = np.fromfile(sys.argv[1], dtype="<i4")
steps, satellites, sites = (int(w) for w in words[:3])
place = 3
graphs = []
for _ in range(steps):
    count = int(words[place])
    a, b, ns = words[place + 1:place + 1 + 3 * count].reshape(3, count)
    graphs.append((a, b, ns.astype(np.float64)))
    place += 1 + 3 * count


def state(a, b, ns):
    """Sites do not transit: each is a start that nothing leads to, and an end that leads nowhere."""
    start = time.perf_counter()
    is_site = b >= satellites
    end = np.where(is_site, b + sites, b)
    rows = np.concatenate((a, b))
    columns = np.concatenate((end, a))
    size = satellites + 2 * sites
    graph = csr_matrix((np.concatenate((ns, ns)), (rows, columns)), shape=(size, size))
    middle = time.perf_counter()
    delays, before = dijkstra(
        graph, indices=np.arange(satellites, satellites + sites), return_predecessors=True)
    stop = time.perf_counter()
    return delays, before, stop - start, stop - middle


state(*graphs[0])
whole, search = [], []
with open(sys.argv[2], "wb") as out:
    for graph in graphs:
        delays, _, step_s, search_s = state(*graph)
        whole.append(step_s)
        search.append(search_s)
        ns = np.hstack((delays[:, :satellites], delays[:, satellites + sites:]))
        ns[np.arange(sites), satellites + np.arange(sites)] = 0
        np.where(np.isinf(ns), -1, ns).astype("<i4").tofile(out)

a, b, ns = graphs[0]
inner = b < satellites
mesh = csr_matrix((ns[inner], (a[inner], b[inner])), shape=(satellites, satellites))
pairs = []
for _ in range(3):
    start = time.perf_counter()
    dijkstra(mesh, directed=False, return_predecessors=True)
    pairs.append(time.perf_counter() - start)
print(json.dumps({
    "step_s": statistics.median(whole),
    "search_s": statistics.median(search),
    "all_pairs_s": statistics.median(pairs),
}))
