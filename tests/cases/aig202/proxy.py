import httpx


class Gateway:
    def __init__(self, upstream):
        self.proxy_client = httpx.AsyncClient(base_url=upstream, timeout=None)
