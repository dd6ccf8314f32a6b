# file: shop/pages.py
from flask import Blueprint, abort, flash, jsonify

from shop.answers import back_to, failed, failed_page
from shop.guests import guest_of

bp = Blueprint("guests", __name__)


def _must_be_known(number):
    if number < 0:
        abort(401)
    return number


@bp.route("/a/<int:number>")
def chosen_for_whatever_the_check_raises(number):
    try:
        _must_be_known(number)
    except Exception as error:
        return jsonify(error=f"not a guest: {error}"), 400
    return jsonify(number)


@bp.route("/b/<int:number>")
def a_person_is_led_back(number):
    try:
        _must_be_known(number)
    except Exception:
        flash("No such guest")
        return back_to("guests")
    return jsonify(number)


@bp.route("/c/<int:number>")
async def a_page_tells_a_person(number):
    try:
        _must_be_known(number)
    except Exception:
        return await failed_page("Something went wrong")
    return jsonify(number)


@bp.route("/d/<int:number>")
def a_status_is_given(number):
    try:
        _must_be_known(number)
    except Exception:  # AIG106
        return failed("Something went wrong", 500)
    return jsonify(number)


@bp.route("/e/<int:number>")
def the_try_shows_it(number):
    try:
        if guest_of(number) is None:
            abort(404)
    except Exception:  # AIG106
        return jsonify(error="failed"), 400
    return jsonify(number)
