"""What the codes in Anaplan's task results mean for the person who has to act.

Source: Anaplan, Integration API v2, "Completion, failure and data codes".
"""

from typing import Literal

CodeKind = Literal["completion", "failure", "data", "unknown"]

COMPLETION = frozenset(
    "exportSucceeded hierarchyNoChanges hierarchyRowsProcessed hierarchyRowsProcessedWithFailures "
    "lineItemRowsProcessed lineItemRowsProcessedWithFailures usersRowsProcessed versionsRowsProcessed "
    "deleteFromSelectionSucceeded taskElementSucceeded".split()
)

_GONE = "an object that the action works on was deleted or renamed; a model builder must mend the action in Anaplan"
_RIGHTS = "the user of this connection lacks the right; grant it to its model role in Anaplan"
_AGAIN = "run the load again, and show the task to Anaplan's support if it fails the same way"
_DUPLICATE = "two rows or members share a key; the dump names them"

FAILURE = {
    "actionFailed": "open the action in Anaplan and run it by hand to see the whole reason",
    "connectorError": "Anaplan could not read the data; upload again and start the action anew",
    "crossCustomerImport": "source and target must belong to one tenant; point the import to a file",
    "deleteFromSelectionFailed": "check the filter of the delete action in Anaplan",
    "failedToLocateEntity": _GONE,
    "failedToLocateHierarchy": _GONE,
    "failedToLocateModel": _GONE,
    "failedToLocateModule": _GONE,
    "failedToLocateSavedView": _GONE,
    "hierarchyImportFailed": "the whole list import was refused; its dump and details say which rows are the reason",
    "hierarchyImportDuplicateSourceKey": _DUPLICATE,
    "hierarchyImportDuplicateTargetKey": _DUPLICATE,
    "importFailedGeneralError": _AGAIN,
    "internalError": _AGAIN,
    "missingFields": "the file lacks columns that the import maps; compare the columns in settings with its mapping",
    "moduleImportFailed": "the whole module import was refused; its dump and details say which rows are the reason",
    "moduleImportNoWriteAccess": _RIGHTS,
    "noAccessToModule": _RIGHTS,
    "msgExportCancelled": "somebody cancelled it in Anaplan; ask why, then run it again",
    "msgImportCancelled": "somebody cancelled it in Anaplan; ask why, then run the load again",
    "notAuthorised": _RIGHTS,
    "sourceModelArchived": "the model that the import reads is archived; have it unarchived",
    "uploadedFileNoLongerAvailable": "the upload is gone (48 hours unused, or another user's); run the load again",
}
"""Why an action failed as a whole, each with what to do."""

_LIST_KEY = "the row's key cannot be used in this list; check the column that the import maps to code or name"
_FILE_FORM = "the file is not the CSV that the import expects; compare separator and text delimiter"
_NUMBER = "a value is not a number to this import; compare the decimal separator of the import"
_DATE = "a date is not in the pattern of the import's mapping; compare the two"
_MEMBER = "a row names a member that the list lacks; load the list first, or map the value in settings"

DATA = {
    "columnSeparatorExpected": _FILE_FORM,
    "unmatchedTextDelimiter": _FILE_FORM,
    "dateFormatInvalid": _DATE,
    "hierarchyImportInvalidCode": _LIST_KEY,
    "hierarchyImportInvalidName": _LIST_KEY,
    "hierarchyImportEmptyKey": _LIST_KEY,
    "hierarchyImportInvalidParent": "the parent is neither in the list nor in the file; load the parents first",
    "hierarchyImportFailedDependency": "the row hangs on another one that was refused; mend that one",
    "hierarchyImportNameOrCodeExists": "another member has this name or code; rename one of the two",
    "hierarchyImportAccessNoUpdate": _RIGHTS,
    "hierarchyImportAccessNoMove": _RIGHTS,
    "moduleImportBooleanFormat": "a value is not yes, no, true or false; map it in settings",
    "moduleImportDateFormat": _DATE,
    "moduleImportNumberFormat": _NUMBER,
    "moduleImportInvalidLineItemIdentifier": "the import maps a column to a line item that is gone; mend its mapping",
    "moduleImportInvalidListIdentifier": _MEMBER,
    "moduleImportInvalidTimeEntityIdentifier": "a period is not in the model's calendar; extend it or load less",
    "usersImportInvalidEmail": "correct the e-mail address in the file",
    "usersImportInvalidRole": "correct the role in the file",
    "usersImportConflictingRoles": "give the user one role in the file",
}
"""Why single rows were refused, each with what to do."""

_UNKNOWN = "look the code up in Anaplan's documentation, and in the dump for the rows it is about"


def kind_of(code: str) -> CodeKind:
    """Which of Anaplan's tables a code stands in."""
    if code in COMPLETION:
        return "completion"
    if code in FAILURE:
        return "failure"
    return "data" if code in DATA else "unknown"


def remedy(code: str) -> str:
    """What to do about a code, as half a sentence; empty for the codes that only say what was done."""
    return "" if code in COMPLETION else FAILURE.get(code) or DATA.get(code) or _UNKNOWN
