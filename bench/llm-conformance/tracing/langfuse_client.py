"""Langfuse's own client for Python, with its OpenAI wrapper. One JSON line for usage it was told."""
import json
import os

from langfuse import get_client, observe, propagate_attributes
from langfuse.openai import OpenAI

langfuse = get_client()
client = OpenAI(
    api_key=os.environ["KEY"],
    base_url=os.environ["BASE_URL"],
    default_headers=json.loads(os.environ.get("HEADERS", "{}")),
    max_retries=0,
)


def saw(usage):
    print(json.dumps({"saw": {"input": usage.prompt_tokens, "output": usage.completion_tokens}}), flush=True)


@observe(name="answer")
def answer():
    for content in ["Translate to German: good morning", "17 + 25"]:
        messages = [{"role": "user", "content": content}]
        saw(client.chat.completions.create(model=os.environ["MODEL"], messages=messages).usage)
    langfuse.score_current_trace(name="helpful", value=0.9, comment="from Python")


with propagate_attributes(user_id="ann", session_id=os.environ["SESSION"]):
    answer()
langfuse.flush()
