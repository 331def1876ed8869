"""Pages of alerts: asking for one, confirming it, looking after it, ending it."""

from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from alerts import links, subscribing, topics
from alerts.forms import SettingsForm, SubscribeForm
from alerts.models import Subscriber, Subscription, Way
from intake import limits
from intake.links import Secret
from publishing import clock, formats
from publishing.enums import Zone
from publishing.languages import LANGUAGES, Language, active
from publishing.pages import crumbs

__all__ = ["Confirm", "Manage", "Stop", "Subscribe", "erased", "sent"]


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    trail = [{"label": _("E-mail alerts"), "url": reverse("alerts:subscribe")}]
    return render(request, f"alerts/{name}.html", {"breadcrumbs": crumbs(*trail), **context}, status=status)


def _words(subscription: Subscription) -> dict[str, Any]:
    """What is subscribed to, as the pages show it; a list that no longer exists goes by its old name."""
    topic = topics.Topic(subscription.topic, subscription.query)
    known = subscription.topic in topics.every() and topic.entries() is not None
    return {
        "key": subscription.key,
        "heading": topic.heading() if subscription.topic in topics.every() else subscription.topic,
        "filters": topic.filters() if known else [],
        "url": topic.url() if known else "",
        "is_known": known,
        "rhythm": subscription.get_rhythm_display(),
        "language": formats.language_name(subscription.language, active()),
    }


class Subscribe(View):
    """The form for one list with its filters; without a list, all lists there are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET:
            return self._lists(request)
        return self._answer(request, SubscribeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SubscribeForm(request.POST)
        return self._answer(request, form)

    def _answer(self, request: HttpRequest, form: SubscribeForm) -> HttpResponse:
        try:
            topic = topics.read(request.GET)
        except topics.Unknown as unknown:
            return _page(request, "unknown", 400, problems=unknown.problems)
        status = 200
        if form.is_bound:
            if until := limits.network_waits_until(request, "alert"):
                return self._wait(request, ceil((until - clock.now()).total_seconds()))
            if form.is_valid():
                return self._take(form, topic)
            status = 400
        context = {"form": form, "topic": topic, "heading": topic.heading(), "filters": topic.filters()}
        return _page(request, "subscribe", status, **context)

    def _take(self, form: SubscribeForm, topic: topics.Topic) -> HttpResponse:
        given = form.cleaned_data
        if not form.is_trap():
            subscribing.ask(given["email"], topic, given["language"], given["rhythm"])
        return HttpResponseRedirect(reverse("alerts:sent"))

    def _wait(self, request: HttpRequest, seconds: int) -> HttpResponse:
        minutes = -(-seconds // 60)
        words = ngettext(
            "Too many alerts were asked for from your network. Try again in %(minutes)d minute.",
            "Too many alerts were asked for from your network. Try again in %(minutes)d minutes.",
            minutes,
        )
        response = _page(request, "unknown", 429, problems=[words % {"minutes": minutes}])
        response["Retry-After"] = str(seconds)
        return response

    def _lists(self, request: HttpRequest) -> HttpResponse:
        addresses = {}
        for each in LANGUAGES:
            with override(each):
                addresses[each] = request.build_absolute_uri(reverse("alerts:subscribe"))
        lists = [
            {"heading": topic.heading(), "url": f"?{topic.parameters()}"}
            for topic in map(topics.Topic, topics.every())
        ]
        return _page(
            request,
            "lists",
            breadcrumbs=crumbs({"label": _("E-mail alerts")}),
            lists=sorted(lists, key=lambda each: each["heading"].casefold()),
            canonical_url=addresses[active()],
            alternates=[{"html_lang": each.html_lang, "url": url} for each, url in addresses.items()],
            x_default_url=addresses[Language.ENGLISH],
        )


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for whatever address was given."""
    return _page(request, "sent")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """That an address is gone."""
    return _page(request, "erased")


@method_decorator(never_cache, name="dispatch")
class Confirm(Secret):
    """Asks with a button, because programs open the links in mails as well."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriber = self._subscriber(token)
        waiting = [_words(each) for each in subscribing.pending(subscriber)]
        if not waiting:
            return self._managed(subscriber)
        return _page(request, "confirm", waiting=waiting)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriber = self._subscriber(token)
        keys = [] if "refuse" in request.POST else request.POST.getlist("alert")
        if not keys and "refuse" not in request.POST and subscribing.pending(subscriber).exists():
            return _page(
                request,
                "confirm",
                400,
                waiting=[_words(each) for each in subscribing.pending(subscriber)],
                problem=_("Choose at least one alert."),
            )
        subscribing.confirm(subscriber, keys)
        if not subscriber.pk or not Subscriber.objects.filter(pk=subscriber.pk).exists():
            return HttpResponseRedirect(reverse("alerts:erased"))
        return self._managed(subscriber)

    def _subscriber(self, token: str) -> Subscriber:
        key = links.key_of(links.CONFIRM, token)
        subscriber = subscribing.confirmable(key) if key else None
        if subscriber is None:
            raise Http404
        return subscriber

    def _managed(self, subscriber: Subscriber) -> HttpResponse:
        address = reverse("alerts:manage", args=[links.token(links.MANAGE, subscriber.key)])
        return HttpResponseRedirect(f"{address}?done=confirmed")


class Manage(Secret):
    """All alerts of one address, which the page itself does not name."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        rows = self._rows(self._subscriber(token))
        done = self._done().get(request.GET.get("done", ""), "")
        shown = [(each, SettingsForm(initial=self._settings(each), prefix=each.key)) for each in rows]
        return self._shown(request, shown, done=done)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriber = self._subscriber(token)
        if "erase" in request.POST:
            subscribing.erase(subscriber, Way.READER)
            return HttpResponseRedirect(reverse("alerts:erased"))
        rows = self._rows(subscriber)
        step, key = next(
            ((each, request.POST[each]) for each in self._steps() if each in request.POST), ("", "")
        )
        subscription = next((each for each in rows if each.key == key), None)
        if subscription is None:
            # Ended in another window, or nothing that this page sends.
            return HttpResponseRedirect(request.path)
        form = SettingsForm(request.POST, prefix=key)
        if step == "save" and not form.is_valid():
            others = [(each, SettingsForm(initial=self._settings(each), prefix=each.key)) for each in rows]
            return self._shown(
                request, [(each, form if each is subscription else own) for each, own in others], 400
            )
        if step == "save":
            subscribing.change(subscription, form.cleaned_data["language"], form.cleaned_data["rhythm"])
        elif step == "stop" and subscribing.stop(subscription):
            return HttpResponseRedirect(reverse("alerts:erased"))
        elif step == "pause":
            subscribing.pause(subscription)
        elif step == "resume":
            subscribing.resume(subscription)
        return HttpResponseRedirect(f"{request.path}?done={step}")

    def _subscriber(self, token: str) -> Subscriber:
        key = links.key_of(links.MANAGE, token)
        subscriber = Subscriber.objects.filter(key=key).first() if key else None
        if subscriber is None:
            raise Http404
        return subscriber

    def _rows(self, subscriber: Subscriber) -> list[Subscription]:
        return list(subscriber.subscriptions.filter(confirmed_at__isnull=False))

    def _settings(self, subscription: Subscription) -> dict[str, Any]:
        return {"language": subscription.language, "rhythm": subscription.rhythm}

    def _shown(
        self,
        request: HttpRequest,
        rows: list[tuple[Subscription, SettingsForm]],
        status: int = 200,
        done: str = "",
    ) -> HttpResponse:
        alerts = [
            {
                **_words(each),
                "form": form,
                "paused": formats.moment(each.paused_at, Zone.SEOUL, active()) if each.paused_at else "",
            }
            for each, form in rows
        ]
        return _page(request, "manage", status, alerts=alerts, done=done)

    def _steps(self) -> tuple[str, ...]:
        return ("save", "pause", "resume", "stop")

    def _done(self) -> dict[str, str]:
        return {
            "confirmed": _("Your alerts are confirmed."),
            "save": _("Your choice is saved."),
            "pause": _("The alert is paused."),
            "resume": _("The alert goes on. What appears from now on is sent."),
            "stop": _("The alert is stopped."),
        }


@method_decorator(csrf_exempt, name="dispatch")
class Stop(Secret):
    """Ends one alert: with a button for people, or by the one click of a mail program (RFC 8058)."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = self._subscription(token)
        return _page(request, "stop", alert=_words(subscription) if subscription else None)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscription = self._subscription(token)
        last = subscription is not None and subscribing.stop(subscription)
        return _page(request, "stopped", last=last)

    def _subscription(self, token: str) -> Subscription | None:
        """The alert, or ``None`` if it has ended; what was not signed here leads nowhere."""
        key = links.key_of(links.STOP, token)
        if key is None:
            raise Http404
        return Subscription.objects.select_related("subscriber").filter(key=key).first()
