"""A retry that repeats everything, for ever or at once.

## Why it hurts

The defaults of retry libraries are made for trying things out: for ever, without a pause, after
every exception. A typo or a wrong password is then repeated as patiently as a lost connection: the
error appears minutes late or never, the payment is asked for again although it went through, and
the service that is down gets all its clients' calls at once.

## Bad

```python
import requests
from tenacity import retry, stop_after_attempt, wait_exponential

@retry  # AIG207
def exchange_rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
    response.raise_for_status()
    return response.json()["rate"]

@retry(stop=stop_after_attempt(3))  # AIG207
def exchange_rates():
    response = requests.get("https://rates.example.com/all", timeout=10)
    response.raise_for_status()
    return response.json()
```

## Good

```python
import requests
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

@retry(
    retry=retry_if_exception_type((requests.ConnectionError, requests.Timeout)),
    wait=wait_random_exponential(max=30),
    stop=stop_after_attempt(5),
    reraise=True,
)
def exchange_rate(currency):
    response = requests.get(f"https://rates.example.com/{currency}", timeout=10)
    response.raise_for_status()
    return response.json()["rate"]
```

## When it stays silent

- The retry ends, pauses, and names the failures that it repeats.
- It repeats every exception, but ends and pauses, and the function itself makes no call of a
  library whose failures have names.
- It waits until something is there (`wait_until_alive`), and ends and pauses; or it tries once.
- It repeats only what the project chose: exceptions of its own, or what a function of it picks.
- Options arrive with `**options`.
- A task is queued again with `retry_backoff` or a delay of its own, and with a limit.
- In tests, scripts and examples.

## References

- <https://tenacity.readthedocs.io/en/latest/#basic-retry>
- <https://github.com/litl/backoff#backoffon_exception>
- <https://docs.celeryq.dev/en/stable/userguide/tasks.html#automatic-retry-for-known-exceptions>
"""

import ast

from aiguard_flake8.facts.remote import NETWORK, calls_in
from aiguard_flake8.facts.retry_policies import Policy, policies
from aiguard_flake8.facts.words import words
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import FUNCTIONS, Function

_ELSEWHERE = frozenset({"test", "script"})
_READINESS = frozenset("wait waits alive ready readiness healthy health ping".split())


def check(_: ast.Module, file: File) -> Reports:
    """Report retries that lack an end, a pause or a choice of failures."""
    if file.roles.module_kind in _ELSEWHERE:
        return
    for node, policy in policies(file):
        if _only_broad(policy) and isinstance(node, ast.Call):
            if not _calls_out(node, file) or _waits_for_readiness(node, file):
                continue
        if message := _message(policy):
            yield node, message


def _only_broad(policy: Policy) -> bool:
    """Whether nothing is wrong but what is repeated."""
    return policy.ends and policy.pauses


def _retried(node: ast.Call, file: File) -> Function | None:
    """The function that a call decorates, or else stands in."""
    holder = file.tree.parent(node)
    return holder if isinstance(holder, FUNCTIONS) else file.tree.function(node)


def _waits_for_readiness(node: ast.Call, file: File) -> bool:
    """Whether every failure means "not yet": `wait_until_alive`, `check_ready`."""
    holder = _retried(node, file)
    return holder is not None and not _READINESS.isdisjoint(words(holder.name))


def _calls_out(node: ast.Call, file: File) -> bool:
    """Whether the retried function makes a modelled remote call, whose failures have names."""
    holder = _retried(node, file)
    calls = file.calls_within(calls_in(holder.body)) if holder is not None else []
    return any(call.facts.effect in NETWORK for call in calls)


def _message(policy: Policy) -> str:
    """What a retry does wrong and what to do; empty when nothing is wrong."""
    if policy.task and policy.ends and (policy.pauses or not policy.everything):
        return ""
    if policy.chosen:
        return ""
    wrong, mend = [], []
    if not policy.ends:
        wrong.append("for ever")
        mend.append("limit the tries")
    if not policy.pauses:
        wrong.append("without a pause of its own" if policy.task else "at once")
        mend.append("set retry_backoff" if policy.task else "wait longer before each")
    if policy.everything:
        wrong.append("after every exception, bugs included")
        mend.append("name the failures that pass by themselves")
    if not wrong:
        return ""
    return f"{policy.label} retries {_listed(wrong)}; {_listed(mend)}"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
