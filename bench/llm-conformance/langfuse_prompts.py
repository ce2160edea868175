"""Langfuse's own Python client against Triops: one JSON line per step."""

import json
import os
import sys

from langfuse import Langfuse

name = os.environ["PROMPT"]


def client(url, public_key):
    """Clients with the same public key share their cache and their address; the key says nothing to Triops."""
    return Langfuse(
        public_key=public_key, secret_key=os.environ["SECRET"], base_url=url, tracing_enabled=False, timeout=30
    )


def step(title, work):
    try:
        work()
        print(json.dumps({"step": title, "ok": True}), flush=True)
    except Exception as error:  # every failure is a line of the report
        # Status and body come last, after all headers.
        said = f"{type(error).__name__}: {str(error)[-300:]}"
        print(json.dumps({"step": title, "ok": False, "said": said}), flush=True)


def equal(got, wanted):
    assert got == wanted, f"{got!r}, expected {wanted!r}"


web = client(os.environ["WEB_URL"], "web")
gateway = client(os.environ["GATEWAY_URL"], "gateway")


def create():
    made = web.create_prompt(
        name=name,
        prompt="Hello {{name}}",
        labels=["production"],
        tags=["conformance"],
        config={"model": "any"},
        commit_message="first",
    )
    equal((made.version, made.config, made.tags), (1, {"model": "any"}, ["conformance"]))
    assert "production" in made.labels


def fetch():
    got = web.get_prompt(name, cache_ttl_seconds=0)
    equal(got.compile(name="Ann"), "Hello Ann")
    equal((got.version, got.commit_message, got.is_fallback), (1, "first", False))


def chat():
    web.create_prompt(
        name=f"{name}/chat",
        type="chat",
        prompt=[
            {"role": "system", "content": "Be {{tone}}"},
            {"type": "placeholder", "name": "history"},
            {"role": "user", "content": "{{question}}"},
        ],
    )
    got = web.get_prompt(f"{name}/chat", type="chat", label="latest", cache_ttl_seconds=0)
    history = [{"role": "assistant", "content": "Hi"}]
    equal(
        got.compile(tone="kind", question="Why?", history=history),
        [{"role": "system", "content": "Be kind"}, *history, {"role": "user", "content": "Why?"}],
    )


def label():
    equal(web.create_prompt(name=name, prompt="Good day {{name}}").version, 2)
    web.update_prompt(name=name, version=2, new_labels=["staging"])
    equal(web.get_prompt(name, label="staging", cache_ttl_seconds=0).prompt, "Good day {{name}}")
    equal(web.get_prompt(name, cache_ttl_seconds=0).version, 1)


def protected():
    try:
        web.update_prompt(name=name, version=2, new_labels=["production"])
    except Exception as error:
        assert "403" in str(error) and "request=production" in str(error), error
    else:
        raise AssertionError("the protected label moved without a request")


def cache():
    equal(web.get_prompt(name, label="staging", cache_ttl_seconds=300).version, 2)
    client(os.environ["WEB_URL"], "somebody-else").create_prompt(name=name, prompt="Third", labels=["staging"])
    equal(web.get_prompt(name, label="staging", cache_ttl_seconds=300).version, 2)
    equal(web.get_prompt(name, label="staging", cache_ttl_seconds=0).version, 3)


def fallback():
    got = web.get_prompt(f"{name}/none", fallback="spare {{x}}", max_retries=0)
    equal((got.compile(x="tyre"), got.is_fallback), ("spare tyre", True))


def from_gateway():
    equal(gateway.get_prompt(name, cache_ttl_seconds=0).prompt, "Hello {{name}}")
    equal(gateway.get_prompt(name, label="staging", cache_ttl_seconds=0).version, 3)


def listed():
    page = web.api.prompts.list(name=name)
    equal((page.data[0].versions, page.meta.total_items), ([1, 2, 3], 1))


step("says the key is right", lambda: equal(web.auth_check(), True))
step("creates a text prompt with label, tags, settings and message", create)
step("fetches and renders it", fetch)
step("creates and renders a chat with a placeholder", chat)
step("adds a version and moves a label", label)
step("is told where to ask for a protected label", protected)
step("keeps what it fetched for its time", cache)
step("falls back where there is no prompt", fallback)
step("fetches the same from the gateway", from_gateway)
step("lists the versions", listed)
sys.exit(0)
