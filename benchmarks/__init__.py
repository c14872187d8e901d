"""One file for each claim of speed; peers run beside us in the same run. ``make bench`` runs them all."""
