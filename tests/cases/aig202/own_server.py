import httpx


class Launcher:
    local_url = "http://127.0.0.1:7860"

    def start(self):
        return httpx.get(f"{self.local_url}/startup", timeout=None)

    def remote(self):
        return httpx.get("https://billing.example.com/startup", timeout=None)  # AIG202
