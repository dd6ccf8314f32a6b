"""A commit runs once for each item of a loop.

## Why it hurts

Each commit waits for the disk of the database, so a thousand rows take a thousand waits where one
would do. And what fails in the middle leaves the first half written and the rest not: whoever tries
again does the first half twice.

Whether the items belong together is for people to say: about half of what this rule finds in
applications is meant to be kept item by item. That is why it is opt-in.

## Bad

```python
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

app = FastAPI()

class NotificationRepo:
    def __init__(self, session: Session):
        self.session = session

    def create(self, user_id, text):
        self.session.add(Notification(user_id=user_id, text=text))
        self.session.commit()

@app.post("/notifications")
def notify(payload: Announcement, repo: NotificationRepo = Depends()):
    for user_id in payload.recipients:
        repo.create(user_id, payload.text)  # AIG405
    return {"sent": len(payload.recipients)}
```

## Good

```python
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

app = FastAPI()

class NotificationRepo:
    def __init__(self, session: Session):
        self.session = session

    def create_all(self, user_ids, text):
        self.session.add_all(Notification(user_id=u, text=text) for u in user_ids)
        self.session.commit()

@app.post("/notifications")
def notify(payload: Announcement, repo: NotificationRepo = Depends()):
    repo.create_all(payload.recipients, payload.text)
    return {"sent": len(payload.recipients)}
```

## When it stays silent

- A round does more than work on the database: it calls a service, sends mail, runs a process. What
  cannot be taken back is better written down at once.
- A `try` within the loop, so that one item may fail alone.
- Batches, every hundredth round, loops that retry, wait or end at the first success.
- Start-up, command lines, scripts, migrations, background tasks and tests.
- Callees that are not known for certain.

## References

- <https://docs.sqlalchemy.org/en/20/orm/session_basics.html>
- <https://docs.sqlalchemy.org/en/20/faq/performance.html>
"""

from aiguard_flake8.file import File
from aiguard_flake8.rule import FollowedReports
from aiguard_flake8.tree import ItemLoop

OPT_IN = True  # one in two is worth acting on: often each item is meant to be kept by itself


def check(loop: ItemLoop, file: File) -> FollowedReports:
    """Report the first commit that a loop runs for each of its items."""
    if file.per_item.is_quiet():
        return
    found = file.per_item.commit(loop)
    if found is not None:
        yield (
            found.node,
            f"{found.function.name}() commits for each item: {found.way};"
            " commit once, after the loop",
            found.witness,
        )
