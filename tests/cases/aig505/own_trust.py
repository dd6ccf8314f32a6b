import hashlib
import ssl

import aiohttp
import httpx


async def download_ca_bundle(url, expected):
    async with httpx.AsyncClient(verify=False, timeout=5) as client:
        bundle = (await client.get(url)).raise_for_status().content
    if hashlib.sha256(bundle).hexdigest() != expected:
        raise ValueError("not the bundle that was announced")
    return bundle


def connector(parsed):
    if parsed.scheme == "tcp":
        return aiohttp.TCPConnector(ssl=False, limit=800)
    return aiohttp.TCPConnector(ssl=False, limit=100)  # AIG505
