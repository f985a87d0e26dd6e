from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Entry:
    """One line of the book. Money in is positive, money out negative."""

    day: date
    amount: Decimal
    purpose: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("an amount is a Decimal")
        if self.amount != self.amount.quantize(CENT):
            raise ValueError("an amount has two places")
        if not self.purpose.strip():
            raise ValueError("an entry has a purpose")
