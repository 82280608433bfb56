"""Sends the requests with AWS's SDK for Python: python3 python.py ENDPOINT SECRET"""

import json
import re
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, secret = sys.argv[1:]
client = boto3.client(
    "personalize-events",
    region_name="eu-west-1",
    endpoint_url=endpoint,
    aws_access_key_id="test",
    aws_secret_access_key=secret,
    config=Config(retries={"total_max_attempts": 1}),
)

for file in sorted((Path(__file__).parent / "requests").iterdir()):
    operation = file.name.split(".")[0]
    method = re.sub(r"\B([A-Z])", r"_\1", operation).lower()
    try:
        response = getattr(client, method)(**json.loads(file.read_text()))
        code = ""
    except ClientError as error:
        response = error.response
        code = response["Error"]["Code"]
    print(file.stem, response["ResponseMetadata"]["HTTPStatusCode"], code)
