from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ledger.entry import Entry


class Book:
    """All entries, by day. Entries of one day keep the order they were written in."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, day: date, amount: Decimal, purpose: str) -> Entry:
        entry = Entry(day, amount, purpose)
        self._entries.append(entry)
        self._entries.sort(key=lambda each: each.day)
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def before(self, day: date) -> Decimal:
        """The balance when the day began."""
        return sum((entry.amount for entry in self if entry.day < day), Decimal("0.00"))

    def between(self, first: date, last: date) -> list[Entry]:
        """The entries of a span of days, its first and its last day included."""
        return [entry for entry in self if first <= entry.day < last]
