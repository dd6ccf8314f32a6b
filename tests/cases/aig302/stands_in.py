import aiohttp


class Loader:
    def __init__(self, session=None):
        self.session = session

    async def load(self, urls, session=None):
        for url in urls:
            own = session or aiohttp.ClientSession()  # AIG301
            await own.get(url)
            if not self.session:
                async with aiohttp.ClientSession() as fresh:
                    await fresh.get(url)
