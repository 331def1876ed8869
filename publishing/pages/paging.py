"""Pages of long lists."""

from typing import Any

from django.core.paginator import Page, Paginator

__all__ = ["EntryPaginator"]


class EntryPaginator(Paginator[Any]):
    """Reads a page from the nearer end of the list, so that the last costs no more than the first.

    ``total`` is the number of rows where it is known already.
    """

    def __init__(self, rows: Any, per_page: int, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        if total is not None:
            vars(self)["count"] = total

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        if first <= self.count - last:
            return super().page(number)
        rows: Any = self.object_list
        backwards = list(rows.reverse()[self.count - last : self.count - first])
        return Page(backwards[::-1], number, self)
