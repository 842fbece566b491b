#!/usr/bin/env python3
"""Makes quick_product.h5, the data of quick_product.yaml and of others: coefficients of functions on
the sphere, N(0, 1), in e3nn's order of memory.

    make_quick_product.py [quick_product.h5]

Needs h5py (Debian: python3-h5py).
"""

import sys

import h5py
import numpy as np

SAMPLES = 4
CHANNELS = 8


def features(random, degree, channels=CHANNELS, samples=SAMPLES):
    """[sample][degree by degree, in each channel by channel, in each m = -l .. l]"""
    return random.standard_normal((samples, channels * (degree + 1) ** 2))


def main():
    random = np.random.default_rng(1)
    with h5py.File(sys.argv[1] if len(sys.argv) > 1 else "quick_product.h5", "w") as file:
        file["x"] = features(random, 4)
        file["y"] = features(random, 4)
        file["features"] = features(random, 1)
        file["filter"] = features(random, 1, channels=1, samples=1)
        # A vector field of degree 1: 3 (1 + 1)^2 numbers.
        file["wind"] = random.standard_normal((SAMPLES, 12))
        file["temperature"] = features(random, 3, channels=1)
        # Weights of the paths of (0e + 1o) x (0e + 1o): 1 + 1 + 1 + 3 of them.
        file["weights"] = random.standard_normal((CHANNELS, 6))


if __name__ == "__main__":
    main()
