"""The measurement of accuracy: drawing, judging, and what outlives moved lines. No network."""

import ast
import dataclasses
import json

import pytest

from aiguard_flake8.library import Libraries
from aiguard_flake8.rule import all_rules
from bench.accuracy import page, places, run, summary
from bench.accuracy.__main__ import main
from bench.accuracy.data import ROOT, Data
from bench.accuracy.judge import CannotJudge, judge
from bench.accuracy.packages import Package, part_of, read_packages
from bench.accuracy.places import Report
from bench.accuracy.sample import draw, for_first, for_second

SHOP = Package("shop", "1.0")
RULES = [rule for rule in all_rules() if rule.code == "AIG201"]
SOURCE = """\
import requests


class Orders:
    def load(self):
        return requests.get("https://example.com/orders")
"""


@pytest.fixture
def data(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "packages.txt").write_text("shop==1.0\nbank==2.0\n")
    return Data(kept, tmp_path / "fetched")


def report(line=5, package="shop", code="AIG201", **other):
    values = {
        "code": code, "package": package, "path": f"{package}/orders.py", "line": line,
        "column": 8, "function": "load", "fingerprint": places.fingerprint(f"line {line}"),
        "version": "1.0", "message": "waits for ever",
    }  # fmt: skip
    return Report(**{**values, **other})


def keep(data, reports):
    run.keep(data, reports, {"shop": {"application": 10}}, RULES)


def say(data, reader="first", **verdicts_by_line):
    """Judge the reports at some lines: `line5="acting"`."""
    names = {f"line{report.line}": report.identity for report in data.reports()}
    lines = [f"{names[line]}\t{word}\tbecause" for line, word in verdicts_by_line.items()]
    return judge(data, "\n".join(lines), reader)


def check(folder, source=SOURCE, name="shop/orders.py"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    return run.check_package(SHOP, folder, RULES, Libraries())


# -- packages --------------------------------------------------------------------------------


def test_enough_packages_are_pinned():
    pinned = Data().packages()
    assert len(pinned) >= 22
    assert [p for p in pinned if p.source]


@pytest.mark.parametrize("line", ["shop", "shop>=1", "shop==1 sauce", "shop==1\nshop==2"])
def test_a_bad_line_of_packages_is_refused(tmp_path, line):
    path = tmp_path / "packages.txt"
    path.write_text(f"# ours\n\n{line}\n")
    with pytest.raises(ValueError, match=r"packages\.txt:[34]: cannot use"):
        read_packages(path)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("shop/orders.py", "application"),
        ("shop/latest.py", "application"),
        ("shop/contest/views.py", "application"),
        ("shop/tests/factories.py", "tests"),
        ("shop/test_orders.py", "tests"),
        ("shop/orders_test.py", "tests"),
        ("conftest.py", "tests"),
        ("shop/_vendor/six.py", "vendored"),
        ("shop/ext/tornado/web.py", "vendored"),
        ("shop/ext/tornado/tests/web_test.py", "vendored"),
        ("shop/extensions/web.py", "application"),
    ],
)
def test_parts_of_a_package(path, part):
    assert part_of(path, Package("shop", "1.0", vendored=("shop/ext",))) == part


# -- running ---------------------------------------------------------------------------------


def test_a_report_knows_its_place(tmp_path):
    checked = check(tmp_path)
    (found,) = checked.reports
    assert (found.code, found.package, found.version) == ("AIG201", "shop", "1.0")
    assert (found.path, found.line, found.function) == ("shop/orders.py", 6, "Orders.load")
    assert checked.lines == {"application": 6}


def test_tests_and_vendored_code_are_kept_apart(tmp_path):
    check(tmp_path, name="shop/tests/test_orders.py")
    checked = check(tmp_path, name="shop/vendor/orders.py")
    assert checked.reports == []
    assert checked.lines == {"tests": 6}


def test_some_packages_are_run_again_and_the_others_keep_their_reports(data, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "all_rules", lambda: RULES)
    monkeypatch.setattr(run, "sources", lambda *_, **__: tmp_path / "sources")
    path = tmp_path / "sources" / "orders.py"
    path.parent.mkdir()
    path.write_text(SOURCE)
    assert main(["run"], data) == 0
    assert {each.package for each in data.reports()} == {"shop", "bank"}
    path.write_text("orders = []\n")
    assert main(["run", "--package", "shop"], data) == 0
    assert {each.package for each in data.reports()} == {"bank"}
    assert data.outcome().lines == {"bank": {"application": 6}, "shop": {"application": 1}}


def test_what_users_silence_is_not_reported(tmp_path):
    assert check(tmp_path, SOURCE.replace('orders")', 'orders")  # noqa')).reports == []
    assert check(tmp_path, SOURCE.replace('orders")', 'orders")  # noqa: E501')).reports != []


def test_a_file_that_cannot_be_parsed_is_named_and_left_out(tmp_path, capsys):
    assert check(tmp_path, "print 'hello'\n").reports == []
    assert "left out: shop shop/orders.py" in capsys.readouterr().out


def test_functions_around_lines():
    module = ast.parse("x = 1\n@cache\ndef f():\n    class C:\n        y = 2\n    return C\n")
    assert places.function_at(module, [1, 2, 5, 6]) == {1: "", 2: "f", 5: "f.C", 6: "f"}


# -- places ----------------------------------------------------------------------------------


def test_a_verdict_outlives_moved_lines_and_a_new_indent(data, tmp_path):
    keep(data, check(tmp_path).reports)
    say(data, line6="acting")
    moved = SOURCE.replace("class", "LIMIT = 3\n\n\nclass").replace("get(", "get( ")
    keep(data, check(tmp_path, moved).reports)
    assert [r.line for r in data.reports()] == [9]
    assert summary.gone(data, "acting") == []
    assert summary.unjudged(data) == ([], [])


def test_a_verdict_does_not_pass_to_another_line_or_function(data):
    keep(data, [report(5)])
    say(data, line5="wrong")
    keep(data, [report(5, fingerprint="other"), report(5, function="save")])
    assert len(summary.gone(data, "wrong")) == 1
    assert len(summary.unjudged(data)[0]) == 2


def test_equal_lines_of_a_function_are_told_apart_by_position():
    first, second, third = (report(line, fingerprint="same") for line in (5, 9, 12))
    assert places.paired([first, second, third], [second, third]) == {second: second, third: third}
    moved = report(20, fingerprint="same")
    assert places.paired([first, second], [second, moved]) == {second: second, first: moved}


# -- samples ---------------------------------------------------------------------------------


def many():
    return [report(n, package) for package in ("shop", "bank", "club") for n in range(1, 21)]


def by_package(each):
    return each.package


def test_a_sample_is_decided_by_its_seed():
    drawn = draw(many(), 12, 1, by_package)
    assert drawn == draw(reversed(many()), 12, 1, by_package)
    assert drawn != draw(many(), 12, 2, by_package)


def test_a_sample_is_spread_over_packages():
    drawn = draw([*many(), report(1, "tiny")], 13, 1, by_package)
    assert sorted(map(by_package, drawn)) == ["bank"] * 4 + ["club"] * 4 + ["shop"] * 4 + ["tiny"]


def test_a_sample_stays_when_other_reports_go():
    drawn = draw(many(), 12, 1, by_package)
    assert draw(set(many()) - set(drawn[6:9]), 9, 1, by_package) == drawn[:6] + drawn[9:]


def test_what_is_judged_is_left_out_of_the_sample(data):
    keep(data, [report(n) for n in range(1, 6)])
    say(data, line2="acting", line4="wrong")
    drawn, judged = for_first(data, "AIG201", 5, 1)
    assert sorted(r.line for r in drawn) == [1, 3, 5]
    assert judged == 2


def test_the_second_reader_gets_what_the_first_has_judged(data):
    keep(data, [report(n) for n in range(1, 6)])
    say(data, line2="acting", line4="wrong")
    say(data, reader="second", line2="wrong")
    drawn, judged = for_second(data, [], 30, 1)
    assert [r.line for r in drawn] == [4]
    assert judged == 1


def test_a_sample_shows_the_source_but_no_verdict(data, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("bench.accuracy.sample.sources", lambda *_, **__: tmp_path)
    monkeypatch.setattr("bench.accuracy.sample.ROOT", tmp_path)
    keep(data, check(tmp_path).reports)
    say(data, line6="debatable")
    assert main(["sample", "--reader", "second", "--context", "2"], data) == 0
    shown = capsys.readouterr().out
    assert '>    6         return requests.get("https://example.com/orders")' in shown
    assert "class Orders" in shown
    assert "debatable" not in shown


# -- judging ---------------------------------------------------------------------------------


def test_judging_keeps_and_replaces(data):
    keep(data, [report(5), report(6)])
    assert say(data, line5="acting", line6="wrong") == (2, 0)
    assert say(data, line6="debatable") == (0, 1)
    assert [(v.line, v.verdict) for v in data.verdicts("first")] == [
        (5, "acting"),
        (6, "debatable"),
    ]
    assert data.verdicts("second") == []


def test_verdicts_are_sorted_lines_in_a_file_per_rule(data):
    keep(data, [report(5), report(7), report(6, code="AIG301")])
    say(data, line7="acting", line6="wrong", line5="acting")
    folder = data.kept / "verdicts"
    assert sorted(path.name for path in folder.iterdir()) == ["AIG201.jsonl", "AIG301.jsonl"]
    lines = (folder / "AIG201.jsonl").read_text().splitlines()
    assert [json.loads(line)["line"] for line in lines] == [5, 7]
    wanted = {"package", "version", "code", "path", "line", "function", "fingerprint", "verdict",
              "reader", "why"}  # fmt: skip
    assert wanted <= json.loads(lines[0]).keys()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{id}\tgood\tit is", "'good' is none of acting, debatable, wrong"),
        ("{id}\tacting", "does not say why"),
        ("{id}", "'' is none of"),
        ("ffff\tacting\tit is", "no report of the last run is named 'ffff'"),
        ("{id}\tacting\tit is\n{id}\twrong\tit is not", "judged twice"),
    ],
)
def test_a_bad_verdict_is_refused_and_nothing_is_kept(data, line, problem):
    keep(data, [report(5), report(6)])
    five, six = data.reports()
    text = f"# mine\n\n{six.identity}\tacting\tyes\n{line.format(id=five.identity)}\n"
    with pytest.raises(CannotJudge, match="line [45]: .*" + problem):
        judge(data, text, "first")
    assert data.verdicts("first") == []


def test_the_command_says_what_is_wrong(data, tmp_path, capsys):
    assert main(["report"], data) == 2
    assert "python -m bench.accuracy run" in capsys.readouterr().err
    keep(data, [report(5)])
    assert main(["judge", str(tmp_path / "none.tsv")], data) == 2
    bad = tmp_path / "bad.tsv"
    bad.write_text("ffff\tacting\tit is\n")
    assert main(["judge", str(bad)], data) == 2
    assert "line 1: no report" in capsys.readouterr().err


# -- the report ------------------------------------------------------------------------------


def test_new_lost_and_mended_are_told_apart(data, capsys):
    keep(data, [report(n) for n in (1, 2, 3, 4)])
    say(data, line1="acting", line2="wrong", line3="acting")
    keep(data, [report(n) for n in (3, 4, 9)])
    new, waiting = summary.unjudged(data)
    assert ([r.line for r in new], [r.line for r in waiting]) == ([9], [4])
    assert [v.line for v in summary.gone(data, "acting")] == [1]
    assert [v.line for v in summary.gone(data, "wrong")] == [2]
    assert main(["report"], data) == 0
    printed = capsys.readouterr().out
    assert "new since the run before, unjudged: 1; older and unjudged: 1" in printed
    assert "worth acting on and now lost: 1" in printed
    assert "wrong and now gone: 1" in printed


def test_packages_that_are_not_pinned_any_more_lose_nothing(data):
    keep(data, [report(1), report(1, "bank")])
    judge(data, "\n".join(f"{r.identity}\tacting\tyes" for r in data.reports()), "first")
    (data.kept / "packages.txt").write_text("shop==1.1\n")
    keep(data, [report(1, version="1.1")])
    assert summary.gone(data, "acting") == []


def test_only_verdicts_on_standing_reports_count(data):
    keep(data, [report(1), report(2)])
    say(data, line1="acting", line2="wrong")
    keep(data, [report(1)])
    (rule,) = summary.by_rule(data.outcome(), data.verdicts("first"))
    assert (rule.code, rule.state, rule.count, rule.share("acting")) == ("AIG201", "on", 1, 1.0)


@pytest.mark.parametrize(
    ("count", "right", "state", "code"),
    [(9, 0, "on", 0), (10, 8, "on", 1), (10, 9, "on", 0), (10, 0, "opt-in", 0), (30, 26, "on", 1)],
)
def test_a_rule_that_falls_short_fails_the_report(data, count, right, state, code):
    keep(data, [report(n) for n in range(1, count + 1)])
    say(data, **{f"line{n}": "acting" if n <= right else "wrong" for n in range(1, count + 1)})
    data.write_outcome(data.outcome()._replace(states={"AIG201": state}))
    assert main(["report"], data) == code


def test_readers_are_compared(data, capsys):
    keep(data, [report(1), report(2), report(3)])
    say(data, line1="acting", line2="acting", line3="wrong")
    say(data, reader="second", line1="acting", line2="debatable")
    pairs = summary.agreement(data)
    assert [(a.verdict, b.verdict) for a, b in pairs.items()] == [
        ("acting", "acting"), ("acting", "debatable"),
    ]  # fmt: skip
    main(["report"], data)
    assert "judged by two readers: 2; they agree on 1" in capsys.readouterr().out
    assert "  - second: debatable: because" in page.page(data)


def test_groups_are_told_apart(data):
    (data.kept / "packages.txt").write_text(
        "# what this is\n# and more\n\n# Old ones\nshop==1.0\n\n# New ones\nbank==2.0 source\n"
    )
    assert data.groups() == {"Old ones": ["shop"], "New ones": ["bank"]}
    keep(data, [report(1), report(2), report(1, package="bank")])
    say(data, line1="acting", line2="wrong")
    keep(data, [report(1), report(1, package="bank")])
    (row,) = [x for x in page.page(data).splitlines() if x.startswith("| Old ones")]
    assert row == "| Old ones | 1 | 2 | 1 | 50% | 1 | 1 | 100% |"


# -- the page and the data -------------------------------------------------------------------


def test_the_page_is_fresh():
    written = page.PAGE.read_text(encoding="utf-8")
    assert written == page.page(Data()), "run: python -m bench.accuracy docs"


def test_the_verdicts_that_are_kept_are_in_order(tmp_path):
    ours = Data()
    (copy := Data(tmp_path)).write_verdicts([*ours.verdicts("first"), *ours.verdicts("second")])
    for path in sorted((ROOT / "bench" / "accuracy" / "verdicts").glob("*.jsonl")):
        assert path.read_text() == (copy.kept / "verdicts" / path.name).read_text()


def test_every_kept_verdict_is_of_a_known_kind():
    for verdict in Data().verdicts("first"):
        assert verdict.verdict in ("acting", "debatable", "wrong")
        assert verdict.why
        assert dataclasses.asdict(verdict)
