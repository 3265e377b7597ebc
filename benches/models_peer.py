"""Times fits by the Python package lifetimes: `python models_peer.py MODEL FILE ROUNDS`.

FILE holds the columns frequency, recency and T one after the other, as 64-bit floating-point numbers. Prints one JSON
object: the milliseconds of each round, and the parameters of the last.
"""

import json
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
from lifetimes import BetaGeoFitter, ParetoNBDFitter  # noqa: E402

FITTERS = {"bg-nbd": BetaGeoFitter, "pareto-nbd": ParetoNBDFitter}


def main(model, path, rounds):
    frequency, recency, t = np.fromfile(path).reshape(3, -1)
    samples = []
    for _ in range(int(rounds)):
        fitter = FITTERS[model]()
        start = time.perf_counter()
        fitter.fit(frequency, recency, t)
        samples.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"samples": samples, "params": {name: float(value) for name, value in fitter.params_.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
