# file: shop/views.py
import logging
import traceback

import requests
from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.responses import JSONResponse
from flask import Blueprint, jsonify
from flask import Flask
from rest_framework.exceptions import ValidationError

logger = logging.getLogger(__name__)
app = FastAPI()
old = Flask(__name__)
router = APIRouter()
bp = Blueprint("orders", __name__)


@router.get("/a")
def text_that_was_not_understood(q: str):
    try:
        tree = grammar(q)
    except Exception as e:
        raise HTTPException(status_code=400, detail=f"Not a query: {e}")
    return tree


def filtered(queryset, text):
    try:
        return queryset.filter(grammar(text))
    except Exception as e:
        raise ValidationError({"q": f"Not a query: {e}"})


@router.post("/b")
def blamed_for_an_outage(order):
    try:
        return pay(requests.post("https://pay.example.com", json=order, timeout=5))
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(status_code=400, detail=str(e))  # AIG501


@router.post("/c")
def blamed_for_a_lost_database(order):
    try:
        return order_service.create(order)
    except Exception as e:
        logger.exception("failed")
        raise ValidationError(str(e))  # AIG501


@bp.route("/d")
def test_connection():
    try:
        requests.get("https://pay.example.com", timeout=5).raise_for_status()
        return jsonify({"connected": True})
    except Exception as e:
        logger.exception("failed")
        return jsonify({"connected": False, "reason": str(e)}), 502


@bp.route("/e")
def verify_payment():
    try:
        requests.get("https://pay.example.com", timeout=5).raise_for_status()
        return jsonify({"paid": True})
    except Exception as e:
        logger.exception("failed")
        return jsonify({"paid": False, "reason": str(e)}), 502  # AIG501


@bp.route("/v")
def validate_order():
    try:
        return jsonify(grammar("order"))
    except Exception as e:
        logger.exception("failed")
        return jsonify({"right": False, "reason": str(e)})


@router.post("/internal/runs")
def between_our_own_processes(run):
    try:
        return runs.start(run)
    except Exception as e:
        logger.exception("failed")
        return JSONResponse({"reason": str(e)}, status_code=500)


@router.get("/{path}")
def forward_request(path):
    try:
        return as_is(requests.get(f"https://pay.example.com/{path}", timeout=5))
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(502, detail=str(e))


@old.errorhandler(Exception)
def everything(error):
    status = getattr(error, "code", 500)
    logger.exception("failed")
    return jsonify({"reason": str(error)}), status


@router.get("/f")
def with_the_providers_status(order):
    try:
        return gateway.answer(order)
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(status_code=e.status_code, detail=str(e))


@router.post("/g")
def run_sql(sql):
    try:
        return db.execute(sql)
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(500, detail=str(e))


@router.post("/h")
def built_and_dropped(order):
    try:
        return store(order)
    except Exception as e:
        logger.exception("failed")
        answer = JSONResponse({"reason": str(e)}, status_code=500)
        raise OrderError from e


@router.post("/i")
def meant_by_its_author(order):
    try:
        return store(order)
    except Exception as e:
        logger.exception("failed")
        # The detailed error goes to the agent, which can mend its request.
        raise HTTPException(500, detail=str(e))


@router.post("/j")
def sent_file(file):
    try:
        return handle_upload(file)
    except Exception as e:
        logger.exception("failed")
        raise ValidationError({"file": str(e)})


@router.post("/k")
def refused(order):
    try:
        return order_service.create(order)
    except PermissionError as e:
        raise HTTPException(403, detail=str(e))


@router.post("/l")
def text_of_our_own(order):
    try:
        if not order.lines:
            raise Exception("An order needs lines")
        return order_service.create(order)
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(400, detail=str(e))


@router.post("/m")
def class_in_a_variable(order, busy: type[Exception]):
    try:
        return order_service.create(order)
    except busy as e:
        raise HTTPException(409, detail=str(e))


@router.post("/n")
def response_class_of_our_own(order):
    try:
        return order_service.create(order)
    except PermissionError as e:
        return OrderResponse({"reason": str(e)}, status_code=403)


def _failed(status, reason):
    return JSONResponse({"reason": reason}, status_code=status)


@router.post("/o")
def status_through_a_helper(order):
    try:
        return order_service.create(order)
    except PermissionError as e:
        return _failed(403, str(e))
    except OSError as e:
        logger.exception("failed")
        return _failed(503, str(e))  # AIG501


@app.exception_handler(Exception)
async def sorted_by_class(request, error):
    logger.error("failed", exc_info=error)
    match error:
        case OrderError():
            return JSONResponse({"reason": str(error)}, status_code=409)
        case _:
            return JSONResponse({"reason": str(error)}, status_code=500)  # AIG501


@router.post("/p")
def traceback_in_a_variable(order):
    try:
        return order_service.create(order)
    except Exception:
        text = traceback.format_exc()
        logger.error(text)
        return JSONResponse({"reason": text}, status_code=500)  # AIG501
