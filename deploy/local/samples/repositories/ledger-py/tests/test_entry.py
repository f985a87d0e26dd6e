import unittest
from datetime import date
from decimal import Decimal

from ledger.entry import Entry

DAY = date(2026, 3, 14)


class EntryTest(unittest.TestCase):
    def test_a_float_is_refused(self):
        with self.assertRaisesRegex(TypeError, "Decimal"):
            Entry(DAY, 1.5, "stamps")

    def test_half_a_cent_is_refused(self):
        with self.assertRaisesRegex(ValueError, "two places"):
            Entry(DAY, Decimal("0.005"), "stamps")

    def test_an_entry_without_purpose_is_refused(self):
        with self.assertRaisesRegex(ValueError, "purpose"):
            Entry(DAY, Decimal("1.00"), "  ")


if __name__ == "__main__":
    unittest.main()
