"""What is known of a module, as the store keeps it."""

import json
from pathlib import Path

from asking import LIBRARIES

from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.summary import decode, encode


def test_a_summary_comes_back_from_the_store_as_it_was():
    project = Project(LIBRARIES)
    for path in sorted((Path(__file__).parent / "apps").rglob("*.py")):
        made = project.summary(str(path))
        written = json.loads(json.dumps(encode(made)))
        read = decode(written, made.functions.get)
        assert read.functions.known == made.functions.known
        assert not read.functions.left
        assert read._replace(functions=made.functions) == made
