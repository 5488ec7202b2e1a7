// Comfort for the pages without a session, which are plain forms and work without it: a form that is
// refused comes back with the password still in it, and passwords can be looked at.

/** Says on the button what is going on; it cannot be pressed meanwhile. */
function setBusy(button, isBusy) {
  button.dataset.label ??= button.textContent;
  button.textContent = isBusy ? button.dataset.busyLabel : button.dataset.label;
  if (isBusy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

/** Takes over what a refused form's page says, and keeps what was typed into the password. */
function takeOver(page) {
  const password = document.getElementById("password")?.value ?? "";
  const main = document.adoptNode(page.querySelector("main"));
  for (const field of main.querySelectorAll("[autofocus]")) field.autofocus = false;
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  const field = document.getElementById("password");
  if (field) field.value = password;
  (document.querySelector("[aria-invalid]") ?? field)?.focus();
  prepare();
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[data-busy-label]");
  if (button.hasAttribute("aria-busy")) return;
  const unreachable = document.querySelector("[data-unreachable]");
  unreachable.hidden = true;
  setBusy(button, true);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { accept: "text/html" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.redirected) return location.assign(response.url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // A refusal is answered by the form's page; anything else comes from something in between.
    if (!("refusal" in page.documentElement.dataset)) throw new Error(`status ${response.status}`);
    takeOver(page);
  } catch {
    setBusy(button, false);
    unreachable.hidden = false;
  }
}

function reveal(event) {
  const button = event.currentTarget;
  const field = document.getElementById(button.dataset.reveal);
  const isShown = field.type === "password";
  field.type = isShown ? "text" : "password";
  button.setAttribute("aria-pressed", String(isShown));
  const icon = button.querySelector("use");
  icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, isShown ? "#eye-off" : "#eye"));
}

function prepare() {
  document.querySelector("form.entry-form")?.addEventListener("submit", send);
  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", reveal);
  }
}

prepare();
