"""What staff can do with an entry or a text: one class per action.

``check()`` returns the reasons why not; ``execute()`` refuses with those same reasons or changes the state,
writes the audit record and raises the revision, all in one transaction. The admin, the API and the commands
change the state of things through these classes and in no other way.
"""

from publishing.actions.base import Action, Actor, Refused, TextAction
from publishing.actions.entries import (
    Approve,
    Create,
    RecordFacts,
    ReleaseEarly,
    Reschedule,
    Return,
    Submit,
    Withdraw,
)
from publishing.actions.texts import (
    ConfirmCurrent,
    DraftText,
    EditText,
    PublishText,
    ReturnText,
    SubmitText,
    latest_original,
)

__all__ = [
    "Action",
    "Actor",
    "Approve",
    "ConfirmCurrent",
    "Create",
    "DraftText",
    "EditText",
    "PublishText",
    "RecordFacts",
    "Refused",
    "ReleaseEarly",
    "Reschedule",
    "Return",
    "ReturnText",
    "Submit",
    "SubmitText",
    "TextAction",
    "Withdraw",
    "latest_original",
]
