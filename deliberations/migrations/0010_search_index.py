"""The full-text index, which each database makes in its own way (``deliberations.queries.search_engines``).

On SQLite the index is kept by triggers on the table of entries: a later migration that changes this table must make
the index again, because SQLite then copies the table and forgets its triggers.
"""

from django.db import migrations

from deliberations.queries.search_engines import search_engine


def create_index(apps, schema_editor):
    for statement in search_engine(schema_editor.connection.vendor).create:
        schema_editor.execute(statement, None)


def drop_index(apps, schema_editor):
    for statement in search_engine(schema_editor.connection.vendor).drop:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):

    dependencies = [
        ('deliberations', '0009_find_search_and_backups'),
    ]

    operations = [
        migrations.RunPython(create_index, drop_index),
    ]
