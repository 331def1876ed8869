// Says on the page, instead of in the console, that a security key did not answer.
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("key-error");
  if (note) {
    event.preventDefault();
    note.hidden = false;
  }
});
