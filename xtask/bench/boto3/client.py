"""boto3, measured like the other clients. Arguments: URL, calls, concurrency. Prints one line of JSON."""

import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

DATASET = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS"
MEMBERSHIPS = ["free", "silver", "gold"]
GENRES = ["Comedy|Drama", "Horror", "Documentary|Sci-Fi|Western"]
CITIES = ["Aarhus", None, "Zürich", '"The" Hague']


def properties(number):
    city = CITIES[number % 4]
    return json.dumps(
        {
            "membership": MEMBERSHIPS[number % 3],
            "age": 18 + number % 70,
            "videosWatched": number * 7 % 1000,
            "averageRating": number % 50 / 10,
            "favouriteGenres": GENRES[number % 3],
            **({"homeCity": city} if city else {}),
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


def main():
    url, calls, concurrency = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    client = boto3.client(
        "personalize-events",
        region_name="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="a secret",
        endpoint_url=url,
        config=Config(max_pool_connections=concurrency),
    )

    def put(batch):
        start = time.perf_counter_ns()
        numbers = range(batch % 64 * 10, batch % 64 * 10 + 10)
        users = [{"userId": f"user-{n:06}", "properties": properties(n)} for n in numbers]
        client.put_users(datasetArn=DATASET, users=users)
        return time.perf_counter_ns() - start

    def make(count):
        if concurrency == 1:
            return sorted(put(batch) for batch in range(count))
        with ThreadPoolExecutor(concurrency) as pool:
            return sorted(pool.map(put, range(count)))

    if calls > 1:
        make(max(50, concurrency * 2))
    cpu, start = time.process_time_ns(), time.perf_counter_ns()
    latencies = make(calls)
    cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - start
    print(
        json.dumps(
            {
                "cpu": cpu // calls,
                "wall": wall // calls,
                "p50": latencies[calls * 50 // 100],
                "p99": latencies[calls * 99 // 100],
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "allocations": 0,
                "process_cpu": time.process_time_ns(),
            }
        )
    )


main()
