import unittest
from datetime import date
from decimal import Decimal

from ledger.book import Book


class BookTest(unittest.TestCase):
    def test_entries_are_kept_by_day(self):
        book = Book()
        book.add(date(2026, 2, 1), Decimal("2.00"), "second")
        book.add(date(2026, 1, 1), Decimal("1.00"), "first")
        self.assertEqual([entry.purpose for entry in book], ["first", "second"])

    def test_entries_of_one_day_keep_their_order(self):
        book = Book()
        for purpose in ("a", "b", "c"):
            book.add(date(2026, 1, 1), Decimal("1.00"), purpose)
        self.assertEqual([entry.purpose for entry in book], ["a", "b", "c"])

    def test_the_balance_before_a_day_leaves_that_day_out(self):
        book = Book()
        book.add(date(2026, 1, 1), Decimal("5.00"), "fees")
        book.add(date(2026, 1, 2), Decimal("7.00"), "fees")
        self.assertEqual(book.before(date(2026, 1, 2)), Decimal("5.00"))


if __name__ == "__main__":
    unittest.main()
