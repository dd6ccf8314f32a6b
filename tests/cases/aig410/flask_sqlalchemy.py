# file: shop/views.py
import logging

from flask import Blueprint, abort, jsonify, request

from shop import app, db

logger = logging.getLogger(__name__)
bp = Blueprint("orders", __name__)


@bp.route("/orders", methods=["POST"])
def create_order():
    try:
        order = Order(number=request.form["number"])
        db.session.add(order)
        db.session.commit()
        return jsonify(id=order.id), 201
    except Exception:  # AIG410
        logger.exception("not stored")
        return jsonify(error="The order could not be stored"), 500


@bp.route("/orders/<int:number>", methods=["DELETE"])
def delete_order(number):
    try:
        db.session.delete(load(number))
        db.session.commit()
    except Exception:
        db.session.rollback()
        logger.exception("not deleted")
        return jsonify(error="The order could not be deleted"), 500
    return "", 204


def nightly():
    with app.app_context():
        try:
            prune()
            db.session.commit()
        except Exception:
            logger.exception("not pruned")


def publish(repository):
    try:
        repository.index.commit("publish")
        consumer.commit()
    except Exception:
        logger.exception("not published")


@bp.route("/orders/<int:number>/paid", methods=["POST"])
def mark_as_paid(number):
    try:
        load(number).paid = True
        db.session.commit()
    except Exception:
        logger.exception("not stored")
        abort(500, "The order could not be stored")
    return "", 204


@app.cli.command("prune")
def prune_by_hand():
    try:
        prune()
        db.session.commit()
    except Exception:
        logger.exception("not pruned")


def with_a_handler_of_our_own(number):
    try:
        load(number).paid = True
        db.session.commit()
    except Exception as error:
        handle_error(error)
