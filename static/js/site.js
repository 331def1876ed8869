// Pages are complete without this: it only saves steps. One block per feature, no feature needs another.

// What has happened is said to those who cannot see it.
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);
const say = (words) => {
  status.textContent = words;
};

// Buttons that copy a text, print the page or hand its address on appear where the browser can do it.
const deeds = {
  copy: navigator.clipboard && (async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.textContent;
    button.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  }),
  print: () => window.print(),
  share: navigator.share && ((button) => navigator.share({ title: document.title, url: button.dataset.share })),
};
const reveal = () => {
  for (const [name, can] of Object.entries(deeds)) {
    for (const button of document.querySelectorAll(`[data-${name}]`)) button.hidden = !can;
  }
};
reveal();
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const name = button && Object.keys(deeds).find((each) => each in button.dataset);
  if (name && button.textContent !== button.dataset.done) {
    // Whoever closes the sheet or forbids the clipboard has chosen so.
    Promise.resolve(deeds[name](button)).catch((error) => error.name === "AbortError" || say(error.message));
  }
});

// A list with its filters changes in place: the same address is fetched, and its parts are put in.
if (document.querySelector("[data-in-place]")) {
  const PARTS = ["languages", "filters", "results"];
  const LINKS = 'link[rel="canonical"], link[rel="alternate"], meta[name="robots"]';
  const here = () => location.pathname + location.search;
  let shown = here();
  let asked;

  const visit = async (url, isNew) => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    document.getElementById("results").setAttribute("aria-busy", "true");
    let page;
    try {
      const answer = await fetch(url, { signal });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      page = null;
    }
    if (signal.aborted) return;
    if (!page || !PARTS.every((id) => page.getElementById(id))) {
      location.assign(url);
      return;
    }
    if (isNew) history.pushState(null, "", url);
    shown = here();
    const focused = document.activeElement.id;
    page.querySelector("#filters details")?.toggleAttribute(
      "open", Boolean(document.querySelector("#filters details")?.open));
    for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
    for (const old of document.head.querySelectorAll(LINKS)) old.remove();
    document.head.append(...page.head.querySelectorAll(LINKS));
    document.title = page.title;
    reveal();
    say(document.getElementById("total")?.textContent ?? "");
    const kept = focused && document.getElementById(focused);
    (kept || document.getElementById("results")).focus({ preventScroll: Boolean(kept) });
  };
  const send = (form) => {
    const filled = [...new FormData(form)].filter(([, value]) => value.trim());
    const query = new URLSearchParams(filled).toString();
    visit(form.action + (query && `?${query}`), true);
  };

  const folded = document.querySelector("#filters details");
  if (folded && !CSS.supports("selector(::details-content)")) {
    folded.open = matchMedia("(min-width: 60rem)").matches;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("#filters select")) send(event.target.form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#filters")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#filters a, #results a");
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || link.origin + link.pathname !== location.origin + location.pathname) return;
    event.preventDefault();
    visit(link.href, true);
  });
  addEventListener("popstate", () => {
    if (shown !== here()) visit(location.href, false);
  });
}

// A search box suggests titles and names while somebody types; the form sends what was typed, as ever.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const { suggest, label } = box.dataset;
  const put = (element, own) => {
    for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
    return element;
  };
  const make = (tag, own) => put(document.createElement(tag), own);
  const id = `${box.id}-list`;
  const list = make("ul", { id, class: "suggestions", role: "listbox", "aria-label": label });
  box.after(list);
  put(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id });
  let asked, timer, at;
  const mark = (place) => {
    list.children[at]?.removeAttribute("aria-selected");
    at = place;
    const option = list.children[at];
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    put(box, { "aria-activedescendant": option?.id ?? "" });
  };
  const show = (open) => {
    list.hidden = !open;
    put(box, { "aria-expanded": open });
    mark(-1);
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    show(false);
  };
  const script = (text) => (/[가-힣]/.test(text) ? "ko" : /[一-鿿]/.test(text) ? "zh-Hans" : "en");
  const ask = async () => {
    asked?.abort();
    const { signal } = asked = new AbortController();
    try {
      const answer = await fetch(`${suggest}?q=${encodeURIComponent(box.value)}`, { signal });
      const [, titles, kinds, urls] = await answer.json();
      if (signal.aborted) return;
      list.replaceChildren(...titles.map((title, place) => {
        const option = make("li", { id: `${id}-${place}`, role: "option", "data-url": urls[place] });
        const [name, kind] = [make("span", { lang: script(title) }), make("span", {})];
        [name.textContent, kind.textContent] = [title, kinds[place]];
        option.append(name, " ", kind);
        return option;
      }));
      show(titles.length > 0);
      say(`${label}: ${titles.length}`);
    } catch {
      // Without an answer there is nothing to suggest.
      if (!signal.aborted) show(false);
    }
  };
  show(false);
  box.oninput = () => {
    clearTimeout(timer);
    if (box.value.trim()) timer = setTimeout(ask, 150);
    else close();
  };
  box.onkeydown = (event) => {
    if (event.isComposing || list.hidden) return;
    const { length } = list.children;
    if (event.key === "ArrowDown") mark(at + 1 < length ? at + 1 : -1);
    else if (event.key === "ArrowUp") mark(at < 0 ? length - 1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.url);
    else return;
    event.preventDefault();
  };
  box.onblur = close;
  list.onmousedown = (event) => event.preventDefault();
  list.onclick = (event) => location.assign(event.target.closest("li").dataset.url);
}
