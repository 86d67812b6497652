"""Mean average precision the way the hashing field computes it (as in DeepHash and HashNet):
a float product of +-1 codes, an argsort, cumulative sums. Reads a folder of .npy files.

Prints the mAP and the milliseconds a query took, as JSON.
"""
import json
import sys
import time

import numpy as np

folder = sys.argv[1]
names = ["query_codes", "query_labels", "database_codes", "database_labels"]
query_codes, query_labels, database_codes, database_labels = (
    np.load(f"{folder}/{name}.npy") for name in names
)
bits = query_codes.shape[1]
start = time.perf_counter()
scores = []
for code, labels in zip(query_codes, query_labels):
    relevant = (database_labels @ labels) > 0
    distances = 0.5 * (bits - database_codes @ code)
    ranked = relevant[np.argsort(distances)]
    hits = int(ranked.sum())
    ranks = np.flatnonzero(ranked) + 1
    scores.append(np.mean(np.arange(1, hits + 1) / ranks))
seconds = time.perf_counter() - start
print(json.dumps({"map": float(np.mean(scores)), "milliseconds": 1000 * seconds / len(scores)}))
