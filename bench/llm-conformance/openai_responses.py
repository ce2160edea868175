"""OpenAI's own client for Python and its responses against a running Triops. One JSON line for each step."""
import json
import os
import sys

import openai
from pydantic import BaseModel

model = os.environ["ROUTE"]
headers = json.loads(os.environ["HEADERS"])
traced = json.loads(os.environ["TRACED"])
client = openai.OpenAI(max_retries=0, default_headers=headers)
weather = {
    "type": "function",
    "name": "get_weather",
    "description": "Weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    "strict": False,
}


class City(BaseModel):
    city: str


def say(**fields):
    print(json.dumps(fields), flush=True)


def saw(usage):
    say(saw={"input": usage.input_tokens, "output": usage.output_tokens})


def content():
    answer = client.responses.create(model=model, input="Translate to German: good morning", extra_headers=traced)
    saw(answer.usage)
    assert answer.output_text == "gut Morgen", answer


def stream():
    with client.responses.stream(model=model, input="Translate to French: red house and cat") as events:
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        answer = events.get_final_response()
    saw(answer.usage)
    assert "maison" in text and answer.output_text == text, answer


def tools():
    asked = [{"role": "user", "content": "Weather in Lisbon and Oslo?"}]
    with client.responses.stream(model=model, input=asked, tools=[weather]) as events:
        for _ in events:
            pass
        answer = events.get_final_response()
    saw(answer.usage)
    calls = [item for item in answer.output if item.type == "function_call"]
    cities = [json.loads(call.arguments) for call in calls]
    assert cities == [{"city": "Lisbon"}, {"city": "Oslo"}], cities
    said = [item.model_dump(exclude_none=True, exclude={"parsed_arguments"}) for item in answer.output]
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": "17 °C"} for call in calls]
    told = client.responses.create(model=model, input=asked + said + results, tools=[weather])
    saw(told.usage)
    assert "17 °C" in told.output_text, told


def structured():
    answer = client.responses.parse(model=model, input="Extract: they moved to Bergen", text_format=City)
    saw(answer.usage)
    assert answer.output_parsed == City(city="Bergen"), answer


def errors():
    other = client.with_options(default_headers={"x-triops-session": headers["x-triops-session"] + "-errors"})
    try:
        other.responses.create(model=model, input="x [[demo: rate-limit=3]]")
        raise AssertionError("was not limited")
    except openai.RateLimitError as error:
        assert error.response.headers["retry-after"] == "3", error.response.headers
    # This client hands the failure over as an event, and raises for plain streams with an `error` only.
    with other.responses.stream(model=model, input="x [[demo: length=60 cut=5]]") as events:
        told = [event for event in events]
    assert told[-1].type == "error" and "provider" in told[-1].message, told[-1]


steps = {
    "content": content,
    "a stream with usage": stream,
    "tools in a stream, and their results": tools,
    "structured output": structured,
    "errors are the client's own": errors,
}
say(version=openai.__version__)
for name, work in steps.items():
    try:
        work()
        say(step=name, ok=True)
    except Exception as error:  # noqa: BLE001: whatever went wrong is what the step says
        say(step=name, ok=False, said=f"{type(error).__name__}: {error}"[:500])
sys.exit(0)
