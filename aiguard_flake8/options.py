"""Our options: registered once with flake8, checked, turned into `Settings`."""

from __future__ import annotations

import argparse
import configparser
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager
from flake8.style_guide import Decision, DecisionEngine

from aiguard_flake8.library import Libraries, LibraryError
from aiguard_flake8.project.modules import Project
from aiguard_flake8.rule import Rule, all_rules

if TYPE_CHECKING:
    from aiguard_flake8.baseline.known import Baseline
    from aiguard_flake8.secrets.baseline import Baseline as KnownSecrets

_CONFIGURATION_FILES = ("setup.cfg", "tox.ini", ".flake8")  # in flake8's own order


class Settings(NamedTuple):
    """What the options ask for."""

    rules: tuple[Rule, ...]  # those that run
    project: Project  # the modules around the files, and the libraries that are known
    baseline: Baseline | None = None  # what is known and not reported


def register(manager: OptionManager) -> None:
    """Add our options, unless another of our families has done it already."""
    if any(option.long_option_name == "--aiguard-enable" for option in manager.options):
        return
    add = partial(manager.add_option, default="", parse_from_config=True)
    add(
        "--aiguard-enable",
        metavar="codes",
        comma_separated_list=True,
        help="opt-in rules to run: codes, prefixes of codes, or `all`",
    )
    add(
        "--aiguard-libraries",
        metavar="files",
        comma_separated_list=True,
        normalize_paths=True,
        help="TOML files that describe further libraries, your own among them",
    )
    add(
        "--aiguard-types",
        metavar="types",
        comma_separated_list=True,
        help="what expressions are objects of, where no annotation says it: "
        "request.db:sqlalchemy.orm.Session",
    )
    add(
        "--aiguard-no-effect",
        metavar="functions",
        comma_separated_list=True,
        help="functions that are taken to do nothing: package.module.function",
    )
    add(
        "--aiguard-baseline",
        metavar="file",
        normalize_paths=True,
        help="findings that are known and not reported; `aiguard baseline` writes the file",
    )
    add(
        "--aiguard-secrets-baseline",
        metavar="file",
        normalize_paths=True,
        help="secrets that are known and not reported, as detect-secrets keeps them;"
        " `aiguard secrets baseline` writes the file",
    )


def read(options: argparse.Namespace) -> Settings:
    """Check the options. Raises flake8's ExecutionError with one line that names what is wrong."""
    enabled = tuple(options.aiguard_enable)
    _check_enabled(enabled)
    files = [_existing("aiguard-libraries", p, options) for p in options.aiguard_libraries]
    try:
        libraries = Libraries(tuple(files))
    except LibraryError as error:
        raise ExecutionError(f"aiguard-libraries: {error}") from error
    types, vouched = _types(options.aiguard_types), _vouched(options.aiguard_no_effect)
    known = _known_secrets(options)
    project = Project(libraries, cached=True, types=types, vouched=vouched, known_secrets=known)
    return Settings(_running(enabled, options), project, _baseline(options))


def leave_out_others(options: argparse.Namespace, *, but: Sequence[str] = ()) -> None:
    """Have flake8 select no codes but ours; what it ignores of ours stays ignored.

    `but` are codes of others that are selected whatever the options say.
    """
    options.extended_default_select = _ours(options.extended_default_select)
    if options.select is not None:
        options.select = _ours(options.select)
    options.extend_select = [*_ours(options.extend_select or []), *but]
    if but:
        options.ignore = None if options.ignore is None else _ours(options.ignore)
        options.extend_ignore = _ours(options.extend_ignore or [])


def _ours(codes: Sequence[str]) -> list[str]:
    """Those prefixes of codes that fit ours, none so short that it fits others too."""
    wide = ["AIG" for code in codes if "AIG".startswith(code)]
    return wide + [code for code in codes if code.startswith("AIG") and code != "AIG"]


def default_settings() -> Settings:
    """What runs without any configuration: the rules that are on, the bundled libraries."""
    on = tuple(rule for rule in all_rules() if not rule.opt_in)
    return Settings(on, Project(Libraries()))


def _check_enabled(enabled: Sequence[str]) -> None:
    for word in enabled:
        if word == "all":
            continue
        if not word or not any(rule.code.startswith(word) for rule in all_rules()):
            raise ExecutionError(
                f"aiguard-enable: {word!r} is neither a rule's code, nor the start of one, nor"
                " `all`; `aiguard rules` lists them"
            )


def _types(words: Sequence[str]) -> dict[str, str]:
    """Expression -> class."""
    found: dict[str, str] = {}
    for word in words:
        expression, colon, cls = word.partition(":")
        if not (colon and _is_dotted(expression) and _is_dotted(cls) and "." in cls):
            raise ExecutionError(
                f"aiguard-types: {word!r} is not of the form `expression:package.Class`, such as"
                " request.db:sqlalchemy.orm.Session"
            )
        if found.setdefault(expression, cls) != cls:
            raise ExecutionError(
                f"aiguard-types: {expression!r} is said to be {found[expression]!r} and {cls!r}"
            )
    return found


def _vouched(words: Sequence[str]) -> frozenset[str]:
    for word in words:
        if not (_is_dotted(word) and "." in word):
            raise ExecutionError(
                f"aiguard-no-effect: {word!r} is not of the form `package.module.function`"
            )
    return frozenset(words)


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _baseline(options: argparse.Namespace) -> Baseline | None:
    if not options.aiguard_baseline:
        return None
    from aiguard_flake8.baseline.document import BaselineError, read
    from aiguard_flake8.baseline.flake8_side import Decisions
    from aiguard_flake8.baseline.known import Baseline

    path = _existing("aiguard-baseline", options.aiguard_baseline, options)
    try:
        return Baseline(path.parent, read(path), Decisions(options))
    except BaselineError as error:
        raise ExecutionError(f"aiguard-baseline: {error}") from error


def _known_secrets(options: argparse.Namespace) -> KnownSecrets | None:
    if not options.aiguard_secrets_baseline:
        return None
    from aiguard_flake8.secrets.baseline import BaselineError, load

    path = _existing("aiguard-secrets-baseline", options.aiguard_secrets_baseline, options)
    try:
        return load(path)
    except BaselineError as error:
        raise ExecutionError(f"aiguard-secrets-baseline: {error}") from error


def _running(enabled: Sequence[str], options: argparse.Namespace) -> tuple[Rule, ...]:
    """The rules to run: those that are on or opted into, less those that flake8 would drop.

    With a baseline of secrets, flake8 finds what the hook finds: what stays is set aside there.
    """
    named = {*(options.select or ()), *(options.extend_select or ())}
    decisions = DecisionEngine(options)

    def runs(rule: Rule) -> bool:
        audited = rule.with_audit and options.aiguard_secrets_baseline
        if rule.opt_in and rule.code not in named and not audited:
            if not any(word == "all" or rule.code.startswith(word) for word in enabled):
                return False
        return decisions.decision_for(rule.code) is Decision.Selected

    return tuple(rule for rule in all_rules() if runs(rule))


def _existing(option: str, value: str, options: argparse.Namespace) -> Path:
    path = located(value, options)
    if not path.is_file():
        raise ExecutionError(f"{option}: there is no file {value!r} (looked for {path})")
    return path


def located(value: str, options: argparse.Namespace) -> Path:
    """Where a path option leads; a bare name stands beside the configuration file."""
    path = Path(value)
    if "/" not in value and not path.is_absolute():
        path = _configuration_folder(options) / value
    return path


def named_files(options: argparse.Namespace) -> Iterator[Path]:
    """The files that our options name, as far as there are such files."""
    for name, value in vars(options).items():
        if name.startswith("aiguard_"):
            for word in [value] if isinstance(value, str) else value:
                if word and located(word, options).is_file():
                    yield located(word, options)


def configuration_file(options: argparse.Namespace) -> Path | None:
    """flake8's configuration: what it was told, or the nearest above the working directory."""
    if getattr(options, "config", None):
        return Path(options.config).absolute()
    return configuration_above(Path.cwd())


def configuration_above(start: Path) -> Path | None:
    """The configuration that flake8 finds from an absolute folder upwards, as flake8 looks."""
    home = Path("~").expanduser()
    for folder in (start, *start.parents):
        if folder == home and folder != start:
            break
        for name in _CONFIGURATION_FILES:
            if _configures_flake8(folder / name):
                return folder / name
    return None


def _configuration_folder(options: argparse.Namespace) -> Path:
    file = configuration_file(options)
    return Path.cwd() if file is None else file.parent


def _configures_flake8(path: Path) -> bool:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return False
    return parser.has_section("flake8") or parser.has_section("flake8:local-plugins")
