"""How Alembic runs the migrations: on the connection it is given, in that connection's transaction."""

from alembic import context

from rantau.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
