"""What a client chooses of records: filters say which, ``fields`` what of them, ``expand`` what comes along."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.request import Request

from publishing.api import expanding, parameters
from publishing.api.facts import RecordSerializer
from publishing.api.filters import AnyOf, Filters
from publishing.api.languages import Wanted
from publishing.api.problems import InvalidParameters, Mistake

if TYPE_CHECKING:
    from publishing.api.views import ReadView

    Base = ReadView
else:
    Base = object

__all__ = ["Selecting"]


class Selecting(Base):
    """Mixin of the resources that have records."""

    serializer_class: type[RecordSerializer]
    filterset_class: type[Filters] = Filters
    chosen: frozenset[str] = frozenset()
    expanded: tuple[str, ...] = ()
    wanted: Wanted
    action: str
    # Whether a list comes in pages.
    paged: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "serializer_class" in vars(cls):
            expanding.RECORDS.setdefault(cls.serializer_class.Meta.model, cls.serializer_class)

    def filters(self) -> dict[str, AnyOf]:
        """The filters of the list by their names."""
        return self.filterset_class.base_filters

    def selectors(self) -> tuple[str, ...]:
        """The parameters that choose what of the records is told."""
        return ("fields", *(["expand"] if self.expandable() else []))

    def expandable(self) -> list[str]:
        """The names that ``expand`` may have."""
        return list(expanding.choices(self.serializer_class))

    def parameters(self) -> tuple[str, ...]:
        return (*self.selectors(), *self.filters()) if self.action == "list" else self.selectors()

    def repeatable(self) -> tuple[str, ...]:
        return (*self.selectors(), *(name for name, each in self.filters().items() if each.repeatable))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        query, serializer = request.query_params, self.serializer_class
        self.chosen = parameters.field_names(query, serializer.all_names())
        paged = self.paged and self.action == "list"
        self.expanded = expanding.names(query, serializer, self.chosen, paged=paged)
        if self.expanded and request.accepted_renderer.format != "json":
            raise InvalidParameters([Mistake("expand", query["expand"], expanding.only_json())])

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "fields": self.chosen}

    def records(self, rows: Any) -> list[dict[str, Any]]:
        """``rows`` as they are told in an answer."""
        context = self.get_serializer_context()
        data = cast(list[dict[str, Any]], self.serializer_class(rows, many=True, context=context).data)
        if self.expanded:
            expanding.expand(data, self.expanded, self.serializer_class, context)
        return data

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the query's filters leave."""
        filterset = self.filterset_class(self.request.query_params, queryset=rows)
        if filterset.is_valid():
            return filterset.qs
        raise InvalidParameters(
            [
                _mistake(name, error)
                for name, errors in filterset.form.errors.as_data().items()
                for error in errors
            ]
        )


def _mistake(name: str, error: ValidationError) -> Mistake:
    params = error.params or {}
    return Mistake(name, params.get("value", ""), " ".join(error.messages), params.get("choices"))
