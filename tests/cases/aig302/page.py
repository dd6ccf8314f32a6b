import streamlit as st
from openai import OpenAI


def answer(question):
    return OpenAI().responses.create(model="gpt-5", input=question).output_text


for question in st.session_state.questions:
    st.write(answer(question))
