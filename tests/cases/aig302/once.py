import boto3
from flask import Flask

app = Flask(__name__)


class Index:
    def __init__(self):
        self.names = None

    def load(self):
        return [each["Name"] for each in boto3.client("s3").list_buckets()["Buckets"]]

    def read(self, keys):
        for key in keys:
            if self.names is None:
                self.names = self.load()
            yield key in self.names


@app.route("/me")
def me():
    return boto3.client("sts").get_caller_identity()  # AIG302
