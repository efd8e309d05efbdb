// What is folded away is fetched when it is opened: the link inside says where it is, and stays
// the way to it where this does not run.

const FOLDED = ":scope > .fetched > a, :scope > .because > .fetched > a";

async function fetched(details) {
  for (const link of details.querySelectorAll(FOLDED)) {
    const place = link.parentElement;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // No connection: the link stays, and may be tried again.
    }
    place.removeAttribute("aria-busy");
  }
}

function opened(event) {
  if (event.target.matches("details[open]")) fetched(event.target);
}

// A link to an option in a folded part opens that part, and the option with it.
function reveal() {
  const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!found) return;
  for (let part = found; part; part = part.parentElement) {
    if (part.matches("details")) part.open = true;
  }
  found.querySelector(":scope > details")?.setAttribute("open", "");
  found.scrollIntoView();
}

addEventListener("toggle", opened, true);
addEventListener("hashchange", reveal);
document.querySelectorAll("details[open]").forEach(fetched);
reveal();
