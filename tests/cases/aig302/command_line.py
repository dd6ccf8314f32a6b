import boto3
import click


@click.command()
@click.argument("names", nargs=-1)
def tag(names):
    for name in names:
        boto3.client("ec2").create_tags(Resources=[name], Tags=[])
