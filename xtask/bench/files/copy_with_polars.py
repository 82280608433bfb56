"""Copies a CSV file with polars: copy_with_polars.py INPUT OUTPUT one|all"""

import os
import sys

source, target, cores = sys.argv[1:]
if cores == "one":
    os.environ["POLARS_MAX_THREADS"] = "1"

import polars

polars.read_csv(source).write_csv(target)
