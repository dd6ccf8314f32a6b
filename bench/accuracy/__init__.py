"""How often the rules are right, on applications that nobody looked at while writing them.

`python -m bench.accuracy` has the commands; CONTRIBUTING.md says when to use them.
"""
