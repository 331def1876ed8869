"""What staff decides on a proposal, and what then changes: facts as a revision, texts as versions to be approved."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions
from organizations.models import Company, Technology
from profiles.content import NEW, TEXTS, group, language_of
from profiles.mails import send_decision
from profiles.models import Proposal, ProposalState
from publishing import clock, jobs, offices
from publishing.actions import Action, Actor, DraftText, EditText, RecordFacts, Refused
from publishing.languages import Language
from publishing.readiness import Reason

__all__ = ["CHANGE", "DecideProposal"]

CHANGE = "organizations.change_company"


class DecideProposal(Action):
    """Take over the changes of a proposal at ``paths``, or none of them, and answer the company.

    Facts that are public change with ``severity`` and ``note``, as everywhere. Texts are put into the open version of
    their language, or into a new one: they appear once that is approved.
    """

    verb, label, permission = "decide_proposal", _("Decide on a company's proposal"), "submit_entry"

    def __init__(
        self,
        proposal: Proposal,
        actor: Actor,
        *,
        paths: Sequence[str] = (),
        decline: bool = False,
        answer: str = "",
        severity: str = "",
        note: str = "",
        looked: str = "",
    ) -> None:
        super().__init__(Company.objects.get(pk=proposal.company_id), actor)
        self.proposal, self.answer = proposal, answer.strip()
        self.severity, self.note = severity, note.strip()
        self.looked_at = looked
        known = [each["path"] for each in proposal.changes]
        self.paths = [] if decline else [path for path in known if path in paths]
        self.is_declined = decline or (bool(known) and not self.paths)
        self.unknown = set(paths) - set(known)

    @property
    def state(self) -> ProposalState:
        """What becomes of the proposal."""
        if self.is_declined:
            return ProposalState.DECLINED
        is_whole = len(self.paths) == len(self.proposal.changes)
        return ProposalState.ACCEPTED if is_whole else ProposalState.PARTLY

    def obstacles(self) -> list[Reason]:
        stored = Proposal.objects.open().filter(pk=self.proposal.pk).first()
        if stored is None:
            return [Reason("state", _("The company has sent another proposal, or somebody has decided."))]
        reasons = []
        user = self.actor.user
        if not offices.has_perm(user, CHANGE, self.entry):
            reasons.append(Reason("permission", _("Your role does not include this step.")))
        elif self._facts() and not permissions.may_edit_facts(user, Company, self.entry):
            reasons.append(Reason("facts", _("Your role does not change these facts at this stage.")))
        elif self._texts() and not permissions.may_write_texts(user, Company, self.entry):
            reasons.append(Reason("texts", _("Your role does not write texts of this company.")))
        if self.unknown or any(group(path) in self._parted() for path in self.paths):
            reasons.append(Reason("parts", _("A new technology is taken over as a whole.")))
        if self.state is not ProposalState.ACCEPTED and not self.answer:
            reasons.append(Reason("answer_missing", _("Tell the company why not everything is taken over.")))
        return reasons

    def apply(self) -> dict[str, Any]:
        if self._facts():
            self._take_facts()
            RecordFacts(self.entry, self.actor, severity=self.severity, reason=self.note).execute()
        for language in Language:
            if paths := [path for path in self._texts() if language_of(path) == language]:
                self._take_text(language, paths)
        Proposal.objects.filter(pk=self.proposal.pk).update(
            state=self.state,
            taken=self.paths,
            reason=self.answer,
            reviewer=self.actor.user,
            decided_at=clock.now(),
        )
        jobs.enqueue(send_decision, key=str(self.proposal.pk), proposal_id=self.proposal.pk)
        return {"proposal": self.proposal.pk, "state": self.state.value, "taken": len(self.paths)}

    def _value(self, path: str) -> str:
        return next(each["after"] for each in self.proposal.changes if each["path"] == path)

    def _texts(self) -> list[str]:
        return [path for path in self.paths if path.partition(".")[0] in TEXTS]

    def _facts(self) -> list[str]:
        return [path for path in self.paths if path.partition(".")[0] not in TEXTS]

    def _parted(self) -> set[str]:
        """New technologies of which not everything is taken over."""
        left = [each["path"] for each in self.proposal.changes if each["path"] not in self.paths]
        return {group(path) for path in left if path.split(".")[1:2] and path.split(".")[1] in NEW}

    def _take_text(self, language: Language, paths: list[str]) -> None:
        """Write into the open version; whoever took it over is its author, so somebody else approves it."""
        text = self.entry.texts.open().filter(language=language).first()
        if text is None:
            draft = DraftText(self.entry, self.actor, language=language)
            draft.execute()
            text = draft.text
        if text is None:
            raise TypeError("a new version is a text")
        for path in paths:
            name = path.partition(".")[0]
            if name == "deck":
                text.deck = self._value(path)
            else:
                text.extra = {**text.extra, name: self._value(path)}
        EditText(text, self.actor).execute()

    def _take_facts(self) -> None:
        company: Any = self.entry
        technologies: dict[str, Technology] = {}
        gone: list[Technology] = []
        for path in self._facts():
            first, *rest = path.split(".")
            if first != "technologies":
                value = self._value(path)
                setattr(company, first, (int(value) if value else None) if first == "employees" else value)
                continue
            technology = technologies.get(rest[0]) or self._technology(rest[0])
            technologies[rest[0]] = technology
            if rest[1] == "gone":
                gone.append(technology)
            else:
                name = "_".join(each.replace("-", "_") for each in rest[1:])
                setattr(technology, name, self._value(path))
        try:
            company.full_clean()
            company.save()
            for technology in technologies.values():
                if technology in gone:
                    technology.delete()
                else:
                    technology.full_clean()
                    technology.save()
        except ValidationError as error:
            raise Refused([Reason("not_valid", message) for message in error.messages]) from error

    def _technology(self, key: str) -> Technology:
        """The technology of this company with the id ``key``, or a new one at the end."""
        if key in NEW:
            last = self.entry.technologies.order_by("position").last()  # type: ignore[attr-defined]  # of companies
            return Technology(
                company=self.entry,  # type: ignore[misc]  # a company
                position=last.position + 1 if last else 0,
            )
        found = Technology.objects.filter(company=self.entry.pk, pk=int(key)).first()
        if found is None:
            raise Refused([Reason("gone", _("A technology of this proposal is no longer there."))])
        return found
