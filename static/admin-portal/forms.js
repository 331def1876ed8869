// What forms do beside being filled in: moments in words, rows of footnotes, addresses made from titles.
(() => {
  const ZONES = ["Asia/Seoul", "Asia/Shanghai", "UTC"];
  const language = document.documentElement.lang;
  const locale = { en: "en-GB", ko: "ko-KR", "zh-hans": "zh-Hans-CN" }[language] || "en-GB";
  const names = () => ({ "Asia/Seoul": gettext("Seoul"), "Asia/Shanghai": gettext("Beijing"), UTC: "UTC" });

  // --- Moments ---

  function offset(instant, zone) {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    }).formatToParts(instant);
    const part = (type) => Number(parts.find((each) => each.type === type).value);
    const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return local - instant.getTime();
  }

  function inZone(day, time, zone) {
    const asUtc = new Date(`${day}T${time}:00Z`);
    return new Date(asUtc.getTime() - offset(asUtc, zone));
  }

  // As publishing.formats writes it: a day with its weekday, then what stands between day and time.
  const DAYS = {
    "en-GB": [({ day, month, year, weekday }) => `${weekday} ${day} ${month} ${year}`, ", "],
    "ko-KR": [({ day, monthNumber, year, shortWeekday }) => `${year}. ${monthNumber}. ${day}.(${shortWeekday})`, " "],
    "zh-Hans-CN": [({ day, monthNumber, year, weekday }) => `${year}年${monthNumber}月${day}日（${weekday}）`, ""],
  };

  function dayInWords(instant, zone) {
    const part = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(instant);
    const [year, monthNumber, day] = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone })
      .format(instant)
      .split("-")
      .map(Number);
    const names = { month: part({ month: "long" }), weekday: part({ weekday: "long" }), shortWeekday: part({ weekday: "short" }) };
    return DAYS[locale][0]({ year, monthNumber, day, ...names });
  }

  function inWords(instant, first) {
    const dayIn = (zone) => dayInWords(instant, zone);
    const clockIn = (zone) =>
      new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(instant);
    let shown = "";
    return [first, ...ZONES.filter((zone) => zone !== first)]
      .map((zone) => {
        const day = dayIn(zone) === shown ? "" : `${dayIn(zone)}${DAYS[locale][1]}`;
        shown = dayIn(zone);
        return `${day}${clockIn(zone)} ${names()[zone]}`;
      })
      .join(" · ");
  }

  function zoneOf(moment, input) {
    const field = moment.dataset.zone;
    if (!field) return moment.dataset.zoneFixed;
    const own = moment.dataset.moment.split("-").pop();
    const prefix = input.name.slice(0, -`${own}_0`.length);
    const select = input.form.elements[`${prefix}${field}`];
    return select ? select.value : moment.dataset.zoneFixed;
  }

  function readBack(moment) {
    const [day, time] = moment.querySelectorAll("input");
    const output = moment.querySelector("output");
    const complete = day.value && time.value;
    output.hidden = !complete;
    output.value = complete
      ? inWords(inZone(day.value, time.value.slice(0, 5), zoneOf(moment, day)), zoneOf(moment, day))
      : "";
  }

  document.addEventListener("input", (event) => {
    const moment = event.target.closest("[data-moment]");
    if (moment) readBack(moment);
    else if (/zone$/.test(event.target.name || "")) document.querySelectorAll("[data-moment]").forEach(readBack);
  });

  // --- Footnotes ---

  function isBlank(row) {
    return [...row.querySelectorAll("input, textarea")].every((cell) => !cell.value.trim());
  }

  function addRow(notes, marker) {
    const body = notes.querySelector("tbody");
    const blank = [...body.rows].find((row) => row.hidden && isBlank(row));
    const row = blank || body.rows[0].cloneNode(true);
    row.hidden = false;
    if (!blank) {
      row.querySelectorAll("input, textarea").forEach((cell) => { cell.value = ""; });
      body.append(row);
      addRemover(row);
    }
    row.querySelector("input").value = marker;
    return row;
  }

  function addRemover(row) {
    const cell = row.cells[row.cells.length - 1];
    cell.replaceChildren();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "row-remove";
    button.textContent = "×";
    button.setAttribute("aria-label", gettext("Remove"));
    button.addEventListener("click", () => {
      row.querySelectorAll("input, textarea").forEach((each) => { each.value = ""; });
      row.hidden = true;
      row.dispatchEvent(new Event("input", { bubbles: true }));
    });
    cell.append(button);
  }

  function nextMarker(notes) {
    const used = [...notes.querySelectorAll("tr:not([hidden]) input[name$=-marker]")].map((cell) => Number(cell.value) || 0);
    return String(Math.max(0, ...used) + 1);
  }

  for (const notes of document.querySelectorAll("[data-notes]")) {
    for (const row of notes.querySelector("tbody").rows) {
      addRemover(row);
      row.hidden = isBlank(row);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "row-add";
    button.textContent = gettext("Add a footnote");
    button.addEventListener("click", () => addRow(notes, nextMarker(notes)).querySelectorAll("input")[1].focus());
    notes.append(button);
  }

  // The editor of the same text asks for a row when a mark is set.
  document.addEventListener("note:set", (event) => {
    const notes = event.target.closest("[data-panel]")?.querySelector("[data-notes]");
    if (!notes) return;
    const marker = nextMarker(notes);
    addRow(notes, marker);
    event.detail.marker = marker;
  });

  // --- Addresses ---

  for (const slug of document.querySelectorAll("[data-slug-from]")) {
    const source = document.querySelector(`[name="${slug.dataset.slugFrom}"]`);
    let own = Boolean(slug.value);
    slug.addEventListener("input", () => { own = Boolean(slug.value); });
    source?.addEventListener("input", () => {
      if (own) return;
      slug.value = source.value.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").slice(0, 70).replace(/^-+|-+$/g, "");
    });
  }

  // --- Choices have the names of their fields, also for those who hear them ---

  function nameChoices(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels[0] || document.querySelector(`label[for="${select.id}"]`);
      const heading = select.closest("td") && select.closest("table").tHead?.rows[0].cells[select.closest("td").cellIndex];
      const words = (label || heading)?.textContent.trim().replace(/[:：]$/, "");
      const shown = select.nextElementSibling;
      if (!words || !shown) continue;
      for (const part of shown.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox]")) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", words);
      }
    }
  }

  // After the admin's own scripts, which wait for the same moment, have drawn them.
  window.django?.jQuery?.(() => nameChoices(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameChoices(event.target)));

  // --- How much room is left ---

  for (const field of document.querySelectorAll("textarea[maxlength], input.text-title[maxlength]")) {
    const left = document.createElement("span");
    left.className = "room-left";
    const show = () => {
      const rest = field.maxLength - field.value.length;
      left.textContent = rest < 80 ? `${rest} ${gettext("characters left")}` : "";
    };
    field.after(left);
    field.addEventListener("input", show);
    show();
  }
})();
