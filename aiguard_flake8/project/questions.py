"""Asks again what findings rest on: the kinds of questions that a trace may hold."""

from __future__ import annotations

from collections.abc import Callable

from aiguard_flake8.project.modules import Project
from aiguard_flake8.project.trace import Answer, Question


class Questions:
    """Answers from the disk as it is now; each question is asked once."""

    def __init__(self, project: Project, digest: Callable[[str], str | None]) -> None:
        """`project` is only asked where things lie; `digest` gives the content of a file."""
        self._project = project
        self._digest = digest
        self._answers: dict[Question, Answer] = {}

    def ask(self, question: Question) -> Answer:
        """Raises KeyError or TypeError for what is no question."""
        if question not in self._answers:
            self._answers[question] = self._ask(*question)
        return self._answers[question]

    def _ask(self, kind: str, *about: str) -> Answer:
        answers: dict[str, Callable[..., Answer]] = {
            "source": self._digest,
            "file": self._project.file_at,
            "home": self._project.layout.home,
            "locate": self._project.layout.located,
            "submodule": self._project.layout.submodule,
            "modules": self._project.layout.named,
            "candidates": self._project.class_heads.listed,
            "databases": self._project.databases.listed,
            "database": self._project.databases.said,
            "nests loops": self._project.mentions.nesting,
            "is signed": self._project.mentions.signing,
            "named in": self._project.mentions.naming,
        }
        return answers[kind](*about)
