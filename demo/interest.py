"""Fictitious expressions of interest in every state, brought there by the portal's own steps at moments of the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from intake.models import Reading
from intake.reading import Manner
from interest import sending, steps
from interest.forms import ExpressionForm
from interest.forwarding import ANSWER_WITHIN, forward, offer
from interest.models import Assignment, CannedAnswer, Expression, ExpressionState
from interest.views import matter_of
from opportunities.models import Opportunity
from publishing import clock
from publishing.fields import wording
from publishing.languages import Language
from publishing.models import Job

__all__ = ["sample_expressions"]

FILLING_IN = timedelta(minutes=5)
PHOSPHORUS, HYDROGEN = "sample-phosphorus-control-request", "sample-container-hydrogen-offer"
KO, ZH, EN = Language.KOREAN, Language.CHINESE, Language.ENGLISH
SCREENED, FORWARDED = ExpressionState.SCREENED, ExpressionState.FORWARDED


@dataclass(frozen=True)
class Sender:
    """Who writes in which language, from which side, and what."""

    language: Language
    side: str
    person: str
    organization: str
    message: str
    agrees_across: bool = True
    shares_contact: bool = False


@dataclass(frozen=True)
class Move:
    """A step so many ``days`` ago; ``answer`` names a canned answer in English, ``words`` are the owner's own."""

    days: int
    state: str
    answer: str = ""
    words: str = ""


@dataclass(frozen=True)
class Sample:
    """An expression sent so many ``days`` ago, whether it says yes to every question, and what became of it."""

    opportunity: str
    days: int
    sender: Sender
    moves: tuple[Move, ...] = ()
    fits: bool = True


SAMPLES = (
    Sample(
        HYDROGEN,
        29,
        Sender(
            EN,
            "CN",
            "Sample Buyer",
            "Sample Harbor Logistics Co.",
            "We run forty yard trucks in a port and would like to know the price of hydrogen per kilogram on site.",
        ),
        (
            Move(28, SCREENED, "Checked"),
            Move(27, FORWARDED),
            Move(5, ExpressionState.NO_REPLY, "No reply from the owner"),
        ),
    ),
    Sample(
        PHOSPHORUS,
        28,
        Sender(
            KO,
            "KR",
            "홍보기",
            "예시 맑은물계측 주식회사",
            "총인 측정기와 약품 주입 제어기를 함께 공급합니다. 하루 5만 톤 규모 하수처리장 두 곳에서 3년째 가동하고 있습니다.",
            shares_contact=True,
        ),
        (
            Move(27, SCREENED, "Checked"),
            Move(26, FORWARDED),
            Move(20, ExpressionState.ACCEPTED, words="欢迎线上交流，周二或周四北京时间下午2时均可。"),
            Move(15, ExpressionState.MEETING, "Meeting arranged"),
        ),
    ),
    Sample(
        HYDROGEN,
        27,
        Sender(
            ZH,
            "CN",
            "样例采购员",
            "样例客车运营有限公司",
            "我公司计划明年投运二十辆氢燃料客车，希望了解集装箱式制氢设备的交付周期和运维费用。",
            shares_contact=True,
        ),
        (Move(26, SCREENED, "Checked"), Move(23, FORWARDED)),
    ),
    Sample(
        HYDROGEN,
        20,
        Sender(
            ZH,
            "CN",
            "样例经理",
            "样例食品加工厂",
            "我们希望租用一套设备试用三个月，场地目前只有200千瓦电力。",
        ),
        (Move(16, ExpressionState.DECLINED, "Conditions not met"),),
        fits=False,
    ),
    Sample(
        PHOSPHORUS,
        17,
        Sender(
            KO,
            "KR",
            "김견본",
            "예시 수처리연구소",
            "반응조를 멈추지 않고 설치하는 방법을 먼저 협의하고 싶습니다. 가동 시설 자료는 9개월분이 있습니다.",
            agrees_across=False,
        ),
        fits=False,
    ),
    Sample(
        HYDROGEN,
        14,
        Sender(
            ZH,
            "CN",
            "样例工程师",
            "样例工业园区管理公司",
            "园区内有两家企业日用氢量合计约80千克，已有配套电力，希望安排实地考察。",
        ),
        (
            Move(12, SCREENED, "Checked"),
            Move(11, FORWARDED),
            Move(
                3,
                ExpressionState.ACCEPTED,
                words="다음 주 화요일이나 수요일 14:00(서울)에 화상으로 이야기할 수 있습니다. 현장 방문은 그때 정하면 좋겠습니다.",
            ),
        ),
    ),
    Sample(
        PHOSPHORUS,
        9,
        Sender(
            KO,
            "KR",
            "이보기",
            "예시 환경제어 주식회사",
            "모드버스로 기존 제어 시스템에 연결하는 제어기를 만듭니다. 첫 두 달 동안 기술자 한 명을 현장에 둘 수 있습니다.",
        ),
        (Move(7, SCREENED), Move(5, FORWARDED)),
    ),
    Sample(
        HYDROGEN,
        8,
        Sender(ZH, "CN", "样例主管", "样例物流园", "请提供单台设备的占地面积和用水量。"),
        (Move(7, ExpressionState.WITHDRAWN),),
    ),
    Sample(
        PHOSPHORUS,
        6,
        Sender(
            KO,
            "KR",
            "박표본",
            "예시 공정솔루션",
            "저비용 약품 주입 모형을 공동으로 시험할 상대를 찾고 있습니다. 실적 시설은 한 곳입니다.",
            agrees_across=False,
        ),
        (Move(4, SCREENED),),
    ),
    Sample(
        PHOSPHORUS,
        2,
        Sender(
            KO,
            "KR",
            "최예시",
            "예시 블루센서",
            "현장형 인산염 분석기를 만드는 회사입니다. 시험 운전에 분석기 두 대를 무상으로 제공할 수 있습니다.",
            shares_contact=True,
        ),
    ),
)


def sample_expressions() -> None:
    """Play all samples; nobody is written to, as their addresses belong to nobody."""
    last = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    now = clock.now()
    for number, sample in enumerate(SAMPLES, 1):
        _play(sample, number, now)
    # What was told so long ago need not be told today.
    queued = Job.objects.filter(pk__gt=last)
    runs = list(queued.values_list("run", flat=True))
    queued.delete()
    DBTaskResult.objects.filter(pk__in=runs).delete()


def _play(sample: Sample, number: int, now: datetime) -> None:
    expression = _sent(sample, number, now - timedelta(days=sample.days))
    staff = get_user_model().objects.get(username="helpdesk")
    for move in sample.moves:
        at = now - timedelta(days=move.days)
        with clock.as_of(at):
            if move.state == ExpressionState.WITHDRAWN:
                steps.withdraw(expression)
                continue
            if not move.words:
                Reading.objects.create(ref=expression.ref, at=at, by=staff, way=Manner.PAGE)
            if expression.assigned_to is None:
                expression.assigned_to = staff
                expression.save(update_fields=["assigned_to"])
                Assignment.objects.create(expression=expression, by=staff, to=staff)
            if move.state == FORWARDED:
                _forward(expression, staff, at, now)
            elif move.words:
                steps.advance(expression, move.state, by_owner=True, told=move.words)
            else:
                steps.advance(
                    expression, move.state, staff, told=_canned(move.answer, sample.sender.language)
                )
    # The reminders that these would have had by now.
    if expression.is_overdue(now):
        Expression.objects.filter(pk=expression.pk).update(reminded_at=now)


def _sent(sample: Sample, number: int, at: datetime) -> Expression:
    """Fill in the form and send it."""
    sender = sample.sender
    opportunity = Opportunity.objects.get(slug=sample.opportunity)
    with translation.override(sender.language):
        with clock.as_of(at - FILLING_IN):
            opened = ExpressionForm(matter=matter_of(opportunity)).initial["opened"]
        with clock.as_of(at):
            given = {
                "person": sender.person,
                "organization_name": sender.organization,
                "country": sender.side,
                "email": f"sample-{number}@example.org",
                "phone": "+82 2 0000 0000" if sender.side == "KR" else "+86 10 0000 0000",
                "message": sender.message,
                "consent": "on",
                "opened": opened,
                **({"consent_across": "on"} if sender.agrees_across else {}),
                **({"shares_contact": "on"} if sender.shares_contact else {}),
            }
            form = ExpressionForm(given, matter=matter_of(opportunity))
            if not form.is_valid():
                raise ValueError(f"sample {number} is refused: {form.errors.as_json()}")
            return sending.take(opportunity, form, _answers(opportunity, sample))


def _answers(opportunity: Opportunity, sample: Sample) -> list[dict[str, object]]:
    """All questions with yes, the last with no where the sample does not fit."""
    answers = []
    criteria = list(opportunity.criteria.all())
    for criterion in criteria:
        question, language = wording(criterion, "question", sample.sender.language)
        is_yes = sample.fits or criterion is not criteria[-1]
        answers.append({"question": question, "language": str(language), "answer": is_yes})
    return answers


def _forward(expression: Expression, staff: object, at: datetime, now: datetime) -> None:
    """Hand it on as the mail would have gone, with the reminder that an owner has had who is silent since then."""
    offered = offer(expression)
    if offered.contact is None:
        raise ValueError(f"no contact of the owner for {expression.opportunity.ref}")
    forwarding = forward(expression, staff, offered.contact, offered.fields)
    forwarding.sent_at = at
    reminded_at = at + ANSWER_WITHIN
    forwarding.reminded_at = reminded_at if reminded_at < now else None
    forwarding.save(update_fields=["sent_at", "reminded_at"])


def _canned(name: str, language: str) -> str:
    return wording(CannedAnswer.objects.get(name_en=name), "body", language)[0] if name else ""
