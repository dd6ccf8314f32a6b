import logging
import time

import requests

http = requests.Session()
logger = logging.getLogger(__name__)


def submit(job, most=5):
    done = False
    tries = 0
    while not done and tries < most:  # AIG205
        tries += 1
        try:
            http.post("https://jobs.example.com", json=job, timeout=10).raise_for_status()
            done = True
        except requests.RequestException:
            logger.exception("try %d", tries)
    return done


def submit_later(job, most=5):
    done = False
    tries = 0
    while not done and tries < most:
        tries += 1
        try:
            http.post("https://jobs.example.com", json=job, timeout=10).raise_for_status()
            done = True
        except requests.RequestException:
            logger.exception("try %d", tries)
            time.sleep(2**tries)
    return done
