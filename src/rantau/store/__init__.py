"""One study's database: typed records and, apart from them, sessions, migrations, search and the audit trail."""
