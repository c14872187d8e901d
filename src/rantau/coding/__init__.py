"""Room 2: passages to coded segments: suggest, review, agreement, exchange with other programs."""
