# file: shop/views.py
import logging

import requests
from fastapi import APIRouter, HTTPException
from flask import Blueprint, jsonify

logger = logging.getLogger(__name__)
router = APIRouter()
bp = Blueprint("orders", __name__)


class Payments:
    def charge(self, order):
        if order.total <= 0:
            return {"success": False, "error": "Nothing to pay"}
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            logger.exception("not charged")
            return {"success": False, "error": str(e)}  # AIG103

    def refund(self, order):
        if order.total <= 0:
            return {"success": False, "error": "Nothing to refund"}
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            logger.exception("not refunded")
            return {"success": False, "error": str(e)}  # AIG103

    def hold(self, order):
        if order.total <= 0:
            return {"success": False, "error": "Nothing to hold"}
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            logger.exception("not held")
            return {"success": False, "error": str(e)}

    def release(self, order):
        if order.total <= 0:
            return {"success": False, "error": "Nothing to release"}
        try:
            requests.post("https://pay.example.com", json=order, timeout=5).raise_for_status()
            return {"success": True}
        except Exception as e:
            logger.exception("not released")
            return {"success": False, "error": str(e)}


payments = Payments()


def ship(order):
    if not order.lines:
        return {"success": False, "error": "Nothing to ship"}
    try:
        requests.post("https://post.example.com", json=order, timeout=5).raise_for_status()
        return {"success": True}
    except Exception as e:
        logger.exception("not shipped")
        return {"success": False, "error": str(e)}  # AIG103


def ship_all(orders):
    try:
        answers = [requests.post("https://post.example.com", json=o, timeout=5) for o in orders]
        return {"success": all(answer.ok for answer in answers)}
    except Exception as e:
        logger.exception("not shipped")
        return {"success": False, "error": str(e)}


@bp.route("/answers")
def told_apart_by_type():
    try:
        return jsonify({"type": "answers", "answers": load()})
    except Exception as e:
        logger.exception("no answers")
        return jsonify({"type": "error", "error": "The answers could not be read"})


@router.post("/charge")
def sends_it(order: dict):
    return payments.charge(order)


@router.post("/refund")
def blames_the_client(order: dict):
    result = payments.refund(order)
    if not result["success"]:
        raise HTTPException(status_code=400, detail=result["error"])
    return result


@router.post("/hold")
def tells_the_truth(order: dict):
    result = payments.hold(order)
    if not result["success"]:
        raise HTTPException(status_code=502, detail="Not held")
    return result


@router.post("/release")
def tells_them_apart(order: dict):
    result = payments.release(order)
    if result["error"] == "Nothing to release":
        raise HTTPException(status_code=400, detail=result["error"])
    if not result["success"]:
        raise HTTPException(status_code=502, detail="Not released")
    return result


@bp.route("/ship", methods=["POST"])
def with_a_choice():
    result = ship(read())
    return jsonify(result), 200 if result["success"] else 400


@bp.route("/benchmark")
def known_to_be_absent_at_times():
    try:
        return jsonify(load())
    except Exception as e:
        logger.debug("no benchmark: %s", e)
        return jsonify({"error": "There is no benchmark"})


@bp.route("/models")
def each_failure_has_its_value():
    try:
        return {"success": True, "models": ask()}
    except requests.RequestException as e:
        logger.exception("not reached")
        return {"success": False, "models": [], "error": "Not reached"}
    except Exception as e:
        logger.exception("no models")
        return {"success": False, "models": [], "error": "No models"}
