// What is typed is kept on the server until it is saved, and in this window for as long as the server cannot be reached.
(() => {
  const box = document.querySelector("[data-together]");
  if (!box) return;
  const form = box.closest("form");
  const { unsaved: url, page } = box.dataset;
  const path = location.pathname;
  const copy = `unsaved ${path}`;
  const line = box.querySelector("[data-kept]");
  const LOOK = 1500; // ms between two looks at the form
  const LONGEST = 10_000; // ms somebody types without a pause before it is kept all the same
  const RETRY = 8000;
  const BEACON = 60_000; // bytes that a browser sends for a page that goes

  // Where there is room, beside the buttons that stay in sight.
  if (matchMedia("(min-width: 768px)").matches) form.querySelector(".submit-row")?.append(line);

  let touched = "typed" in box.dataset;
  let base = touched ? "" : read(); // as it is stored
  let kept = base;
  let last = base;
  let since = 0;
  let leaving = false;
  let waiting = 0;
  let running = null;

  function read() {
    const fields = [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
    return JSON.stringify(fields);
  }

  const bodyOf = (fields) => `{"path":${JSON.stringify(path)},"page":${JSON.stringify(page)},"fields":${fields}}`;

  // --- Saying what became of it ---

  function say(words, isProblem) {
    line.hidden = false;
    line.classList.toggle("problem", isProblem);
    if (typeof words === "string") line.textContent = words;
    else line.replaceChildren(words);
  }

  const prepared = (name) =>
    box.querySelector("[data-words]").content.querySelector(`[data-${name}]`).cloneNode(true);

  // --- Sending ---

  async function send(body, options = {}) {
    const token = form.elements.csrfmiddlewaretoken.value;
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      redirect: "manual",
      body,
      ...options,
    });
  }

  // After signing in anew in another window, forms of this page are sent with the word of the new session.
  async function renewToken() {
    const response = await fetch(url, { redirect: "manual" });
    if (!response.ok) return false;
    const { token } = await response.json();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  }

  async function keep(fields) {
    try {
      let response = await send(bodyOf(fields));
      if (response.status === 403 && (await renewToken())) response = await send(bodyOf(fields));
      if (response.ok) {
        kept = fields;
        sessionStorage.removeItem(copy);
        say((await response.json()).words, false);
        return "kept";
      }
      const isOut = response.type === "opaqueredirect" || response.status === 403;
      hold(fields);
      say(prepared(isOut ? "signed-out" : "refused"), true);
      return isOut ? "signed-out" : "refused";
    } catch {
      hold(fields);
      say(prepared("unreachable"), true);
      return "unreachable";
    }
  }

  function hold(fields) {
    try {
      sessionStorage.setItem(copy, JSON.stringify({ page, fields }));
    } catch {
      // The window's own store is full; the line below the heading says that nothing is kept.
    }
  }

  // --- Looking at the form ---

  function look() {
    if (leaving || running) return;
    const now = read();
    if (!touched) {
      // The editor puts what it shows into an order of its own.
      base = kept = last = now;
      return;
    }
    if (now === kept) return;
    if (now !== last) {
      last = now;
      since ||= Date.now();
      if (Date.now() - since < LONGEST) return;
    }
    if (Date.now() < waiting) return;
    since = 0;
    running = keep(now).then((result) => {
      running = null;
      waiting = result === "kept" ? 0 : Date.now() + RETRY;
    });
  }

  for (const kind of ["input", "change", "keydown", "pointerdown"]) {
    form.addEventListener(kind, (event) => {
      if (event.target.closest("[type=submit], [data-offer]")) return;
      touched = true;
    });
  }
  setInterval(look, LOOK);

  // --- Saving and leaving ---

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (leaving || !touched || read() === kept) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    Promise.resolve(running)
      .then(() => keep(read()))
      .then((result) => {
        // Without a session or a server the page stays, with everything on it.
        if (result === "signed-out" || result === "unreachable") return;
        leaving = true;
        form.requestSubmit(button);
      });
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && touched && read() !== base) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (leaving || !touched) return;
    const fields = read();
    if (fields === kept) return;
    const body = bodyOf(fields);
    if (new Blob([body]).size < BEACON) send(body, { keepalive: true }).catch(() => hold(fields));
    else hold(fields);
  });

  // --- What an earlier page could not send ---

  async function bringIn() {
    const stored = sessionStorage.getItem(copy);
    if (!stored || touched) return;
    const { page: earlier, fields } = JSON.parse(stored);
    const response = await send(`{"path":${JSON.stringify(path)},"page":${JSON.stringify(earlier)},"fields":${fields}}`);
    if (!response.ok) return;
    sessionStorage.removeItem(copy);
    leaving = true;
    location.reload();
  }
  bringIn().catch(() => say(prepared("unreachable"), true));

  for (const offer of box.querySelectorAll("[data-offer]")) {
    const button = offer.querySelector("[data-discard]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const response = await send(JSON.stringify({ discard: Number(offer.dataset.offer) }));
        if (response.ok) offer.remove();
      } catch {
        say(prepared("unreachable"), true);
      }
      button.disabled = false;
    });
  }
})();
