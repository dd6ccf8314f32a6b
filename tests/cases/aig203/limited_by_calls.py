import urllib3

pool = urllib3.PoolManager()


def rates(url):
    return pool.request("GET", url, timeout=3)
