# file: shop/chat.py
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI

app = FastAPI()
client = AsyncOpenAI(timeout=20)


@app.post("/chat")
async def chat(question: str):
    async def words():
        try:
            stream = await client.responses.create(model="gpt-5", input=question, stream=True)
            async for event in stream:
                yield event.delta
        except Exception as error:
            yield f"Error: {error}"  # missed AIG501

    return StreamingResponse(words(), media_type="text/event-stream")
