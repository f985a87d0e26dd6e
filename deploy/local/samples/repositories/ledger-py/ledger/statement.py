from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.book import Book
from ledger.entry import Entry


@dataclass(frozen=True)
class Statement:
    """One month of the book, from its opening to its closing balance."""

    opening: Decimal
    entries: list[Entry]

    @property
    def money_in(self) -> Decimal:
        return sum((entry.amount for entry in self.entries if entry.amount > 0), Decimal("0.00"))

    @property
    def money_out(self) -> Decimal:
        return sum((entry.amount for entry in self.entries if entry.amount < 0), Decimal("0.00"))

    @property
    def closing(self) -> Decimal:
        return self.opening + self.money_in + self.money_out


def statement(book: Book, year: int, month: int) -> Statement:
    """The statement of a calendar month."""
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    return Statement(opening=book.before(first), entries=book.between(first, last))
