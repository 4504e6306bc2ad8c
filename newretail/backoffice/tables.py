"""Lines of a file that become rows at a desk: the columns of which nothing is read are told to whoever sent it."""

from typing import Any

from django.contrib import messages
from import_export.resources import ModelResource

from newretail.kernel.nearest import UnknownColumn, unknown_columns


class ReadTable(ModelResource):
    def import_data(self, dataset: Any, *args: Any, **words: Any) -> Any:
        if request := words.get("request"):
            for each in self.passed_over(dataset.headers or ()):
                messages.warning(request, str(each))
        return super().import_data(dataset, *args, **words)

    def passed_over(self, heads: Any) -> list[UnknownColumn]:
        """The columns of a file that this table has not."""
        known = {str(field.column_name): str(field.column_name) for field in self.get_import_fields()}
        return unknown_columns([str(head or "") for head in heads if head not in known], known)
