# file: shop/api.py
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.on_event("startup")
async def startup():
    print("orders service is up")  # AIG701


@app.get("/orders/{number}")
def order(number: int):
    print(f"order {number} was asked for")  # AIG701
    return {"number": number}


def configure():
    print("no port given, taking 8000")
    return 8000


if __name__ == "__main__":
    print("starting the server")
    uvicorn.run(app, port=configure())
