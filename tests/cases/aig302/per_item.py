import asyncio

import boto3
import httpx


async def one(url):
    async with httpx.AsyncClient(timeout=5) as client:  # AIG302
        return await client.get(url)


async def several(urls):
    return await asyncio.gather(*(one(url) for url in urls))


def tag(names):
    for name in names:
        ec2 = boto3.client("ec2")  # AIG302
        ec2.create_tags(Resources=[name], Tags=[])


def every_region(regions):
    for region in regions:
        ec2 = boto3.client("ec2", region_name=region)
        ec2.describe_instances()


def try_again(url):
    for _ in range(3):
        with httpx.Client(timeout=5) as client:
            client.get(url)


def first_that_answers(urls):
    for url in urls:
        with httpx.Client(timeout=5) as client:
            if client.get(url).is_success:
                return url
    return None


def alone(url):
    with httpx.Client(timeout=5) as client:
        return client.get(url)
