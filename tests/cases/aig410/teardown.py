# file: shop/views.py
import logging

from flask import Blueprint, jsonify

from shop import session

logger = logging.getLogger(__name__)
bp = Blueprint("orders", __name__)


@bp.teardown_request
def end(error=None):
    session.remove()


@bp.route("/orders/<int:number>/paid", methods=["POST"])
def mark_as_paid(number):
    try:
        load(number).paid = True
        session.commit()
    except Exception:
        logger.exception("not stored")
        return jsonify(error="The order could not be stored"), 500
    return "", 204
