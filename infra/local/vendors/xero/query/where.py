"""Reads a ``where`` into a test of a record.

    any     := all (OR all)*                OR or ||
    all     := one (AND one)*               AND or &&
    one     := ( any ) | term [operator term]
    term    := Field(.Field)*[.Contains("…") | .StartsWith("…") | .EndsWith("…") | .ToLower() | .ToUpper()]
             | "text" | number | true | false | null | Guid("…") | DateTime(y,m,d[,h,m,s])

Source: Xero, Requests and responses, Retrieving a smaller set of results (where).
"""

from collections.abc import Callable, Mapping
from typing import Any

from infra.local.vendors.xero.query.errors import QueryWrong
from infra.local.vendors.xero.query.fields import field_named
from infra.local.vendors.xero.query.literals import CONSTANTS, literal, made
from infra.local.vendors.xero.query.methods import METHODS
from infra.local.vendors.xero.query.terms import OPERATORS, Term, compared, field
from infra.local.vendors.xero.query.tokens import Token, tokens

Test = Callable[[Mapping[str, Any]], bool]


def where(text: str, collection: str) -> Test:
    """The test that a where stands for; raises QueryWrong, the test itself too if kinds do not fit."""
    parser = _Parser(tokens(text), collection)
    test = parser.any()
    parser.expect("end", "")
    return test


class _Parser:
    def __init__(self, words: list[Token], collection: str) -> None:
        self._words = words
        self._collection = collection
        self._at = 0

    def any(self) -> Test:
        tests = [self._all()]
        while self._took("||", "or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)

    def expect(self, kind: str, text: str) -> None:
        word = self._next()
        if (word.kind, word.text) != (kind, text):
            raise QueryWrong(f"Syntax error at index {word.at}: {text or kind!r} expected, {word.text!r} found")

    def _all(self) -> Test:
        tests = [self._one()]
        while self._took("&&", "and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)

    def _one(self) -> Test:
        if self._took("("):
            test = self.any()
            self.expect("sign", ")")
            return test
        left = self._term()
        if self._peek().text in OPERATORS and self._peek().kind == "sign":
            return compared(left, self._next().text, self._term())
        return _truth(left)

    def _term(self) -> Term:
        word = self._next()
        if word.kind in ("string", "number"):
            return _constant(literal(word))
        if word.kind != "name":
            raise QueryWrong(f"Expression expected at index {word.at}")
        if word.text.casefold() in CONSTANTS:
            return _constant(CONSTANTS[word.text.casefold()])
        return _constant(made(word, self._arguments())) if self._peek().text == "(" else self._field(word)

    def _field(self, word: Token) -> Term:
        first = field_named(self._collection, word.text)
        if first is None:
            raise QueryWrong(f"No property or field '{word.text}' exists in type '{self._collection}'")
        path = [first]
        while self._took("."):
            name = self._next()
            if self._peek().text == "(":
                return self._method(name, field(tuple(path)))
            path.append(name.text)
        return field(tuple(path))

    def _method(self, name: Token, of: Term) -> Term:
        method = METHODS.get(name.text.casefold())
        if method is None:
            raise QueryWrong(f"No applicable method '{name.text}' exists in type 'String'")
        return method(of, self._arguments())

    def _arguments(self) -> list[Any]:
        self.expect("sign", "(")
        values: list[Any] = []
        while not self._took(")"):
            values.append(literal(self._next()))
            if self._peek().text != ")":
                self.expect("sign", ",")
        return values

    def _peek(self) -> Token:
        return self._words[self._at]

    def _next(self) -> Token:
        word = self._peek()
        self._at = min(self._at + 1, len(self._words) - 1)
        return word

    def _took(self, *texts: str) -> bool:
        word = self._peek()
        found = word.kind in ("sign", "name") and word.text.casefold() in texts
        self._at += found
        return found


def _constant(value: Any) -> Term:
    return lambda _: value


def _truth(term: Term) -> Test:
    def test(record: Mapping[str, Any]) -> bool:
        value = term(record)
        if not isinstance(value, bool | None):
            raise QueryWrong("Expression of type 'Boolean' expected")
        return bool(value)

    return test
