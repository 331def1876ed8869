"""What happens beside a publication: a stored queue with retries, its worker and its alarms.

A job is queued in the transaction of the action that causes it, so both happen or neither. Nothing that the public
sees waits for one::

    @jobs.job(_("Tell the press"))
    def tell_the_press(entry_id: int) -> None: ...

    jobs.enqueue(tell_the_press, key=str(entry.pk), entry_id=entry.pk)
    jobs.send_mail("a@example.org", "press_link", {"url": url}, "ko")
"""

from publishing.jobs.alarms import Alarm, alarm_source, alarms, alarms_for
from publishing.jobs.chores import prepare_image, render_image
from publishing.jobs.mail import send_mail
from publishing.jobs.queue import JobError, enqueue, give_up, job, run_again
from publishing.jobs.running import run_due

__all__ = [
    "Alarm",
    "JobError",
    "alarm_source",
    "alarms",
    "alarms_for",
    "enqueue",
    "give_up",
    "job",
    "prepare_image",
    "render_image",
    "run_again",
    "run_due",
    "send_mail",
]
