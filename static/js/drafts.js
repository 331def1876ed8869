// Keeps what is written in a form in this browser until it is sent. Nothing is kept of consents and other boxes,
// of hidden fields, passwords and files. form[data-draft="name"] is kept, [data-draft-sent="name"] forgets it.

const DAYS = 14;
const KEPT = "input:not([type=checkbox], [type=hidden], [type=password], [type=file]), textarea, select";
const place = (name) => `draft:${name}`;

// Browsers may forbid to keep anything: the form then works without.
const kept = (deed) => {
  try {
    return deed(window.localStorage);
  } catch {
    return null;
  }
};
const fieldsOf = (form) => [...form.querySelectorAll(KEPT)].filter((field) => !field.closest(".trap"));

// A draft that somebody has forgotten is not kept for ever.
kept((store) => {
  for (const name of Object.keys(store).filter((each) => each.startsWith(place("")))) {
    const { at = 0 } = JSON.parse(store.getItem(name)) ?? {};
    if (Date.now() - at > DAYS * 86_400_000) store.removeItem(name);
  }
});

for (const sent of document.querySelectorAll("[data-draft-sent]")) {
  kept((store) => store.removeItem(place(sent.dataset.draftSent)));
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = place(form.dataset.draft);
  const fields = fieldsOf(form);
  const texts = fields.filter((field) => field.type !== "radio");
  const bar = form.querySelector(".draft");
  const show = (isKept) => {
    if (bar) bar.hidden = !isKept;
  };

  // What the server has sent back goes before what is kept here.
  const values = kept((store) => JSON.parse(store.getItem(name)))?.values ?? {};
  const isFresh = texts.every((field) => field.value === "" || field.value === field.dataset.initial);
  for (const field of fields) {
    if (!(field.name in values)) continue;
    if (field.type === "radio") field.checked = isFresh ? field.value === values[field.name] : field.checked;
    else if (field.value === "") field.value = values[field.name];
  }
  show(Object.keys(values).length > 0);

  const keep = () => {
    const written = texts.some((field) => field.value !== "");
    const filled = fields.filter((field) => field.value !== "" && (field.type !== "radio" || field.checked));
    const own = Object.fromEntries(filled.map((field) => [field.name, field.value]));
    kept((store) => (written
      ? store.setItem(name, JSON.stringify({ at: Date.now(), values: own }))
      : store.removeItem(name)));
    show(written && kept((store) => store.getItem(name)) !== null);
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  addEventListener("pagehide", () => {
    if (timer) keep();
  });
  bar?.querySelector("button").addEventListener("click", (event) => {
    clearTimeout(timer);
    timer = undefined;
    kept((store) => store.removeItem(name));
    for (const field of texts) field.value = "";
    const done = document.createElement("span");
    done.setAttribute("role", "status");
    bar.replaceWith(done);
    done.textContent = event.target.dataset.done;
    texts[0]?.focus();
  });
}

// How much room is left.
for (const area of document.querySelectorAll("textarea[data-left][maxlength]")) {
  const left = document.createElement("p");
  left.className = "field__help";
  area.after(left);
  const count = () => {
    left.textContent = area.dataset.left.replace("%(count)s", area.maxLength - area.value.length);
  };
  area.addEventListener("input", count);
  count();
}
