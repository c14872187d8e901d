"""Room 3: passages to claims, laid side by side."""
