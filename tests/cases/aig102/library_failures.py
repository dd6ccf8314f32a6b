# file: shop/store.py
import logging

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pymongo.errors import PyMongoError

logger = logging.getLogger(__name__)
s3 = boto3.client("s3")


class Orders:
    def __init__(self, collection):
        self.collection = collection

    async def page(self, limit):
        try:
            return await self.collection.find().to_list(limit)
        except PyMongoError as error:  # AIG102
            logger.error("orders: %s", error)
            return []

    async def rename(self, number, name):
        try:
            result = await self.collection.update_one({"_id": number}, {"$set": {"name": name}})
            return result.modified_count > 0
        except Exception as error:  # AIG102
            logger.warning(f"rename {number}: {error}")
            return False

    async def address(self, number):
        try:
            return (await self.collection.find_one({"_id": number}))["address"]
        except KeyError:
            return None


def keys(prefix):
    try:
        answer = s3.list_objects_v2(Bucket="orders", Prefix=prefix)
        return [each["Key"] for each in answer.get("Contents", [])]
    except (BotoCoreError, ClientError):  # AIG102
        return []


def label(key):
    try:
        return s3.get_object(Bucket="orders", Key=key)["Metadata"]["label"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
