'''A comment or docstring left over from a conversation with an assistant.

## Why it hurts

"Rest of the code unchanged" stands where an assistant left code out. Whoever pasted the answer may
have deleted what the comment stands for: a validation, a route, an import. Sentences spoken to the
person in the chat say that nobody has read the file since, and they tell its readers nothing.

## Bad

```python
# Here is the updated version of the pricing module:  # AIG903

def total(items, discount):
    # ... existing validation code ...  # AIG903
    return sum(item.price for item in items) * (1 - discount)

# Rest of the code remains unchanged  # AIG903
```

## Good

```python
def total(items, discount):
    """The price of all items in euros, after a discount between 0 and 1."""
    if not 0 <= discount <= 1:
        raise ValueError(f"discount {discount} is not between 0 and 1")
    return sum(item.price for item in items) * (1 - discount)
```

## When it stays silent

- The words are in a string: prompts, templates and test data of applications that talk to a model.
- The words are quoted in a comment, or stand within a longer comment that explains something.
- Only the first line of a docstring is read; what follows may show how an answer looks.

## References

- <https://docs.github.com/en/copilot/using-github-copilot/best-practices-for-using-github-copilot>
'''

import ast
import re
from collections.abc import Iterator

from aiguard_flake8.comments import Comment, docstring
from aiguard_flake8.file import File
from aiguard_flake8.patterns import Pattern
from aiguard_flake8.rule import Reports

_CODE = (
    r"(?:code|script|functions?|methods?|class(?:es)?|implementations?|program|module|file|imports"
    r"|routes|endpoints|views|logic|definitions|configuration|components?|tests|test cases|setup)"
)
_SAME = (
    r"(?:(?:exactly |largely |mostly )?"
    r"(?:(?:the )?same|unchanged|identical|untouched|intact|as[ -]is))"
)
_BEFORE = r"(?: as (?:before|above|it was))?(?: (?:here|above|below))?"
_TAIL = r"(?:(?: until| up to| but| except|[,;(-]| –).*)?"
_REST = (
    r"(?:the |all )?(?:rest|remainder) of (?:(?:the|your|this|our|my) )?"
    rf"(?:\w+ ){{0,2}}?{_CODE}"
)
_OTHER = (
    r"(?:all )?(?:the )?(?:your )?(?:previous|existing|remaining|other|original) "
    rf"(?:\w+ ){{0,2}}?{_CODE}"
)

# The whole comment says that something was left as it was.
_KEPT = Pattern(
    rf"{_REST}(?: \([^)]*\))?(?: (?:remains?|stays?|is|are))? (?:{_SAME}|omitted){_BEFORE}{_TAIL}"
    rf"|{_OTHER} (?:remains?|stays?) {_SAME}{_BEFORE}{_TAIL}"
    rf"|this {_CODE} (?:remains|stays) {_SAME}(?: (?:as|from) .*|{_TAIL})"
    rf"|(?:keep|leave) {_REST} {_SAME}{_BEFORE}"
    rf"|(?:keep|leave) (?:all )?(?:your|the) (?:existing|other|remaining) (?:\w+ )?{_CODE}"
    rf"(?: {_SAME}| here){_BEFORE}"
)
# The whole comment, and it begins with dots: "... existing code ...".
_ELIDED = Pattern(
    rf"(?:{_REST}|{_OTHER}|same {_CODE}|your {_CODE})"
    r"(?: (?:here|above|below|continues|goes|remains|unchanged|omitted|for brevity|as before))*"
)
_LEFT = Pattern(  # begins with dots, whatever it was: "... other fields remain unchanged ..."
    rf"(?:the )?(?:other|rest of|existing|remaining) [\w ]{{1,40}}? (?:remains?|stays?) {_SAME}"
)
_BETWEEN_DOTS = Pattern(  # "... existing screens ...", "... Order and Item remain unchanged ..."
    rf"(?:the |your )?existing [\w ]{{1,40}}|\w[^.:]{{0,80}} (?:remain|stay) {_SAME}"
)
_REST_ENDS_IN_DOTS = Pattern(rf"{_REST}(?: (?:here|goes here|continues))?")

# A sentence to the person in the chat. Each is matched at the start of a comment or docstring.
_REWORKED = (
    r"(?:updated|corrected|revised|refactored|fixed|rewritten|enhanced|optimi[sz]ed|cleaned[- ]up)"
)
_MODIFIED = r"(?:modified|improved|adjusted|complete|full|entire|final)"  # people say these, too
_PIECE = (
    r"(?:version|code|implementation|function|script|class|method|file|program|solution|snippet"
    r"|module|section)"
)
_GAP = r"(?:[\w.`'()-]+ ){0,3}?"
_SPOKEN = Pattern(
    r"(?:(?:certainly|sure|of course|absolutely|sure thing)!+ "
    r"(?:here|i['’]?ll |i will |let me |below )"
    r"|(?:certainly|sure)[,.] (?:here(?:['’]s| is| are) |below is )"
    rf"|here(?:['’]s| is| are) (?:the|your) (?:[\w-]+,? ){{0,2}}?{_REWORKED}(?: and \w+)?,? "
    rf"{_GAP}{_PIECE}\b"
    rf"|here(?:['’]s| is) (?:the|your) {_MODIFIED} {_GAP}{_PIECE}(?:[^.]*:$| of the `| for your )"
    r"|as an ai(?: language)?(?: model| assistant)?,? i\b"
    r"|i['’ ]a?m (?:just )?an ai (?:language )?(?:model|assistant)"
    r"|as of my (?:last )?(?:knowledge|training)"
    r"|(?:please )?let me know if you (?:need (?:any )?(?:further|more|additional|other) "
    r"|(?:['’]d|would) like (?:me to|further|more|any))"
    r"|i(?:['’]ve| have) \w+(?: and \w+)? your (?:[\w-]+ )?"
    r"(?:code|function|script|class|file|implementation)\b"
    r"|(?:as )?per your (?:request|instructions)\b"
    r"|based on your (?:request|instructions|feedback)\b"
    r"|as you (?:requested|asked)\b)"
)
_OPENINGS = (  # of whatever is spoken; most comments open otherwise, and need no closer look
    *("certainly", "sure", "of course", "absolutely", "here", "as ", "i", "please", "let me"),
    *("per your", "based on"),
)
_FENCE = Pattern(r"```(?:python|py)?")
_MACHINE_PATH = Pattern(r"filepath:\s*/?(?:home/|Users/|[a-zA-Z]:[\\/])", re.IGNORECASE)

_PUNCTUATION = " \t.…-=*_~([{<>}])!:;#/"
_DOTS = Pattern(r"\s*[(\[{<*-]*\s*(?:\.\.\.?|…)")
_LONGEST_QUOTE = 60


def check(_module: ast.Module, file: File) -> Reports:
    """Report comments, and first lines of docstrings, that are part of a conversation."""
    for comment in file.comments:
        words = comment.text.lstrip("# \t").partition("#")[0].rstrip()
        if _stands_for_code(words, comment, file):
            yield (
                comment,
                f"the comment {_quoted(words)} stands where an assistant left code out;"
                " make sure that nothing is missing here, then delete it",
            )
        elif _is_spoken(words) or _is_paste_mark(words, comment, file):
            yield (
                comment,
                f"the comment {_quoted(words)} is part of a conversation, not of the code;"
                " delete it",
            )
    for text, words in _docstrings(file):
        if _KEPT.fullmatch(_plain(words)) or _is_spoken(words):
            yield (
                text,
                f"the docstring {_quoted(words)} is part of a conversation;"
                " say what the code does, or delete it",
            )


def _stands_for_code(words: str, comment: Comment, file: File) -> bool:
    plain = _plain(words)
    if _KEPT.fullmatch(plain):
        return not _is_prose(comment, file, -1)
    dotted = _DOTS.match(words) and (
        _ELIDED.fullmatch(plain)
        or _LEFT.fullmatch(plain)
        or (words.endswith(("...", "…")) and _BETWEEN_DOTS.fullmatch(plain))
    )
    if dotted or (_set_apart(words) and _ELIDED.fullmatch(plain)) or _trails_off(words, plain):
        return not (_is_prose(comment, file, -1) or _is_prose(comment, file, 1))
    return False


def _set_apart(words: str) -> bool:
    """Whether brackets stand around a comment: "(previous code here)"."""
    text = words.strip()
    return (text[:1], text[-1:]) in (("(", ")"), ("[", "]"), ("<", ">"))


def _trails_off(words: str, plain: str) -> bool:
    """Whether dots stand for the code that a comment names: "your existing code here..."."""
    if not words.endswith(("...", "…")):
        return False
    named = _REST_ENDS_IN_DOTS.fullmatch(plain)
    return bool(named or (plain.startswith("your ") and _ELIDED.fullmatch(plain)))


def _is_spoken(words: str) -> bool:
    text = words.lstrip(_PUNCTUATION).lower()
    return text.startswith(_OPENINGS) and _SPOKEN.match(text) is not None


def _is_paste_mark(words: str, comment: Comment, file: File) -> bool:
    """The fence of a pasted answer, or the address of the file on somebody's machine."""
    if _MACHINE_PATH.match(words):
        return True
    if not _FENCE.fullmatch(words):
        return False
    return not (_beside(comment, file, -1) or _beside(comment, file, 1))


def _is_prose(comment: Comment, file: File, step: int) -> bool:
    """Whether the comment goes on, in words, on the line above (-1) or below (1)."""
    return any(each.isalpha() for each in _beside(comment, file, step))


def _beside(comment: Comment, file: File, step: int) -> str:
    """The line above or below when it belongs to the same comment; else nothing."""
    index = comment.line - 1 + step
    if file.lines[comment.line - 1][: comment.column].strip() or not 0 <= index < len(file.lines):
        return ""
    line = file.lines[index].strip()
    return line if line.startswith("#") else ""


def _docstrings(file: File) -> Iterator[tuple[ast.Constant, str]]:
    """Each docstring with its first line."""
    for node in file.tree.of(ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef):
        text = docstring(node)
        if text is not None:
            yield text, str(text.value).strip().partition("\n")[0]


def _plain(words: str) -> str:
    """Lower case, without the dots and brackets around it."""
    return " ".join(words.strip(_PUNCTUATION).lower().split())


def _quoted(words: str) -> str:
    """The words as a message shows them, cut where they are long."""
    words = " ".join(words.split())
    return f'"{words[: _LONGEST_QUOTE - 1]}…"' if len(words) > _LONGEST_QUOTE else f'"{words}"'
