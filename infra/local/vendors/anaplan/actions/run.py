"""One action run on a model, for one user: the single door through which tasks change it."""

from collections.abc import Callable

from infra.local.vendors.anaplan.actions.export import export_file
from infra.local.vendors.anaplan.actions.list_import import ListImport
from infra.local.vendors.anaplan.actions.module_import import ModuleImport
from infra.local.vendors.anaplan.actions.outcome import Detail, Outcome, failed
from infra.local.vendors.anaplan.actions.table import TableError, read_table
from infra.local.vendors.anaplan.state.files import FileUnusableError, PrivateFiles
from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.model import Action, Deletion, Export, Import, Model
from infra.local.vendors.anaplan.switches import Switches


class Runner:
    """Runs actions of one model. ``lost_rows`` says how many rows of an import to lose this time (see admin)."""

    def __init__(
        self, model: Model, files: PrivateFiles, lost_rows: Callable[[Import], int], switches: Switches
    ) -> None:
        self._model = model
        self._files = files
        self._lost_rows = lost_rows
        self._switches = switches

    def run(self, action: Action, user_id: str) -> Outcome:
        """Do it and tell what came of it; never raises for what a client did wrong."""
        match action:
            case Import():
                return self._import(action, user_id)
            case Export():
                layout = self._switches.export_layout
                self._files.store_output(user_id, action.id, export_file(self._model, action, layout))
                return Outcome(successful=True)
            case Deletion():
                count = self._model.delete_items(action.target, list(action.target.items.values()))
                text = f"{action.target.name}: {count} items deleted"
                return Outcome(successful=True, details=[Detail("deleteFromSelectionSucceeded", text, count)])

    def _import(self, action: Import, user_id: str) -> Outcome:
        try:
            table = read_table(self._files.content(user_id, action.source), action.source)
        except FileUnusableError as unusable:
            return failed("uploadedFileNoLongerAvailable", str(unusable))
        except TableError as wrong:
            return failed(wrong.type, str(wrong))
        missing = [header for header in (action.key, *action.columns) if header not in table.header]
        if missing:
            return failed("missingFields", f"Missing fields: {', '.join(missing)}", {"fields": ", ".join(missing)})
        lost = self._lost_rows(action)
        if isinstance(action.target, ItemList):
            return ListImport(action, action.target, self._model.reader, lost).run(table)
        return ModuleImport(action, action.target, self._model.reader, lost).run(table)
