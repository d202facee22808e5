// Asks once a second how far the work is, until it is over.
(function () {
  "use strict";
  function look() {
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-job]");
        var old = document.querySelector("[data-job]");
        if (!fresh || !old) { return; }
        if (!fresh.hasAttribute("data-open")) { old.replaceWith(fresh); return; }
        ["progress", "[role=status]"].forEach(function (part) {
          var here = old.querySelector(part), there = fresh.querySelector(part);
          if (here.outerHTML !== there.outerHTML) { here.replaceWith(there); }
        });
        window.setTimeout(look, 1000);
      })
      .catch(function () { window.setTimeout(look, 5000); });
  }
  window.setTimeout(look, 1000);
})();
