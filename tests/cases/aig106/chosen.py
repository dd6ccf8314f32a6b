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


@app.get("/guests/{number}/answer")
def answer(number: int):
    try:
        if number == 0:
            raise HTTPException(status_code=500, detail="no answer")
        return number
    except Exception as error:
        if "NoneType" in str(error):
            raise HTTPException(status_code=502, detail="not reachable") from error
        raise HTTPException(status_code=500, detail="failed") from error


@app.get("/guests/{number}/found")
def found(number: int):
    try:
        if number == 0:
            raise HTTPException(status_code=404, detail="no guest")
        return guest(number, 404)
    except Exception as error:  # AIG106
        if "NoneType" in str(error):
            raise HTTPException(status_code=502, detail="not reachable") from error
        raise HTTPException(status_code=500, detail="failed") from error
