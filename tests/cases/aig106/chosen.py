from fastapi import FastAPI, HTTPException

app = FastAPI()


class Rejected(HTTPException):
    pass


def guest(number, status):
    if number < 0:
        raise HTTPException(status_code=status)
    return number


@app.get("/guests/{number}")
def show(number: int, status: int):
    try:
        return guest(number, status)
    except Exception as error:
        raise HTTPException(status_code=403, detail="not for you") from error


@app.get("/guests/{number}/name")
def name(number: int, status: int):
    try:
        return guest(number, status)
    except Exception as error:  # AIG106
        raise HTTPException(status_code=500, detail="failed") from error
