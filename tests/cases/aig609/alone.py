import numpy as np
from sqlalchemy import func, select


def votes(predictions, weights):
    shape = np.arange(predictions.max() + 1)
    return shape @ weights, np.max(predictions) + 1


def next_number(db, Invoice):
    return db.scalar(select(func.max(Invoice.number))) + 1  # AIG609
