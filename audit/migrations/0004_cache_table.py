"""The table of the cache that all processes share, so that `migrate` is all a deployment runs."""

from django.core.management import call_command
from django.db import migrations

TABLE = "casemark_cache"


def make(apps, schema_editor):
    if TABLE not in schema_editor.connection.introspection.table_names():
        alias = schema_editor.connection.alias
        call_command("createcachetable", TABLE, database=alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_trail_is_frozen")]

    operations = [migrations.RunPython(make, drop)]
