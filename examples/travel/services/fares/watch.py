"""Looks at new fares every hour."""

import boto3
from langchain.agents import create_agent
from langchain_core.tools import tool

bucket = boto3.resource("s3").Bucket("meridian-fares")


@tool
def read_fares(route: str) -> str:
    """The fares of a route, newest first."""
    return bucket.Object(f"{route}.csv").get()["Body"].read().decode()


agent = create_agent(
    model="anthropic:claude-sonnet-4-5",
    tools=[read_fares],
    name="fare-watch",
)
