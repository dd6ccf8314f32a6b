import asyncio
import subprocess

from ..clients import Storage


class S3Archive:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def keep(self, name: str, body: bytes) -> None:
        self.storage.put(name, body)


def to_pdf(name: str) -> str:
    subprocess.run(["wkhtmltopdf", name, f"{name}.pdf"], check=True, timeout=60)
    return f"{name}.pdf"


async def to_pdf_async(name: str) -> str:
    process = await asyncio.create_subprocess_exec("wkhtmltopdf", name, f"{name}.pdf")
    await process.wait()
    return f"{name}.pdf"


async def render(name: str) -> str:
    return await to_pdf_async(name)


def render_now(name: str) -> str:
    return asyncio.run(render(name))


def render_anywhere(name: str) -> str:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(render(name))
    raise RuntimeError("await render() instead")
