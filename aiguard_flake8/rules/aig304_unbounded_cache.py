"""A cache that only grows.

## Why it hurts

Every new user, query or id adds an entry, and nothing ever takes one away. Memory rises with
traffic until the process is killed, usually at the busiest hour; anybody who can choose the key can
bring that about on purpose. Entries that are never dropped are never refreshed either.

## Bad

```python
_profiles = {}

def profile(user_id, load):
    if user_id not in _profiles:
        _profiles[user_id] = load(user_id)  # AIG304
    return _profiles[user_id]
```

## Good

```python
from cachetools import TTLCache

_profiles = TTLCache(maxsize=10_000, ttl=300)

def profile(user_id, load):
    if user_id not in _profiles:
        _profiles[user_id] = load(user_id)
    return _profiles[user_id]
```

## When it stays silent

- Something in the file removes, clears, replaces, measures or hands on the dict.
- The key is a class, an enum, a flag, a name of a model or a region, a device, a tenant: their
  number has an end. So has that of users where the file names a list of those who are allowed.
- The cached function takes no arguments, or is not called with what users send.
- It only marks what was seen (`_seen[user_id] = True`), which takes little memory.
- The object that owns the dict may be short-lived.
- In tests, scripts, commands and migrations.

## References

- <https://docs.python.org/3/library/functools.html#functools.lru_cache>
- <https://cachetools.readthedocs.io/en/stable/#cachetools.TTLCache>
"""

import ast

from aiguard_flake8.facts.repeats import REQUEST
from aiguard_flake8.file import File
from aiguard_flake8.rule import Reports
from aiguard_flake8.tree import Function

_SILENT_MODULES = frozenset({"test", "script", "migration"})


def check(node: ast.FunctionDef | ast.Subscript, file: File) -> Reports:
    """Report cache decorators without a bound and dicts that are filled for ever."""
    if isinstance(node, ast.FunctionDef):
        yield from _decorated(node, file)
    elif isinstance(node.ctx, ast.Store):
        yield from _filled(node, file)


def _decorated(function: ast.FunctionDef, file: File) -> Reports:
    if not function.decorator_list or not file.caches.is_unbounded(function):
        return
    names = file.caches.open_parameters(function)
    users = file.caches.named_open(names) if not _is_served(function, file) else names
    if not users or _is_silent(function, file):
        return
    yield (
        function.decorator_list[0],
        f"the cache of {function.name}() keeps an entry for each {users[0]} for ever;"
        " give it a maxsize, or a cache that expires",
    )


def _filled(target: ast.Subscript, file: File) -> Reports:
    place = file.caches.place(target.value)
    function = file.tree.function(target)
    if place is None or function is None or _is_silent(target, file):
        return
    if isinstance(getattr(file.tree.parent(target), "value", None), ast.Constant):
        return
    if file.caches.first_store(place) is not target.value:
        return
    owner, name = place
    users = file.caches.open_names(target.slice)
    if not users or not file.caches.outlives_calls(owner):
        return
    if not file.caches.only_grows(place) or not file.caches.looked_up(place, function):
        return
    yield (
        target,
        f"{name} keeps an entry for each {users[0]} and nothing removes one: memory grows until the"
        " process is killed; bound it (lru_cache(maxsize=…), a TTL cache) or keep it in a store",
    )


def _is_served(function: Function, file: File) -> bool:
    """Whether requests reach a cached function, with what their sender chose."""
    for reference in file.roles.references(function):
        repeat = file.repeats.of(reference)
        if repeat is not None and repeat.kind == REQUEST and file.flow.takes_parameter(reference):
            return True
    return False


def _is_silent(node: ast.AST, file: File) -> bool:
    return file.roles.module_kind in _SILENT_MODULES or file.roles.one_shot(node)
