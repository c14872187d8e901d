"""Room 6: instruments, measures, the protection monitor, and the screening of cases."""
