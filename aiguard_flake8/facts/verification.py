"""Where the verification of TLS certificates is switched off, and where that is meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiguard_flake8.facts.environment import literal_of
from aiguard_flake8.facts.words import words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.tree import FUNCTIONS, last_name

if TYPE_CHECKING:
    from aiguard_flake8.calls import Call
    from aiguard_flake8.file import File

# `session.post(url, verify=False)`, where the session comes from a module that we have not read.
_REQUESTS = frozenset("get post put patch delete head options request stream".split())
_ASKING = frozenset(
    "verify verification insecure ssl tls cert certs certificate certificates unverified skip "
    "trust selfsigned verified verifies bundle".split()
)
_OPENLY = frozenset({"insecure", "unverified", "noverify"})
_VERIFYING = frozenset("verify verifying verification ssl tls cert certs certificate".split())
_WITHOUT = frozenset("no non not without ignore ignoring skip unsafe".split())
_PEER_CERTIFICATE = frozenset("getpeercert get_peer_certificate get_peer_cert_chain".split())
# Arguments that send something along, which whoever answers would get.
_SENT = frozenset("auth cookies headers data json files content cert".split())
_PROXIES = frozenset({"proxies", "proxy"})
_PLAIN_SCHEMES = frozenset({"http", "tcp", "unix", "ws"})
_OWN_TRUST = frozenset({"fingerprint", "fingerprints", "thumbprint", "pin", "pinned", "pinning"})
_AS_DOCUMENT = frozenset("content text iter_content iter_bytes iter_lines raw".split())
_THIS_MACHINE = Pattern(r"(https?|wss?)://(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)\b.*")


def switched_off(file: File) -> Iterator[tuple[ast.AST, str]]:
    """Every place, with the words that name it in a message."""
    for node, how in (*_by_argument(file), *_by_shape(file)):
        if not _reaches_this_machine(node) and not _is_at_no_risk(node, file):
            yield node, how
    yield from _by_reading(file)
    assigned = list(_by_assignment(file))
    if assigned and not _connects_locally(file):
        yield from assigned


def _connects_locally(file: File) -> bool:
    """Whether the file connects over sockets of this machine: nobody is on the way."""
    for call in file.calls:
        if "uds" in {keyword.arg for keyword in call.node.keywords}:
            return True
    classes = (base for cls in file.tree.of(ast.ClassDef) for base in file.names.bases(cls))
    return any("unix" in words(path.rpartition(".")[2]) for path in classes)


def _by_argument(file: File) -> Iterator[tuple[ast.Call, str]]:
    for call in file.library_calls:
        if "tls" in call.facts.traits and (how := _argument_off(call, file)):
            yield call.node, how


def _argument_off(call: Call, file: File) -> str:
    for name, values in call.facts.off.items():
        given = call.argument(name)
        if given is None:
            continue
        literal = literal_of(given, file) if isinstance(given, ast.Name) else given
        if literal is not None and _is_off(call.literal(literal), values):
            return f"{call.label}({name}={ast.unparse(literal)})"
    return ""


def _is_off(value: object, values: tuple[object, ...]) -> bool:
    """Equal and of the same type: 0 and False are different things in a library file."""
    return any(type(value) is type(each) and value == each for each in values)


def _by_shape(file: File) -> Iterator[tuple[ast.Call, str]]:
    """`self.http.get(url, verify=False)`, of a client that nobody knows."""
    for keyword in file.tree.of(ast.keyword):
        node = file.tree.parent(keyword) if keyword.arg == "verify" else None
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        call = file.call(node)
        known = call is not None and bool(call.facts.name)
        if not known and node.func.attr in _REQUESTS and _is_false(keyword.value):
            if node.args or _url(node):
                yield node, f"{node.func.attr}(verify=False)"


def _by_reading(file: File) -> Iterator[tuple[ast.AST, str]]:
    """`ssl._create_unverified_context`, called or given away."""
    for call in file.calls:
        if "tls-off" in call.facts.traits:
            yield call.node, f"{call.label}()"
    imported = {each.asname or each.name.partition(".")[0] for each in file.tree.of(ast.alias)}
    for each in file.tree.of(ast.Assign, ast.keyword):
        value = each.value
        if isinstance(value, ast.Attribute) and last_name(value.value) in imported:
            path = file.names.path(value)
            facts = file.libraries.facts(path) if path else None
            if facts is not None and "tls-off" in facts.traits:
                yield value, path.rpartition(".")[2]


def _by_assignment(file: File) -> Iterator[tuple[ast.AST, str]]:
    """`session.verify = False`, `context.verify_mode = ssl.CERT_NONE`; one report per object."""
    seen: set[tuple[ast.AST | None, str]] = set()
    for statement in file.tree.of(ast.Assign):
        target, value = statement.targets[0], statement.value
        if not _is_false(value) and not isinstance(value, ast.Attribute):
            continue
        if not isinstance(target, ast.Attribute) or not _disarms(target, statement.value, file):
            continue
        key = (file.tree.function(statement), ast.unparse(target.value))
        if key not in seen:
            seen.add(key)
            yield statement, f"{ast.unparse(target)} = {ast.unparse(statement.value)}"


def _disarms(target: ast.Attribute, value: ast.expr, file: File) -> bool:
    owner = file.names.value(target.value)
    if owner is None or not owner.instance:
        return False
    facts = file.libraries.facts(f"{owner.path}.{target.attr}")
    if facts is None or "tls" not in facts.traits:
        return False
    if target.attr == "check_hostname" and owner.origin is not None:
        if owner.origin.args or owner.origin.keywords:
            return False  # it trusts one certificate or authority of its own
    given = value.value if isinstance(value, ast.Constant) else file.names.path(value)
    return _is_off(given, facts.off.get(target.attr, ()))


def _is_at_no_risk(node: ast.Call, file: File) -> bool:
    """Whether a request goes through a proxy that is named, or sends nothing and reads a page.

    Such proxies show certificates of their own. Pages of any address (a crawler's, not the API
    that a service works with) are read as what they are: nobody vouches for them.
    """
    given = {keyword.arg for keyword in node.keywords}
    if _PROXIES & given:
        return True
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "head" and not {"auth", "cookies"} & given:
        return True  # asks whether somebody answers
    if (
        _SENT & given
        or node.func.attr != "get"
        or _is_known(node.args[0] if node.args else _url(node))
    ):
        return False
    if any(isinstance(above, ast.ExceptHandler) for above in file.tree.ancestors(node)):
        return False
    uses = file.flow.uses(node)
    names = {use.name for use in uses}
    returned = any(use.kind == "returned" for use in uses)
    return bool(_AS_DOCUMENT & names) and "json" not in names and not returned


def _is_known(address: ast.expr | None) -> bool:
    """Whether the file says which server it is: a literal, or a constant by its name."""
    if isinstance(address, ast.BinOp):
        address = address.left
    if isinstance(address, ast.JoinedStr) and address.values:
        address = address.values[0]
    if isinstance(address, ast.FormattedValue):
        address = address.value
    name = address.attr if isinstance(address, ast.Attribute) else getattr(address, "id", "")
    return isinstance(address, ast.Constant) or name.isupper()


def asked_for(node: ast.AST, file: File) -> bool:
    """Whether the line runs only when an option asks for it, and no failure led there.

    Names count as options: what is called insecure is chosen where it is used. So do functions
    that want to see a certificate, whoever signed it.
    """
    for above in file.tree.ancestors(node):
        if isinstance(above, ast.ExceptHandler):
            return False
        if isinstance(above, (*FUNCTIONS, ast.Lambda)):
            break
        if isinstance(above, ast.If | ast.IfExp) and _asks(above.test):
            return True
    function = file.tree.function(node)
    if function is not None and any(
        each.attr in _PEER_CERTIFICATE for each in file.tree.own(function, ast.Attribute)
    ):
        return True
    around = [a for a in file.tree.ancestors(node) if isinstance(a, (*FUNCTIONS, ast.ClassDef))]
    if function is not None and _fetches_trust(function.name):
        return True
    names = [each.name for each in around]
    statement = file.tree.statement(node)
    if isinstance(statement, ast.Assign):  # `_insecure_transport = …`: chosen elsewhere
        for target in statement.targets:
            owner = target.value if isinstance(target, ast.Attribute) else target
            names += [owner.id] if isinstance(owner, ast.Name) else []
    return any(map(_says_so, names))


def _fetches_trust(name: str) -> bool:
    """Whether a function looks for the certificate itself: `download_ca_bundle`."""
    parts = frozenset(words(name))
    return bool(_OWN_TRUST & parts) or {"ca", "bundle"} <= parts or {"ca", "cert"} <= parts


def _says_so(name: str) -> bool:
    """Whether a name tells that nothing is verified: `no_verify_context`, `SSLIgnoreAdapter`."""
    parts = frozenset(words(name))
    return bool(_OPENLY & parts) or bool(_WITHOUT & parts and _VERIFYING & parts)


def _asks(test: ast.expr) -> bool:
    """Whether a condition speaks of verification, or of a scheme without TLS."""
    for node in ast.walk(test):
        name = node.id if isinstance(node, ast.Name) else ""
        name = node.attr if isinstance(node, ast.Attribute) else name
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in _PLAIN_SCHEMES:
                return True
            name = node.value
        if name and _ASKING.intersection(words(name)):
            return True
    return False


def _reaches_this_machine(node: ast.Call) -> bool:
    first = node.args[0] if node.args else _url(node)
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0] if isinstance(first.values[0], ast.Constant) else None
    return (
        isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and _THIS_MACHINE.fullmatch(first.value) is not None
    )


def _url(node: ast.Call) -> ast.expr | None:
    return next((each.value for each in node.keywords if each.arg == "url"), None)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
