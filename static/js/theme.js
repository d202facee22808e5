// Runs in <head> before the first paint: dark or light, and the class that says scripts work.
(function () {
  var root = document.documentElement, theme = null;
  try { theme = localStorage.getItem("theme"); } catch (e) { /* storage refused: follow the system */ }
  if (theme !== "dark" && theme !== "light") {
    theme = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.setAttribute("data-bs-theme", theme);
  root.classList.add("js");
})();
