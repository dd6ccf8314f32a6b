"""What is known of a module, as the store keeps it."""

import json
from pathlib import Path

import pytest
from asking import LIBRARIES, make_all

from aiguard_flake8.project.drafts import Draft
from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.summary import decode, encode


def test_a_summary_comes_back_from_the_store_as_it_was():
    project = Project(LIBRARIES)
    for path in sorted((Path(__file__).parent / "apps").rglob("*.py")):
        made = project.summary(str(path))
        make_all(made)
        written = json.loads(json.dumps(encode(made)))
        read = decode(written, Draft(pytest.fail, pytest.fail))
        assert not read.functions.left
        assert encode(read) == encode(made)
