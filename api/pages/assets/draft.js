// A draft is never lost: whatever is typed stays in this browser until the server has it.
//
// The server keeps a draft at every change. Between a key pressed and the server's answer, and
// while there is no connection, the form's content is in localStorage, under the address it belongs
// to. A page that finds such content puts it back into its form and sends it again; what the form
// had seen goes with it, so that two windows still do not overwrite each other.

const AGAIN_AFTER = 4000; // milliseconds between two attempts while there is no connection

const form = () => document.getElementById("form");
const told = () => document.getElementById("told");
const key = () => `remanso:${location.pathname.replace(/^\/\w+/, "")}${location.search}`;

let waiting = false; // something was typed that the server does not have yet
let cutOff = false; // the last request did not get through
let changes = 0; // how often something was typed
let sent = 0; // how often it had been when the last request left

function wait(now) {
  waiting = now;
  document.documentElement.dataset.draft = now ? "waiting" : "kept";
}

function content() {
  return new URLSearchParams(new FormData(form()));
}

// A browser without storage still has the page, and warns on leaving it when the server is away.
function keepHere() {
  wait(true);
  changes += 1;
  try {
    localStorage.setItem(key(), content().toString());
  } catch {}
}

function keptHere() {
  try {
    return localStorage.getItem(key());
  } catch {
    return null;
  }
}

function forget() {
  wait(false);
  try {
    localStorage.removeItem(key());
  } catch {}
}

function tell(words, kind) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = words;
  line.ariaHidden = kind.includes("quiet"); // read aloud is only what came of it
  told().replaceChildren(line);
}

function saysTheSame(one, other) {
  const plain = (said) => [...said].filter(([name]) => name !== "seen").join("&");
  return plain(one) === plain(other);
}

function putBack() {
  const kept = keptHere();
  if (kept === null) return;
  const said = new URLSearchParams(kept);
  if (saysTheSame(said, content())) {
    forget();
    return;
  }
  for (const field of form().elements) {
    if (!field.name || field.type === "submit" || field.name === "open") continue;
    const values = said.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else {
      field.value = values[0] ?? "";
    }
  }
  wait(true);
  tell(form().dataset.broughtBack, "note");
  again();
}

function again() {
  if (waiting && form()) window.htmx.trigger(form(), "again");
}

function failed(words) {
  wait(true);
  cutOff = true;
  tell(words, "note");
  setTimeout(again, AGAIN_AFTER);
}

const isOurs = (event) => Boolean(event.detail.elt?.closest?.("#form"));

document.addEventListener("input", (event) => {
  if (event.target.closest("#form")) keepHere();
});
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!isOurs(event)) return;
  sent = changes;
  if (!told().querySelector(".note")) tell(form().dataset.keeping, "quiet small");
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!isOurs(event) || event.detail.failed) return;
  cutOff = false;
  // While two windows clash, the form still holds one side of it, and so does this browser.
  if (event.detail.xhr.status === 200 && sent === changes) forget();
});
document.body.addEventListener("htmx:sendError", (event) => {
  if (isOurs(event)) failed(form().dataset.notKept);
});
document.body.addEventListener("htmx:responseError", (event) => {
  if (!isOurs(event)) return;
  if (event.detail.xhr.status === 404) {
    tell(form().dataset.gone, "note bad"); // asking again would not bring it back
    return;
  }
  failed(form().dataset.refused);
});
// Whoever does not see the mark is told by the field itself that it cannot be read.
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const slot = event.detail.target;
  if (!slot.classList.contains("slot")) return;
  const faulty = slot.querySelector(".fault") !== null;
  const typed = ":scope > .number input, :scope > p > input, :scope > input";
  for (const field of slot.parentElement.querySelectorAll(typed)) {
    if (faulty) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
});
// A form that came in the place of another has lost the focus: it goes on at the entry that the
// button was about, in its first field, or at what can be done with it.
document.body.addEventListener("htmx:afterSettle", () => {
  const anchor = form()?.dataset.attended;
  if (!anchor) return;
  delete form().dataset.attended;
  const entry = document.getElementById(anchor);
  const field = ".question :is(input, select):not([type=hidden])";
  (entry.querySelector(field) ?? entry.querySelector("button")).focus();
});
window.addEventListener("online", again);

// A button that leaves the page sends the form itself; what this browser keeps meanwhile is
// forgotten when the page is seen again and says the same.
document.addEventListener("submit", (event) => {
  if (event.target === form()) wait(false);
});
window.addEventListener("beforeunload", (event) => {
  if (waiting && cutOff) event.preventDefault();
});
window.addEventListener("pagehide", () => {
  if (waiting && !cutOff) navigator.sendBeacon(form().action, content());
});

// On a narrow screen the parts of the description stand folded above the form.
if (matchMedia("(max-width: 60rem)").matches) {
  document.querySelector("#parts details")?.removeAttribute("open");
}

// htmx looks at the page when the document is there, and hears nothing before.
document.addEventListener("DOMContentLoaded", putBack);
