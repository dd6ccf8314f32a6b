# file: shop/views.py
import json
import logging
import traceback

import requests
from django.http import HttpResponse, JsonResponse
from fastapi import APIRouter, FastAPI, HTTPException, status
from fastapi.responses import JSONResponse
from flask import Blueprint, abort, jsonify
from pydantic import BaseModel
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.errors import OrderError

logger = logging.getLogger(__name__)
app = FastAPI()
router = APIRouter()
bp = Blueprint("orders", __name__)


class Failure(BaseModel):
    error: str


@router.get("/a")
def fastapi_detail():
    try:
        return load()
    except Exception as e:
        message = f"Failed: {e!s}"
        logger.error(message)
        raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, detail=message)  # AIG501


@router.get("/b")
def fastapi_model(response):
    try:
        return load()
    except Exception as e:
        response.status_code = 502
        logger.exception("failed")
        return Failure(error=str(e))  # AIG501


@router.get("/c")
def fastapi_dictionary():
    try:
        return load()
    except requests.RequestException as e:
        logger.exception("failed")
        raise HTTPException(502, {"reason": str(e)[:100]})  # AIG501


@bp.route("/d")
def flask_json():
    try:
        return jsonify(load())
    except Exception as e:
        logger.exception("failed")
        return jsonify({"error": str(e)}), 500  # AIG501


@bp.route("/e")
def flask_text():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        return "Failed: " + str(e), 500  # AIG501


@bp.route("/f")
def flask_abort():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        abort(500, description="Failed: {}".format(e))  # AIG501


@bp.route("/g")
def flask_traceback():
    try:
        return load()
    except Exception:
        logger.exception("failed")
        return jsonify(error="failed", trace=traceback.format_exc()), 500  # AIG501


def django_json(request):
    try:
        return JsonResponse(load())
    except Exception as e:
        logger.exception("failed")
        return JsonResponse({"error": str(e)}, status=500)  # AIG501


def django_text(request):
    try:
        return HttpResponse(load())
    except Exception as e:
        logger.exception("failed")
        return HttpResponse(json.dumps({"error": str(e)}), status=500)  # AIG501


class Orders(APIView):
    def get(self, request):
        try:
            return Response(load())
        except Exception as e:
            logger.exception("failed")
            return Response({"detail": "%s" % e}, status=status.HTTP_500_INTERNAL_SERVER_ERROR)  # AIG501


@app.exception_handler(Exception)
async def everything(request, exc):
    logger.error("failed", exc_info=exc)
    return JSONResponse(status_code=500, content={"detail": str(exc)})  # AIG501


@app.exception_handler(OrderError)
async def our_own(request, exc):
    return JSONResponse(status_code=409, content={"detail": str(exc)})


@router.get("/h")
def silent():
    try:
        return load()
    except OrderError as e:
        raise HTTPException(409, detail=str(e))
    except ValueError as e:
        raise HTTPException(422, detail=str(e))
    except Exception as e:
        logger.exception("failed: %s", e)
        raise HTTPException(500, detail=f"Failed: {type(e).__name__}")


@router.get("/i")
def cleaned():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        raise HTTPException(500, detail=public_message(e))


@router.get("/j")
def debugging():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        if settings.DEBUG:
            raise HTTPException(500, detail=str(e))
        raise HTTPException(500, detail=str(e) if settings.debug else "failed")


@router.get("/k")
def asked_for_its_class():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        if isinstance(e, OrderError):
            raise HTTPException(409, detail=str(e))
        if "timeout" in str(e):
            raise HTTPException(504, detail="Too slow")
        raise HTTPException(500, detail="failed")


@router.get("/l")
def one_within_another():
    try:
        return load()
    except Exception as e:
        try:
            return repair()
        except OrderError as e:
            raise HTTPException(409, detail=str(e))


def no_response(request):
    try:
        return load()
    except Exception as e:
        raise OrderError(f"failed: {e}") from e


@router.post("/m")
async def reads_what_the_client_sent(request):
    raw = await request.body()
    try:
        return json.loads(raw.decode("utf-8"))
    except Exception as e:
        raise HTTPException(status_code=400, detail=f"Invalid JSON: {e}")


@router.get("/n")
def built_and_returned():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        answer = JSONResponse({"error": str(e)}, status_code=500)  # AIG501
        answer.headers["x-request"] = "1"
        return answer


@router.get("/o")
def text_of_one_class():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        detail = str(e) if isinstance(e, AssertionError) else "failed"
        raise HTTPException(500, detail=detail)


def _problem(message, status=500):
    return JSONResponse({"error": message}, status_code=status)


def _hidden(message):
    logger.error(message)
    return JSONResponse({"error": "failed"}, status_code=500)


@router.get("/p")
def through_a_helper():
    try:
        return load()
    except Exception as e:
        logger.exception("failed")
        return _problem(str(e))  # AIG501


@router.get("/q")
def hidden_by_a_helper():
    try:
        return load()
    except Exception as e:
        return _hidden(str(e))


@router.websocket("/r")
async def over_a_socket(websocket):
    try:
        await load()
    except Exception as e:
        logger.exception("failed")
        await websocket.send_json({"error": str(e)})  # missed AIG501


@router.get("/s")
def in_a_stream():
    def chunks():
        try:
            yield from load()
        except Exception as e:
            logger.exception("failed")
            yield f"data: {e}"  # missed AIG501

    return StreamingResponse(chunks())
