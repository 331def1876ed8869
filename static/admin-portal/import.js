// A document is dropped on its field; without this script it is chosen in the field itself.
(() => {
  for (const place of document.querySelectorAll("[data-drop-place]")) {
    const field = place.querySelector("input[type=file]");
    const words = document.createElement("p");
    words.className = "drop-words";
    words.textContent = place.dataset.dropWords;
    place.prepend(words);
    for (const name of ["dragenter", "dragover"]) {
      place.addEventListener(name, (event) => {
        event.preventDefault();
        place.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
})();
