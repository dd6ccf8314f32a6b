# file: shop/evaluation/quality.py
from datetime import datetime, timedelta


def evaluate(answers):
    lasted = datetime.utcfromtimestamp(timedelta(seconds=len(answers)).total_seconds())
    return {"timestamp": datetime.now().isoformat(), "lasted": f"{lasted:%M:%S}"}


if __name__ == "__main__":
    evaluate([])
