# Whoever calls sends a key of their own.
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI(title="openai-forward")
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
