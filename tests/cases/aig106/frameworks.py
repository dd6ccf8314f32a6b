# file: shop/views.py
import logging

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from fastapi import APIRouter, HTTPException, status
from flask import Blueprint, abort, jsonify

from shop.models import Order

logger = logging.getLogger(__name__)
router = APIRouter()
bp = Blueprint("orders", __name__)


def _must_exist(order):
    if order is None:
        raise HTTPException(404, "No such order")
    return order


def _checked(order):
    return _must_exist(order)


@router.get("/a")
def through_helpers():
    try:
        return _checked(store.find())
    except Exception:  # AIG106
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


@bp.route("/b")
def flask_abort():
    try:
        order = store.find()
        if order is None:
            abort(404)
        return jsonify(order)
    except Exception:  # AIG106
        logger.exception("failed")
        return jsonify(error="failed"), 500


@bp.route("/c/<int:number>")
def flask_query(number):
    try:
        return jsonify(Order.query.get_or_404(number).as_dict())
    except Exception:  # AIG106
        logger.exception("failed")
        return jsonify(error="failed"), 500


def django_shortcut(request, number):
    try:
        order = get_object_or_404(Order, number=number)
        return JsonResponse({"order": order.number})
    except Exception:  # AIG106
        logger.exception("failed")
        return JsonResponse({"error": "failed"}, status=500)


@router.get("/d")
def raised_again():
    try:
        return _checked(store.find())
    except HTTPException:
        raise
    except Exception:
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


@router.get("/e")
def asked_for_its_class():
    try:
        return _checked(store.find())
    except Exception as e:
        if isinstance(e, HTTPException):
            raise
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


@router.get("/f")
def caught_within():
    try:
        try:
            return _checked(store.find())
        except HTTPException:
            return None
    except Exception:
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


@router.get("/g")
def the_same_status():
    try:
        if store.broken:
            raise HTTPException(status_code=status.HTTP_500_INTERNAL_SERVER_ERROR, detail="broken")
        return store.find()
    except Exception:
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


@router.get("/h")
def handed_to_a_converter():
    try:
        return _checked(store.find())
    except Exception as e:
        raise as_http_error(e)


@router.get("/i")
def outside_the_try():
    order = _checked(store.find())
    try:
        return order.total()
    except Exception:
        logger.exception("failed")
        raise HTTPException(status_code=500, detail="failed")


def django_named_first(request, number):
    try:
        return JsonResponse({"order": get_object_or_404(Order, number=number).number})
    except Http404:
        return JsonResponse({"error": "No such order"}, status=404)
    except Exception:
        logger.exception("failed")
        return JsonResponse({"error": "failed"}, status=500)


@bp.route("/status-by-class")
def status_by_class():
    try:
        if not ready():
            abort(503)
        return jsonify(load())
    except Exception as e:
        logger.exception("failed")
        status = 404 if type(e) is LookupError else 500
        return jsonify(error="failed"), status


@bp.route("/status-in-a-variable")
def same_status_in_a_variable():
    try:
        if not ready():
            abort(STATUS)
        return jsonify(load())
    except Exception:
        logger.exception("failed")
        abort(STATUS)
