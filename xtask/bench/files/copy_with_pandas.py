"""Copies a CSV file with pandas: copy_with_pandas.py INPUT OUTPUT one|all"""

import sys

import pandas

source, target, _ = sys.argv[1:]
pandas.read_csv(source).to_csv(target, index=False)
