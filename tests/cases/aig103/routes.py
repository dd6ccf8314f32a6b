# file: shop/views.py
import logging

from django.http import JsonResponse
from fastapi import APIRouter, Response
from flask import Blueprint, jsonify

logger = logging.getLogger(__name__)
router = APIRouter()
bp = Blueprint("orders", __name__)


@router.get("/a")
async def fastapi_dictionary():
    try:
        return await load()
    except Exception:
        logger.exception("failed")
        return {"success": False, "error": "The order could not be read"}  # AIG103


@router.get("/b")
async def fastapi_status(response: Response):
    try:
        return await load()
    except Exception:
        logger.exception("failed")
        response.status_code = 502
        return {"error": "The order could not be read"}


@bp.route("/c")
def flask_json():
    try:
        return jsonify(load())
    except Exception:
        logger.exception("failed")
        return jsonify({"status": "error", "message": "failed"})  # AIG103


@bp.route("/d")
def flask_status():
    try:
        return jsonify(load())
    except Exception:
        logger.exception("failed")
        return jsonify({"status": "error", "message": "failed"}), 500


def django_json(request):
    try:
        return JsonResponse(load())
    except Exception:
        logger.exception("failed")
        return JsonResponse({"success": False, "message": "failed"})  # AIG103


def django_status(request):
    try:
        return JsonResponse(load())
    except Exception:
        logger.exception("failed")
        return JsonResponse({"success": False, "message": "failed"}, status=500)


@router.post("/rpc")
async def protocol(call: Call):
    try:
        return await dispatch(call)
    except Exception:
        logger.exception("failed")
        return {"jsonrpc": "2.0", "id": call.id, "error": {"code": -32603, "message": "failed"}}


@router.post("/webhook")
async def answered_on_purpose(event: Event):
    try:
        await process(event)
        return {"status": "ok"}
    except Exception:
        logger.exception("failed")
        # Must not be an error: the sender would switch us off.
        return {"status": "error"}


@router.get("/partly")
async def holds_more():
    orders = await load()
    try:
        return {"orders": orders, "rates": await rates()}
    except Exception:
        logger.exception("failed")
        return {"orders": orders, "error": "no rates"}


@router.get("/runs")
async def page_of_its_own_form():
    try:
        return {"runs": await load()}
    except Exception:
        logger.exception("failed")
        return {"runs": [], "error": "no runs"}


@router.get("/orders")
async def flag_and_empty_list():
    try:
        return {"success": True, "orders": await load()}
    except Exception:
        logger.exception("failed")
        return {"success": False, "orders": [], "error": "no orders"}  # AIG103
