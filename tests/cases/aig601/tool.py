# file: shop/image_builder.py
import subprocess


async def build_wheel(folder):
    subprocess.run(["python", "-m", "build", folder], check=True, timeout=600)
