"""The `bridgepower` commands, one module a topic. Each has `configure(parser)`, which says what to run.

A command parses arguments, calls a room, and shows what came of it; it decides nothing itself.
"""

import sys


def say(words: str) -> None:
    """Tell the user something beside the result, on standard error."""
    print(f"bridgepower: {words}", file=sys.stderr)
