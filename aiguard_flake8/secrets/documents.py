"""Files as searched: decoded, notebooks cell by cell, and what a file's name alone gives away."""

from __future__ import annotations

import codecs
import io
import json
import re
import tokenize
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from aiguard_flake8.secrets import baseline
from aiguard_flake8.secrets.format import ASSIGNED, Format
from aiguard_flake8.secrets.scan import Secret, beyond_cap, find_in_text, split

LARGEST = 20_000_000  # bytes; a larger file is not searched, and named
ENVIRONMENT_FILE = Format(
    type=baseline.ENVIRONMENT_FILE,
    family="environment-file",
    provider="",
    shapes=(),
    revoke="",
    variable="",
    docs="",
    tier=ASSIGNED,  # its hash says nothing, so it is not shown
)
# Files that are no text, and which nobody needs to be told about.
_BINARY = frozenset(
    ".7z .a .avi .bin .bmp .bz2 .class .db .dll .dmg .doc .docx .dylib .eot .exe .flac .gif .gz"
    " .ico .jar .jpeg .jpg .lib .mo .mov .mp3 .mp4 .npy .npz .o .obj .odt .ogg .onnx .otf .parquet"
    " .pdf .pkl .png .ppt .pptx .psd .pt .pth .pyc .pyd .rar .so .sqlite .sqlite3 .tar .tgz .tif"
    " .tiff .ttf .wasm .wav .webm .webp .whl .woff .woff2 .xls .xlsx .xz .zip .zst".split()
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # no text file holds these
_TEMPLATES = frozenset(
    "default defaults dist example examples sample schema skel template tmpl tpl vault".split()
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?[\w.-]+\s*[=:]\s*[^\s#]")


class Part(NamedTuple):
    """A stretch of a document that is searched on its own: a whole file, or a cell."""

    text: str
    filename: str  # the name that says what kind of text it is
    above: int  # lines of the document above it
    cell: int = 0  # from 1; 0 outside notebooks
    output: bool = False  # what the cell has printed, not what stands in it


class Place(NamedTuple):
    """Where something stands: the line of the file, and in notebooks the cell and its line."""

    line: int
    cell: int = 0
    output: bool = False  # the line is one of the cell's output
    cell_line: int = 0


class Document(NamedTuple):
    """A file that can be searched. A notebook's lines are those of its cells, one by one."""

    path: str  # relative to the repository
    lines: list[str]
    parts: tuple[Part, ...]
    encoding: str
    source: str = ""  # a notebook's own text

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """Where lines of the document (from 1) stand in the file."""
        if not self.source or not numbers:
            return {number: Place(number) for number in numbers}
        starts = [part.above for part in self.parts]
        in_source = self._lines_in_source()
        found = {}
        for number in numbers:
            part = self.parts[bisect_left(starts, number) - 1]
            line = in_source[number - 1] if number <= len(in_source) else 1
            found[number] = Place(line, part.cell, part.output, number - part.above)
        return found

    def _lines_in_source(self) -> list[int]:
        """For each line of the cells the line of the JSON that holds it; 1 where it is not clear.

        Of lines that are alike the first stands first. All are told at once, in linear time.
        """
        holding: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.source.split("\n"), 1):
            for piece in _pieces(text):
                holding[piece].append(number)
        told: Counter[str] = Counter()
        found = []
        for line in self.lines:
            numbers = holding.get(line, [1])
            found.append(numbers[min(told[line], len(numbers) - 1)])
            told[line] += 1
        return found


class Unreadable(NamedTuple):
    """A file that is not searched, and why, as the end of a sentence."""

    path: str
    reason: str


def read(path: str, data: bytes) -> Document | Unreadable | None:
    """A file's content made ready for the search; None for images and the like."""
    if PurePosixPath(path).suffix.lower() in _BINARY:
        return None
    if len(data) > LARGEST:
        return Unreadable(path, f"is larger than {LARGEST // 1_000_000} MB")
    decoded = decode(data)
    if decoded is None:
        return Unreadable(path, "is no text in any encoding that we know")
    text, encoding = decoded
    if path.endswith(".ipynb"):
        parts = _cells(path, text)
        if parts is not None:
            lines = [line for part in parts for line in split(part.text, part.filename)]
            return Document(path, lines, parts, encoding, text)
    return Document(path, split(text, path), (Part(text, path, 0),), encoding)


def decode(data: bytes) -> tuple[str, str] | None:
    """Text and the encoding it is in, or None: byte-order marks, UTF-8, UTF-16, 8-bit encodings."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if _NO_TEXT.search(data):
        return _utf_16(data)
    for encoding in (_declared(data), "utf-8", "cp1252", "latin-1"):
        decoded = _decoded(data, encoding) if encoding else None
        if decoded is not None:
            return decoded
    return None


def _decoded(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> str:
    """The encoding that the first two lines declare, as Python and editors read them."""
    if b"coding" not in data[:400]:
        return ""
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:
        return ""


def _utf_16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: half of the bytes of western text are zero, all on one side."""
    half = len(data) / 2
    for encoding, zeros, others in (("utf-16-le", data[1::2], data[::2]),
                                    ("utf-16-be", data[::2], data[1::2])):  # fmt: skip
        if zeros.count(0) > 0.4 * half and others.count(0) < 0.02 * half:
            decoded = _decoded(data, encoding)
            if decoded is not None and not _NO_TEXT.search(decoded[0].encode("utf-8")):
                return decoded
    return None


def _cells(path: str, text: str) -> tuple[Part, ...] | None:
    """The cells of a notebook with their outputs; None when it is none that we understand."""
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
        texts = [(_source(cell), _printed(cell)) for cell in cells]
        kinds = [cell.get("cell_type") for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    parts: list[Part] = []
    stem = path.removesuffix(".ipynb")
    for number, ((source, outputs), kind) in enumerate(zip(texts, kinds), 1):
        parts.append(Part(source, stem + (".py" if kind == "code" else ".md"), 0, number))
        if outputs:
            parts.append(Part(outputs, stem + ".txt", 0, number, output=True))
    above = accumulate((len(split(part.text, part.filename)) for part in parts), initial=0)
    return tuple(part._replace(above=lines) for part, lines in zip(parts, above))


def _source(cell: Any) -> str:
    return _joined(cell.get("source", ""))


def _printed(cell: Any) -> str:
    """What a cell has printed, without its colours."""
    return _COLOURS.sub("", "\n".join(filter(None, _outputs(cell))))


def _outputs(cell: Any) -> Iterator[str]:
    """The outputs of a cell: their text alone, no images."""
    for output in cell.get("outputs") or ():
        yield _joined(output.get("text", ""))
        yield "\n".join(map(str, output.get("traceback") or ()))
        for kind, content in (output.get("data") or {}).items():
            if kind.startswith("text/"):
                yield _joined(content)
            elif kind == "application/json":
                yield json.dumps(content)


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(map(str, text))


def _pieces(text: str) -> Iterator[str]:
    """The lines of text in the strings of a line of JSON."""
    for string in _STRING.findall(text):
        try:
            decoded = json.loads(string, strict=False)
        except ValueError:  # it is none: a quote of another string was taken for its start
            continue
        yield from _LINE_BREAK.split(_COLOURS.sub("", decoded))


def find(document: Document, committed: bool) -> list[Secret]:
    """What our scanner finds, in order. `committed`: git has the file, or is about to."""
    found = []
    if committed and is_environment_file(document.path):
        if any(_ASSIGNMENT.match(line) for line in document.lines):
            found.append(Secret(1, 0, ENVIRONMENT_FILE, document.path))
    for part in document.parts:
        for secret in find_in_text(part.text, part.filename):
            if secret.name == "hashed_secret" and _SHA1.fullmatch(secret.value):
                continue  # a baseline, by whatever name
            value = baseline.encodable(secret.value)
            found.append(secret._replace(line=secret.line + part.above, value=value))
    return found


def is_environment_file(path: str) -> bool:
    """`.env` and `.env.production`, but not `.env.example`."""
    name, *words = PurePosixPath(path).name.lower().lstrip(".").split(".")
    return _is_dotted(path) and name == "env" and not _TEMPLATES.intersection(words)


def _is_dotted(path: str) -> bool:
    return PurePosixPath(path).name.startswith(".")


def foreign(line: int, kind: str, value: str) -> Secret:
    """What a detector found that is not ours: of it, nothing is known and nothing is shown."""
    form = Format(kind, "", "", (), "", "", "", tier=ASSIGNED)
    return Secret(line, 0, form, value)


def cut_lines(document: Document) -> list[int]:
    """The numbers of the lines of which only the start is searched."""
    return beyond_cap(document.lines)
