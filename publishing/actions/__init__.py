"""What staff can do with an entry or a text: one class per action.

``check()`` returns the reasons why not; ``execute()`` refuses with those same reasons or changes the state,
writes the audit record and raises the revision, all in one transaction. The admin, the API and the commands
change the state of things through these classes and in no other way.
"""

from publishing.actions.access import GrantAccess, RevokeAccess, RevokeEveryAccess
from publishing.actions.base import Action, Actor, Refused, TextAction
from publishing.actions.entries import (
    Approve,
    Countersign,
    Create,
    ReleaseEarly,
    ReleaseInEmergency,
    Reschedule,
    Return,
    Submit,
    Withdraw,
)
from publishing.actions.facts import ChangeAddress, RecordFacts, RestoreFacts
from publishing.actions.handover import HandOver
from publishing.actions.media import AddImage, EditImage, RestoreImage
from publishing.actions.plans import AssignTranslation, ExplainDifference, RequireLanguage, WaiveLanguage
from publishing.actions.texts import (
    ConfirmCurrent,
    DraftText,
    EditText,
    PublishText,
    PublishTextInEmergency,
    RemoveText,
    RestoreText,
    ReturnText,
    SubmitText,
    latest_original,
)

__all__ = [
    "Action",
    "Actor",
    "AddImage",
    "Approve",
    "AssignTranslation",
    "ChangeAddress",
    "ConfirmCurrent",
    "Countersign",
    "Create",
    "DraftText",
    "EditImage",
    "EditText",
    "ExplainDifference",
    "GrantAccess",
    "HandOver",
    "PublishText",
    "PublishTextInEmergency",
    "RecordFacts",
    "Refused",
    "ReleaseEarly",
    "ReleaseInEmergency",
    "RemoveText",
    "RequireLanguage",
    "Reschedule",
    "RestoreFacts",
    "RestoreImage",
    "RestoreText",
    "Return",
    "ReturnText",
    "RevokeAccess",
    "RevokeEveryAccess",
    "Submit",
    "SubmitText",
    "TextAction",
    "WaiveLanguage",
    "Withdraw",
    "latest_original",
]
