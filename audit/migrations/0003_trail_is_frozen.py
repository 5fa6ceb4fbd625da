"""Triggers that refuse to change or delete entries and seals of the trail, whoever asks."""

from django.db import migrations

TABLES = ("audit_logentry", "audit_seal")
REFUSAL = "The audit trail cannot be changed."

FUNCTION = f"""
    CREATE OR REPLACE FUNCTION audit_trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def freeze_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            FUNCTION,
            *(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_refuse()"
                for table in TABLES
            ),
        ]
    return [
        f"CREATE TRIGGER {table}_{event.lower()}_frozen BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in TABLES
        for event in ("UPDATE", "DELETE")
    ]


def thaw_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER {table}_frozen ON {table}" for table in TABLES]
    return [
        f"DROP TRIGGER {table}_{event}_frozen" for table in TABLES for event in ("update", "delete")
    ]


def freeze(apps, schema_editor):
    for statement in freeze_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    for statement in thaw_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals_and_sessions")]
    operations = [migrations.RunPython(freeze, thaw)]
