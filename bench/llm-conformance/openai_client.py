"""OpenAI's own client for Python against a running Triops. One JSON line for each step, and for usage it was told."""
import json
import os
import sys

import openai

routes = {"chat": os.environ["ROUTE"], "embeddings": os.environ["EMBEDDINGS_ROUTE"]}
headers = json.loads(os.environ["HEADERS"])
traced = json.loads(os.environ["TRACED"])
client = openai.OpenAI(max_retries=0, default_headers=headers)


def say(**fields):
    print(json.dumps(fields), flush=True)


def saw(usage):
    say(saw={"input": usage.prompt_tokens, "output": usage.completion_tokens})


def ask(content, **more):
    messages = [{"role": "user", "content": content}]
    return client.chat.completions.create(model=routes["chat"], messages=messages, **more)


def content():
    answer = ask("Translate to German: good morning", extra_headers=traced)
    saw(answer.usage)
    assert answer.choices[0].message.content == "gut Morgen", answer


def stream():
    text, usage = "", None
    for chunk in ask("Translate to French: red house and cat", stream=True, stream_options={"include_usage": True}):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = chunk.usage or usage
    saw(usage)
    assert "maison" in text, text


def tools():
    function = {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    answer = ask("Weather in Lisbon and Oslo?", tools=[{"type": "function", "function": function}])
    saw(answer.usage)
    calls = [json.loads(call.function.arguments) for call in answer.choices[0].message.tool_calls]
    assert calls == [{"city": "Lisbon"}, {"city": "Oslo"}], calls


def structured():
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False}
    form = {"type": "json_schema", "json_schema": {"name": "city", "schema": schema, "strict": True}}
    answer = ask("Extract: they moved to Bergen", response_format=form)
    saw(answer.usage)
    assert json.loads(answer.choices[0].message.content) == {"city": "Bergen"}, answer


def others():
    other = client.with_options(default_headers={"x-triops-session": headers["x-triops-session"] + "-others"})
    assert len(other.embeddings.create(model=routes["embeddings"], input=["a", "b"]).data) == 2
    assert routes["chat"] in [model.id for model in other.models.list()]


def errors():
    try:
        ask("x [[demo: rate-limit=3]]")
        raise AssertionError("was not limited")
    except openai.RateLimitError as error:
        assert error.response.headers["retry-after"] == "3", error.response.headers
    try:
        client.chat.completions.create(model="nobody", messages=[{"role": "user", "content": "x"}])
        raise AssertionError("was found")
    except openai.NotFoundError:
        pass


steps = {
    "content": content,
    "a stream with usage": stream,
    "tools": tools,
    "structured output": structured,
    "embeddings and models": others,
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
