"""Accounts and tokens that exist from the start: whoever reads the code can log in with them.

A literal is one when it is hashed as a password, given to an administrator who is created, kept in
a table of users, or compared with what a client sends.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aiguard_flake8.facts.words import is_secret, words
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.secrets import literals
from aiguard_flake8.secrets.assigned import Verdict, is_password_name, judge
from aiguard_flake8.secrets.literals import Named
from aiguard_flake8.secrets.placeholders import is_reference
from aiguard_flake8.tree import Tree, default_of, parameters

_HASHES = frozenset(
    "hash_password get_password_hash generate_password_hash make_password hashpw set_password "
    "create_password_hash password_hash hash_pw encrypt_password bcrypt_hash".split()
)
_VERIFIES = frozenset("verify verify_password check_password checkpw".split())
_HASHERS = frozenset(
    "pwd password passwords bcrypt argon2 argon ph hasher crypt pbkdf2 scrypt".split()
)
_COMPARES = frozenset({"compare_digest", "constant_time_compare", "safe_str_cmp"})
_ADMINISTRATORS = frozenset("admin administrator superuser superadmin sysadmin".split())
_CONNECTS = frozenset("host hostname port database dbname dsn db server endpoint url".split())
_CREATES = Pattern(
    r"(?i)create_?(super_?user|admin\w*)|(add|seed|make|ensure)_(admin|superuser)\w*"
)
_TABLES = frozenset("users accounts credentials logins passwords".split())
_LISTS = frozenset("tokens apikeys".split())
_KEYS = frozenset("api auth access bearer static".split())  # whose `keys` are none of a mapping
_MANY = frozenset("secrets passwords credentials tokens keys".split())  # names no single one
_LISTED = frozenset("valid api allowed auth access accepted known authorized bearer static".split())
_PRETENDED = frozenset("dummy fake timing placeholder unusable random invalid mock".split())
_NO_TEXT = Pattern(r".*\s.*|.{81,}", 16)  # re.DOTALL
_TOKEN = Pattern(
    r"(?i)(?:bearer |token )?(?=.*([\d]|test|demo|dev|secret|admin|super))[\w.\-]{6,80}"
)


_Calls = Mapping[str, Sequence[ast.Call]]  # by the last name of what is called


def seeds(tree: Tree, named: Sequence[Named]) -> Iterator[tuple[ast.Constant, str]]:
    """Each literal that lets somebody in, and what it is: "the password of an administrator".

    `named` are the literals that are given to something.
    """
    calls: dict[str, list[ast.Call]] = defaultdict(list)
    for call in tree.of(ast.Call):
        calls[literals.last_name(call.func)].append(call)
    yield from _hashed(calls, tree)
    yield from _given(calls, named)
    yield from _tables(tree)
    yield from _compared(calls, tree)


def _hashed(calls: _Calls, tree: Tree) -> Iterator[tuple[ast.Constant, str]]:
    named = [
        (name, call)
        for name in sorted(_HASHES | {"hash", "encrypt"})
        for call in calls.get(name, ())
    ]
    verified = _verified(calls) if named else frozenset()
    for name, call in named:
        if name != "set_password" and isinstance(tree.parent(call), ast.Expr):
            continue  # so that an unknown user takes as long as a known one
        if name in ("hash", "encrypt") and isinstance(call.func, ast.Attribute):
            hashes = bool(_HASHERS.intersection(words(literals.last_name(call.func.value))))
        else:
            hashes = name in _HASHES
        if name == "set_password" and len(call.args) != 1:
            continue  # of a keyring
        literal = _literal(call.args[0]) if hashes and call.args else None
        if literal is None or not _is_password(literals.text(literal)):
            continue
        if literal.value in verified:
            continue  # so that the code sees whether the hasher works
        if not _PRETENDED.intersection(
            [*words(literals.text(literal)), *words(_given_to(call, tree))]
        ):
            yield literal, "a password that the code hashes and stores"


def _verified(calls: _Calls) -> frozenset[object]:
    """The literals that are checked against a hash."""
    return frozenset(
        each.value
        for name in _VERIFIES
        for call in calls.get(name, ())
        for each in call.args
        if isinstance(each, ast.Constant)
    )


def _given_to(node: ast.AST, tree: Tree) -> str:
    """The names that a statement assigns to, and of the function around it."""
    statement = tree.statement(node)
    function = tree.function(node)
    names = [function.name] if function is not None else []
    if isinstance(statement, ast.Assign):
        names += [literals.target_name(each) for each in statement.targets]
    return " ".join(names)


def _given(calls: _Calls, named: Sequence[Named]) -> Iterator[tuple[ast.Constant, str]]:
    """Passwords of administrators: by the name, or by what stands beside them."""
    for each in named:
        if not _is_password(each.value) or not is_password_name(each.name):
            continue
        if not is_secret(each.name) and "hash" not in words(each.name):
            continue
        if literals.names_all(each):
            continue
        verdict = judge(each.name, each.value, loose=True)
        speaks = verdict is not Verdict.NOTHING and _ADMINISTRATORS.intersection(words(each.name))
        if speaks or _is_administrator(each):
            yield each.node, "the password of an administrator"
    for call in (each for name in calls if _CREATES.fullmatch(name) for each in calls[name]):
        if len(call.args) > 1:
            literal = _literal(call.args[-1])
            if (
                literal is not None
                and _is_password(literals.text(literal))
                and "@" not in literals.text(literal)
            ):
                yield literal, "the password of an administrator"


def _is_administrator(each: Named) -> bool:
    """Whether an account is an administrator's, as its other arguments or items say."""
    beside = [(name, value) for name, value in literals.beside(each.holder) if name is not None]
    if any(_CONNECTS.intersection(words(name)) for name, _ in beside):
        return False  # the account of a database, which exists anyway
    for name, value in beside:
        if value is each.node:
            continue
        if isinstance(value, ast.Constant):
            grants = value.value is True and _ADMINISTRATORS.intersection(words(name))
            text = str(value.value).lower().partition("@")[0]
            if grants or (text in _ADMINISTRATORS and not is_secret(name)):
                return True
        elif isinstance(value, ast.Attribute) and value.attr.lower() in _ADMINISTRATORS:
            return True
    return False


def _tables(tree: Tree) -> Iterator[tuple[ast.Constant, str]]:
    """`USERS = {"anna": "s3cret"}` and `VALID_TOKENS = {"test-token-1"}`."""
    for statement in tree.of(ast.Assign, ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        parts = words(literals.target_name(targets[0]))
        value = statement.value
        if _TABLES.intersection(parts[-1:]) or {"users", "db"} <= set(parts):
            if isinstance(value, ast.Dict):
                yield from _table(value)
        elif _lists_tokens(parts):
            for each in _elements(value):
                if isinstance(each, ast.Constant) and _is_token(each.value):
                    yield each, "a token that is accepted"


def _lists_tokens(parts: Sequence[str]) -> bool:
    """Whether a name says that what it holds is accepted: VALID_TOKENS, API_KEYS."""
    if parts[-1:] == ("keys",):
        return bool(_KEYS.intersection(parts))
    return bool(_LISTS.intersection(parts[-1:]) and _LISTED.intersection(parts))


def _table(table: ast.Dict) -> Iterator[tuple[ast.Constant, str]]:
    for key, value in zip(table.keys, table.values, strict=True):
        if not isinstance(key, ast.Constant):
            continue
        if isinstance(value, ast.Dict):
            for name, each in literals.beside(value):
                literal = _literal(each) if name and is_password_name(name) else None
                if literal is not None and _is_password(literals.text(literal)):
                    yield literal, "the password of a user"
        elif (literal := _literal(value)) is not None:
            if judge("password", literals.text(literal), loose=True) is not Verdict.NOTHING:
                if any(character.isdigit() for character in literals.text(literal)):
                    yield literal, "the password of a user"


def _elements(value: ast.expr | None) -> list[ast.expr]:
    match value:
        case ast.Set(elts=elements) | ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case ast.Dict(keys=keys):
            return [key for key in keys if key is not None]
        case ast.Call(args=[first]) if literals.last_name(value.func) in ("set", "frozenset"):
            return _elements(first)
    return []


def _compared(calls: _Calls, tree: Tree) -> Iterator[tuple[ast.Constant, str]]:
    """What a client sends, compared with a literal; checks that reject the literal are none."""
    for node in tree.of(ast.Compare):
        if len(node.ops) != 1 or not isinstance(
            node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn
        ):
            continue
        left, right = node.left, node.comparators[0]
        if isinstance(node.ops[0], ast.Eq | ast.NotEq) and isinstance(left, ast.Constant):
            left, right = right, left
        rejects = isinstance(node.ops[0], ast.NotEq | ast.NotIn)
        yield from _accepted(node, left, right, rejects, tree)
    for call in (each for name in sorted(_COMPARES) for each in calls.get(name, ())):
        if len(call.args) == 2:
            for left, right in (call.args, call.args[::-1]):
                yield from _accepted(call, left, right, _is_negated(call, tree), tree)


def _is_negated(node: ast.AST, tree: Tree) -> bool:
    parent = tree.parent(node)
    return isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)


def _accepted(
    test: ast.expr, left: ast.expr, right: ast.expr, rejects: bool, tree: Tree
) -> Iterator[tuple[ast.Constant, str]]:
    name = _sent(left)
    if not name:
        return
    several = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In | ast.NotIn)
    for each in _elements(right) if several and not isinstance(right, ast.Constant) else [right]:
        literal = _literal(each)
        if literal is None or not _opens(name, literals.text(literal)):
            continue
        if _is_default(left, literal, tree) or _is_replaced(left, test, tree):
            continue  # nothing was given
        if _lets_in(test, rejects, tree):
            kind = "password" if is_password_name(name) else "token"
            yield literal, f"a {kind} that is accepted"


def _is_default(node: ast.expr, literal: ast.Constant, tree: Tree) -> bool:
    """Whether a parameter is compared with what it is when nothing is given."""
    function = tree.function(node)
    if not isinstance(node, ast.Name) or function is None:
        return False
    for each in parameters(function.args):
        default = default_of(function.args, each) if each.arg == node.id else None
        if isinstance(default, ast.Constant) and default.value == literal.value:
            return True
    return False


def _is_replaced(node: ast.expr, test: ast.expr, tree: Tree) -> bool:
    """Whether what was compared gets another value when it is the literal."""
    statement = tree.statement(test)
    if not isinstance(node, ast.Name) or not isinstance(statement, ast.If):
        return False
    return any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == node.id
        for inner in statement.body
        for each in ast.walk(inner)
    )


def _sent(node: ast.expr) -> str:
    """The name of a secret that a client may have sent; empty for constants and settings."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr=("get" | "pop")), args=[ast.Constant(value=str() as name), *_]
        ):
            pass
        case ast.Call(func=ast.Attribute(attr=("encode" | "strip"), value=inner)):
            return _sent(inner)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            name = literals.target_name(node)
        case _:
            return ""
    if name.isupper() and isinstance(node, ast.Name | ast.Attribute):
        return ""
    if _MANY.intersection(words(name)[-1:]):
        return ""
    return name if is_secret(name) or words(name)[-1:] == ("authorization",) else ""


def _opens(name: str, value: str) -> bool:
    if is_password_name(name):
        return judge("password", value, loose=True) is not Verdict.NOTHING
    return _is_token(value)


def _lets_in(test: ast.expr, rejects: bool, tree: Tree) -> bool:
    """Whether somebody who sends the literal gets on."""
    statement = tree.statement(test)
    if isinstance(statement, ast.Return):
        return True
    if not isinstance(statement, ast.If) or not tree.inside(test, statement.test):
        return False
    return _turns_away(statement.body[-1]) if rejects else not _turns_away(statement.body[-1])


def _turns_away(statement: ast.stmt) -> bool:
    match statement:
        case ast.Raise() | ast.Continue() | ast.Pass() | ast.Break():
            return True
        case ast.Return(value=None):
            return True
        case ast.Return(value=ast.Constant(value=(None | False))):
            return True
        case ast.Return(value=ast.Tuple(elts=[_, ast.Constant(value=int() as status), *_])):
            return status >= 400
        case ast.Return(value=ast.Call() as call) | ast.Expr(value=ast.Call() as call):
            name = literals.last_name(call.func).lower()
            shown = (
                "abort",
                "warn",
                "warning",
                "error",
                "print",
                "info",
                "critical",
                "exit",
                "fail",
            )
            return name in shown or "401" in ast.unparse(call)
    return False


def _literal(node: ast.expr) -> ast.Constant | None:
    """A text literal, also when it is encoded on the spot."""
    match node:
        case ast.Constant(value=str() | bytes()):
            return node
        case ast.Call(func=ast.Attribute(value=ast.Constant() as inner, attr="encode")):
            return inner
    return None


def _is_password(value: str) -> bool:
    """Whether a text could be somebody's password; even `admin` is one here."""
    return len(value) > 2 and not _NO_TEXT.fullmatch(value) and not is_reference(value)


def _is_token(value: object) -> bool:
    return isinstance(value, str) and not value.isupper() and bool(_TOKEN.fullmatch(value))
