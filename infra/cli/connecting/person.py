"""The person at the terminal: hears on stderr, answers on stdin, and shows secrets to nobody."""

import sys
from getpass import getpass
from typing import Protocol

from infra.cli import console
from infra.cli.trouble import Misuse


class Person(Protocol):
    """Whoever makes a connection."""

    def tell(self, text: str) -> None:
        """Say something."""

    def ask(self, question: str) -> str:
        """The answer, without spaces around it; raises Misuse when there is none."""

    def ask_secretly(self, question: str) -> str:
        """The same for what must not be seen."""


class AtTheTerminal:
    """A real one. Without a terminal, answers are the lines of stdin."""

    def tell(self, text: str) -> None:
        """On stderr."""
        console.talk().print(text, markup=False, soft_wrap=True)

    def ask(self, question: str) -> str:
        """One line."""
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        return _something(sys.stdin.readline(), question)

    def ask_secretly(self, question: str) -> str:
        """One line that is not echoed."""
        if not sys.stdin.isatty():
            return self.ask(question)
        return _something(getpass(f"{question}: ", sys.stderr), question)


def _something(answer: str, question: str) -> str:
    if not answer.strip():
        raise Misuse(f"There was no answer to: {question}", "Start the command again, at a terminal or with answers")
    return answer.strip()
