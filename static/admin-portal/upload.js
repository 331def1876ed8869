// Files are sent one by one as soon as they are dropped or chosen; without this script the form sends them all at once.
(() => {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const place = form.querySelector("[data-drop-place]");
  const field = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-uploads]");
  const goOn = form.querySelector("[data-go-on]");
  const line = document.getElementById("upload-line").content;
  const queue = [];
  const added = [];
  let sending = false;

  form.querySelector("button[type=submit]").hidden = true;
  form.querySelector(".drop-words").hidden = false;

  const add = (files) => {
    for (const file of files) {
      const row = line.cloneNode(true).firstElementChild;
      row.querySelector(".upload-name").textContent = file.name;
      const state = row.querySelector(".upload-state");
      state.textContent = state.dataset.waiting;
      list.append(row);
      queue.push([file, row]);
    }
    if (!sending) next();
  };

  const finish = (row, words, failed) => {
    row.querySelector("progress").remove();
    row.querySelector(".upload-state").textContent = words;
    row.classList.add(failed ? "failed" : "done");
    next();
  };

  const next = () => {
    const [file, row] = queue.shift() || [];
    sending = Boolean(file);
    if (added.length && !sending) {
      goOn.href = form.dataset.describe + added.join(",");
      goOn.hidden = false;
    }
    if (!file) return;
    const state = row.querySelector(".upload-state");
    state.textContent = "";
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("images", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) row.querySelector("progress").value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      const result = request.status === 200 && request.response ? request.response.files[0] : null;
      if (result && result.id) added.push(result.id);
      if (!result) finish(row, state.dataset.failed, true);
      else if (result.id) finish(row, state.dataset.done, false);
      else finish(row, result.errors.join(" "), true);
    });
    request.addEventListener("error", () => finish(row, state.dataset.failed, true));
    request.send(data);
  };

  field.addEventListener("change", () => {
    add([...field.files]);
    field.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
})();
