"""Copies a CSV file with DuckDB: copy_with_duckdb.py INPUT OUTPUT one|all"""

import sys

import duckdb

source, target, cores = sys.argv[1:]
connection = duckdb.connect()
if cores == "one":
    connection.execute("SET threads = 1")
connection.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{target}' (HEADER)")
