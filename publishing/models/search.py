"""SearchDocument: the tokens by which an entry is found in one language."""

from django.db import models

from publishing.languages import Language


class SearchDocument(models.Model):
    """One live text of an approved entry as :mod:`publishing.search` looks for it; made anew whenever it changes.

    The four token columns hold what :mod:`publishing.search.tokens` makes of the title, of the names the entry
    goes by, of the deck and of everything else. The database keeps its full-text index of them by triggers.
    ``names`` are the names as people write them, one per line, to tell a reader by which of them he found it.
    ``number`` orders the documents by release and entry, so that the newest are read first and alone
    (:func:`publishing.search.documents.numbered`); whether any of them may be seen is
    asked of the entry. ``words`` are the tokens of title and names by which an entry is suggested.
    """

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey("publishing.Entry", models.CASCADE, related_name="search_documents")
    language = models.CharField(max_length=8, choices=Language)
    number = models.BigIntegerField(unique=True)
    names = models.TextField()
    words = models.TextField()
    title_tokens = models.TextField()
    names_tokens = models.TextField()
    deck_tokens = models.TextField()
    body_tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="search_document_unique")]

    def __str__(self) -> str:
        return f"{self.entry_id} ({self.language})"
