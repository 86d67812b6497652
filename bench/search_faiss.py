"""The other side of `deno task bench search`: FAISS's IndexBinaryFlat on the same codes.

`search_faiss.py CODES QUERIES BYTES K` takes raw files of packed codes of so many bytes each. For
every line "FROM TO" on standard input it answers the queries FROM to TO one by one on one thread
and prints {"ms": [...], "distances": D}; for "FROM TO THREADS" it answers them as one batch on so
many threads, and prints its one time.
"""
import json
import sys
import time

import faiss
import numpy

codes_path, queries_path, width, k = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
index = faiss.IndexBinaryFlat(8 * width)
index.add(numpy.fromfile(codes_path, dtype=numpy.uint8).reshape(-1, width))
queries = numpy.fromfile(queries_path, dtype=numpy.uint8).reshape(-1, width)

print(json.dumps({"instructions": f"FAISS {faiss.__version__}"}), flush=True)
for line in sys.stdin:
    start, end, *threads = map(int, line.split())
    faiss.omp_set_num_threads(threads[0] if threads else 1)
    times, total = [], 0
    step = end - start if threads else 1
    for first in range(start, end, step):
        began = time.perf_counter()
        distances, _ = index.search(queries[first:first + step], k)
        times.append(1000 * (time.perf_counter() - began))
        total += int(distances.sum())
    print(json.dumps({"ms": times, "distances": total}), flush=True)
