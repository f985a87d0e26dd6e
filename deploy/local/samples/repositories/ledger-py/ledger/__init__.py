"""A cash book with monthly statements."""
