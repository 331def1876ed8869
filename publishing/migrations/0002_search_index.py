"""The search documents and the database's own index of them, kept in step by triggers.

SQLite drops a table's triggers when a later migration rebuilds ``publishing_searchdocument``; such a migration
has to run ``create`` again.
"""

import django.db.models.deletion
from django.db import migrations, models

# Tokens come ready-made with spaces between them: the "ascii" tokenizer takes everything else as part of a token.
_SQLITE = [
    """
    CREATE VIRTUAL TABLE publishing_search_index USING fts5(
        title_tokens, names_tokens, deck_tokens, body_tokens, content='publishing_searchdocument', content_rowid='id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER publishing_search_insert AFTER INSERT ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_index (rowid, title_tokens, names_tokens, deck_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.names_tokens, new.deck_tokens, new.body_tokens);
    END
    """,
    """
    CREATE TRIGGER publishing_search_delete AFTER DELETE ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_index (publishing_search_index, rowid, title_tokens, names_tokens, deck_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.names_tokens, old.deck_tokens, old.body_tokens);
    END
    """,
    """
    CREATE TRIGGER publishing_search_update AFTER UPDATE ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_index (publishing_search_index, rowid, title_tokens, names_tokens, deck_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.names_tokens, old.deck_tokens, old.body_tokens);
        INSERT INTO publishing_search_index (rowid, title_tokens, names_tokens, deck_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.names_tokens, new.deck_tokens, new.body_tokens);
    END
    """,
]
_SQLITE_BACK = [
    "DROP TRIGGER publishing_search_update",
    "DROP TRIGGER publishing_search_delete",
    "DROP TRIGGER publishing_search_insert",
    "DROP TABLE publishing_search_index",
]
# The vectors take the tokens and their positions as they are; no text search configuration has a say. The one without
# the body is small and decides the order.
_POSTGRESQL = [
    """
    CREATE FUNCTION publishing_search_part(tokens text, weight "char") RETURNS tsvector
    LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(
            setweight(string_agg(quote_literal(token) || ':' || position, ' ')::tsvector, weight), ''::tsvector
        )
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS part (token, position)
    $$
    """,
    """
    CREATE FUNCTION publishing_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.head := publishing_search_part(NEW.title_tokens, 'A') || publishing_search_part(NEW.names_tokens, 'B')
            || publishing_search_part(NEW.deck_tokens, 'C');
        NEW.vector := NEW.head || publishing_search_part(NEW.body_tokens, 'D');
        RETURN NEW;
    END
    $$
    """,
    "ALTER TABLE publishing_searchdocument ADD COLUMN vector tsvector, ADD COLUMN head tsvector",
    "CREATE INDEX publishing_search_index ON publishing_searchdocument USING gin (vector)",
    "CREATE INDEX publishing_search_head_index ON publishing_searchdocument USING gin (head)",
    """
    CREATE TRIGGER publishing_search_vector BEFORE INSERT OR UPDATE ON publishing_searchdocument
    FOR EACH ROW EXECUTE FUNCTION publishing_search_vector()
    """,
]
_POSTGRESQL_BACK = [
    "DROP TRIGGER publishing_search_vector ON publishing_searchdocument",
    "ALTER TABLE publishing_searchdocument DROP COLUMN vector, DROP COLUMN head",
    "DROP FUNCTION publishing_search_vector",
    "DROP FUNCTION publishing_search_part",
]


def create(apps, schema_editor):
    """Create the index and its triggers."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Drop them again."""
    for statement in _SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ko", "Korean"), ("zh-hans", "Simplified Chinese")],
                        max_length=8,
                    ),
                ),
                ("names", models.TextField()),
                ("title_tokens", models.TextField()),
                ("names_tokens", models.TextField()),
                ("deck_tokens", models.TextField()),
                ("body_tokens", models.TextField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_documents",
                        to="publishing.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "language"), name="search_document_unique")
                ],
            },
        ),
        migrations.RunPython(create, drop, elidable=False),
    ]
