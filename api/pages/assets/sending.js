// A table that could not be sent is said not to have been: the form stays as it is.

const told = () => document.getElementById("unsent");

for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, () => {
    told().hidden = false;
  });
}
document.addEventListener("htmx:beforeRequest", () => {
  told().hidden = true;
});
