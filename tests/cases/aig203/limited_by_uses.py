import urllib3


def fetch(host, path, secure):
    if secure:
        pool = urllib3.HTTPSConnectionPool(host, 443)
    else:
        pool = urllib3.HTTPConnectionPool(host, 80)
    return pool.urlopen("GET", path, timeout=3)


def fetch_for_ever(host, path):
    pool = urllib3.HTTPSConnectionPool(host, 443)  # AIG203
    return pool.urlopen("GET", path)
