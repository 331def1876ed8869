"""Search documents are numbered in the order of their release, the indexes read the newest first, and a second index
finds by what somebody has typed so far.

SQLite's indexes take the numbers as their own, so that they are built anew. PostgreSQL keeps the long columns beside
the rows, which are then small enough to look at many of them; its function takes the index also where the planner,
which does not know what the long columns cost, would read the whole table.
"""

from importlib import import_module

from django.db import migrations, models

from publishing.search import tokens
from publishing.search.numbers import numbered

_original = import_module("publishing.migrations.0002_search_index")
_CREATED, _DROPPED = vars(_original)["_SQLITE"], vars(_original)["_SQLITE_BACK"]

_INDEX = [
    each.replace("content_rowid='id'", "content_rowid='number'")
    .replace("new.id,", "new.number,")
    .replace("old.id,", "old.number,")
    for each in _CREATED
]
_SQLITE = [
    *_INDEX,
    """
    CREATE VIRTUAL TABLE publishing_search_words USING fts5(
        words, content='publishing_searchdocument', content_rowid='number', tokenize='ascii', prefix='1 2 3'
    )
    """,
    """
    CREATE TRIGGER publishing_search_words_insert AFTER INSERT ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_words (rowid, words) VALUES (new.number, new.words);
    END
    """,
    """
    CREATE TRIGGER publishing_search_words_delete AFTER DELETE ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_words (publishing_search_words, rowid, words) VALUES ('delete', old.number, old.words);
    END
    """,
    """
    CREATE TRIGGER publishing_search_words_update AFTER UPDATE ON publishing_searchdocument BEGIN
        INSERT INTO publishing_search_words (publishing_search_words, rowid, words) VALUES ('delete', old.number, old.words);
        INSERT INTO publishing_search_words (rowid, words) VALUES (new.number, new.words);
    END
    """,
]
_FILL = [
    "INSERT INTO publishing_search_index (publishing_search_index) VALUES ('rebuild')",
    "INSERT INTO publishing_search_words (publishing_search_words) VALUES ('rebuild')",
]
_SQLITE_BACK = [
    "DROP TRIGGER publishing_search_words_update",
    "DROP TRIGGER publishing_search_words_delete",
    "DROP TRIGGER publishing_search_words_insert",
    "DROP TABLE publishing_search_words",
    *_DROPPED,
]

_NEWEST = """
    CREATE FUNCTION {name}(every tsquery, exact tsquery, latest bigint, most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off AS $$
        SELECT found.number
        FROM (
            SELECT number, {column} AS held FROM publishing_searchdocument
            WHERE {column} @@ every AND (latest IS NULL OR number <= latest)
            ORDER BY number DESC OFFSET 0
        ) AS found
        WHERE exact IS NULL OR found.held @@ exact
        LIMIT most
    $$
"""
_VECTOR = """
    CREATE OR REPLACE FUNCTION publishing_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.head := publishing_search_part(NEW.title_tokens, 'A') || publishing_search_part(NEW.names_tokens, 'B')
            || publishing_search_part(NEW.deck_tokens, 'C');
        NEW.vector := NEW.head || publishing_search_part(NEW.body_tokens, 'D');
        {more}
        RETURN NEW;
    END
    $$
"""
_POSTGRESQL = [
    "ALTER TABLE publishing_searchdocument SET (toast_tuple_target = 128)",
    "ALTER TABLE publishing_searchdocument ADD COLUMN typed tsvector",
    *(
        f"ALTER TABLE publishing_searchdocument ALTER COLUMN {column} SET STORAGE EXTERNAL"
        for column in ("vector", "head", "typed")
    ),
    _VECTOR.format(more="NEW.typed := publishing_search_part(NEW.words, 'A');"),
    "DROP INDEX publishing_search_head_index",
    "ALTER INDEX publishing_search_index SET (fastupdate = off)",
    # Fills the new column by the trigger, and moves the long ones beside the rows.
    "UPDATE publishing_searchdocument SET words = words",
    "CREATE INDEX publishing_search_words ON publishing_searchdocument USING gin (typed) WITH (fastupdate = off)",
    _NEWEST.format(name="publishing_search_newest", column="vector"),
    _NEWEST.format(name="publishing_search_typed", column="typed"),
]
_POSTGRESQL_BACK = [
    "DROP FUNCTION publishing_search_typed",
    "DROP FUNCTION publishing_search_newest",
    "DROP INDEX publishing_search_words",
    "ALTER INDEX publishing_search_index RESET (fastupdate)",
    "CREATE INDEX publishing_search_head_index ON publishing_searchdocument USING gin (head)",
    _VECTOR.format(more=""),
    *(
        f"ALTER TABLE publishing_searchdocument ALTER COLUMN {column} SET STORAGE EXTENDED"
        for column in ("vector", "head")
    ),
    "ALTER TABLE publishing_searchdocument DROP COLUMN typed",
    "ALTER TABLE publishing_searchdocument RESET (toast_tuple_target)",
]


def run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def drop_original(apps, schema_editor):
    """Drop SQLite's index and its triggers, which do not outlive a change of the table."""
    run(schema_editor, _DROPPED, [])


def create_original(apps, schema_editor):
    """Build SQLite's index as it was."""
    run(schema_editor, [*_CREATED, _FILL[0]], [])


def create(apps, schema_editor):
    """Create the indexes of numbered documents and let PostgreSQL read the newest of them."""
    run(schema_editor, [*_SQLITE, *_FILL], _POSTGRESQL)


def drop(apps, schema_editor):
    """Drop them again."""
    run(schema_editor, _SQLITE_BACK, _POSTGRESQL_BACK)


def number(apps, schema_editor):
    """Give the documents their numbers, their words, and the marks of reference and kind among their names."""
    documents = apps.get_model("publishing", "SearchDocument").objects
    documents.filter(entry__release_at__isnull=True).delete()
    texts = apps.get_model("publishing", "Text").objects.filter(state="live")
    titles = {
        (entry, language): title for entry, language, title in texts.values_list("entry", "language", "title")
    }
    batch = []
    for document in documents.select_related("entry").iterator(chunk_size=500):
        entry = document.entry
        names = [name for name in document.names.split("\n") if name not in {"", entry.ref}]
        title = titles.get((entry.pk, document.language), "")
        kind = tokens.kind_token(entry.kind)
        document.number = numbered(entry.release_at, entry.pk, document.language)
        document.words = f"{tokens.words(tokens.BREAK.join([title, *names]), 1_000)} {kind}"
        named = tokens.index(tokens.BREAK.join(names), 3_000)
        document.names_tokens = " ".join(filter(None, [named, kind]))
        document.deck_tokens = " ".join(
            filter(None, [document.deck_tokens, tokens.reference_tokens(entry.ref)])
        )
        batch.append(document)
    documents.bulk_update(batch, ["number", "words", "names_tokens", "deck_tokens"], batch_size=200)


class Migration(migrations.Migration):
    # PostgreSQL does not alter a table whose rows were changed in the same transaction.
    atomic = False

    dependencies = [("publishing", "0006_media_library")]

    operations = [
        migrations.RunPython(drop_original, create_original, elidable=False),
        migrations.AddField("searchdocument", "number", models.BigIntegerField(null=True)),
        migrations.AddField("searchdocument", "words", models.TextField(default=""), preserve_default=False),
        migrations.RunPython(number, migrations.RunPython.noop, elidable=False),
        migrations.AlterField("searchdocument", "number", models.BigIntegerField(unique=True)),
        migrations.RunPython(create, drop, elidable=False),
    ]
