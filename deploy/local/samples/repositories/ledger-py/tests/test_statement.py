import unittest
from datetime import date
from decimal import Decimal

from ledger.book import Book
from ledger.statement import statement


def book_of(*entries):
    book = Book()
    for day, amount in entries:
        book.add(day, Decimal(amount), "test")
    return book


class StatementTest(unittest.TestCase):
    def test_it_opens_with_the_balance_of_everything_before(self):
        book = book_of((date(2025, 11, 2), "70.00"), (date(2025, 12, 31), "-20.00"))
        self.assertEqual(statement(book, 2026, 1).opening, Decimal("50.00"))

    def test_an_entry_on_the_first_day_belongs_to_the_month(self):
        book = book_of((date(2026, 1, 1), "10.00"))
        self.assertEqual(statement(book, 2026, 1).closing, Decimal("10.00"))

    def test_an_entry_on_the_last_day_belongs_to_the_month(self):
        book = book_of((date(2026, 1, 31), "120.00"))
        self.assertEqual(statement(book, 2026, 1).closing, Decimal("120.00"))

    def test_other_months_are_left_out(self):
        book = book_of((date(2026, 1, 15), "10.00"), (date(2026, 2, 1), "99.00"))
        self.assertEqual(statement(book, 2026, 1).closing, Decimal("10.00"))

    def test_money_in_and_money_out_are_counted_apart(self):
        book = book_of((date(2026, 1, 5), "30.00"), (date(2026, 1, 6), "-12.50"), (date(2026, 1, 7), "2.00"))
        january = statement(book, 2026, 1)
        self.assertEqual((january.money_in, january.money_out), (Decimal("32.00"), Decimal("-12.50")))

    def test_a_month_without_entries_closes_as_it_opened(self):
        book = book_of((date(2025, 12, 1), "8.00"))
        january = statement(book, 2026, 1)
        self.assertEqual((january.opening, january.closing), (Decimal("8.00"), Decimal("8.00")))


if __name__ == "__main__":
    unittest.main()
