// What a page of a signed-in person does before its WASM takes it over. Until then it is plain HTML: links and forms work, and what
// is typed stays. This adds what HTML lacks: Enter sends, a form goes out once, a theme is seen at once, and a click on what only
// the page itself can do waits for it.

const page = document.documentElement;
const isAwake = () => "awake" in page.dataset;

/** Clicks that wait for the page. */
const late = [];

addEventListener("click", (event) => {
  const button = event.target.closest("[data-late]");
  if (button && !isAwake()) late.push(button);
});

new MutationObserver((_, observer) => {
  observer.disconnect();
  for (const button of late) if (button.isConnected) button.click();
}).observe(page, { attributeFilter: ["data-awake"] });

addEventListener("keydown", (event) => {
  const { target, key, keyCode, isComposing, shiftKey, ctrlKey, altKey, metaKey } = event;
  if (isAwake() || target.id !== "composer-input" || key !== "Enter") return;
  // 229: a key that an input method took.
  if (shiftKey || ctrlKey || altKey || metaKey || isComposing || keyCode === 229) return;
  event.preventDefault();
  if (target.value.trim()) target.form.requestSubmit();
});

// A form that the browser itself sends says so until something in it changes: it is not sent again, and the page, should it wake
// up meanwhile, leaves it alone.
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if ("sent" in form.dataset) return event.preventDefault();
    // Known once everybody has seen the event.
    setTimeout(() => {
      if (!event.defaultPrevented) form.dataset.sent = "";
    });
  },
  true,
);
addEventListener("input", ({ target }) => delete target.form?.dataset.sent, true);
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

addEventListener("change", ({ target }) => {
  if (isAwake() || target.name !== "theme") return;
  if (target.value === "system") delete page.dataset.theme;
  else page.dataset.theme = target.value;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${target.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
});
