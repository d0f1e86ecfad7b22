"""A small API for the load test of Posit Connect: the square of a number, which the client checks."""

from fastapi import FastAPI

app = FastAPI(title="Load test")


@app.get("/square")
async def square(x: int) -> dict[str, int]:
    return {"result": x * x}
