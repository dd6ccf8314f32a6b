# file: shop/bot.py
from collections import defaultdict

from aiohttp import web

routes = web.RouteTableDef()
followers = defaultdict(list)  # AIG608


@routes.post("/follow")
async def follow(request):
    body = await request.json()
    followers[body["shop"]].append(body["chat"])
    return web.json_response({"ok": True})


@routes.get("/followers/{shop}")
async def of_shop(request):
    return web.json_response(followers[request.match_info["shop"]])
