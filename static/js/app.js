// Small comforts over pages that work without them. No dependencies; Chromium 86.
(function () {
  "use strict";
  var root = document.documentElement;
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function remember(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* private window */ } }
  function recall(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }

  // display switches
  all("[data-theme-switch]").forEach(function (button) {
    button.addEventListener("click", function () {
      var theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", theme);
      remember("theme", theme);
    });
  });
  all("[data-elder]").forEach(function (button) {
    button.addEventListener("click", function () {
      var on = root.classList.toggle("elder");
      document.cookie = "elder=" + (on ? "1" : "") + "; path=/; samesite=lax; max-age=" + (on ? 31536000 : 0) + (location.protocol === "https:" ? "; secure" : "");
    });
  });

  // a form that saves itself keeps a copy on this computer until a page says that the server has the text, or it is given up
  function drop(url) { try { sessionStorage.removeItem("autosave:" + url); } catch (e) { /* nothing kept */ } }
  all("[data-saved]").forEach(function (el) { drop(el.getAttribute("data-saved")); });
  all("[data-give-up]").forEach(function (link) {
    link.addEventListener("click", function () { drop(link.getAttribute("data-give-up")); });
  });

  // the second link that skips leads to the page's main action, where it has one
  var toAction = document.querySelector("[data-to-action]"), action = document.querySelector("main .btn-primary");
  if (toAction && action) {
    toAction.hidden = false;
    toAction.addEventListener("click", function (event) { event.preventDefault(); action.focus(); });
  }

  // messages: said again once the page stands so that screen readers hear them; all but errors leave after 8 s
  var box = document.querySelector(".messages");
  if (box) {
    setTimeout(function () {
      Array.prototype.slice.call(box.children).forEach(function (message) {
        box.appendChild(message);
        if (message.classList.contains("message-error")) { return; }
        var timer, wait = function () { timer = setTimeout(function () { message.remove(); }, 8000); };
        wait();
        ["mouseenter", "focusin"].forEach(function (name) { message.addEventListener(name, function () { clearTimeout(timer); }); });
        ["mouseleave", "focusout"].forEach(function (name) { message.addEventListener(name, function () { clearTimeout(timer); wait(); }); });
      });
    }, 150);
    box.addEventListener("click", function (event) {
      var button = event.target.closest("[data-close]");
      if (button) { button.closest(".message").remove(); }
    });
  }

  // the error summary (or a conflict) takes the focus
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // a wide table opens at the current month (th.now), a step strip at the current step
  all(".scroller, .steps, .tabs").forEach(function (scroller) {
    var now = scroller.querySelector(".now, [aria-current]");
    if (now && scroller.scrollWidth > scroller.clientWidth) { scroller.scrollLeft += now.getBoundingClientRect().right - scroller.getBoundingClientRect().left - scroller.clientWidth * 0.8; }
  });

  // a <details class="menu"> closes on Escape and on a click elsewhere
  document.addEventListener("click", function (event) {
    all("details.menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    all("details.menu[open]").forEach(function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // a citation opens its article beside the page; where that fails, the link leads to it
  var note = document.getElementById("note");
  function showNote(link) {
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var part = new DOMParser().parseFromString(text, "text/html").getElementById(link.getAttribute("data-note"));
      var title = part.querySelector("h2");
      document.getElementById("note-title").textContent = title.textContent;
      title.remove();
      document.getElementById("note-text").replaceChildren.apply(document.getElementById("note-text"), Array.prototype.slice.call(part.childNodes));
      document.getElementById("note-more").href = link.href;
      note.showModal();
    }).catch(function () { location.assign(link.href); });
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-note]");
    if (!link || !note || !note.showModal || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    showNote(link);
  });

  // one submit only: the buttons rest until the page is shown again; the pressed one still sends its name
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-repeat")) { return; }
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    setTimeout(function () {
      if (event.defaultPrevented) { form.removeAttribute("data-sent"); return; }
      Array.prototype.forEach.call(form.elements, function (el) { if (el.type === "submit" && !el.disabled) { el.disabled = true; el.setAttribute("data-rests", "1"); } });
    }, 0);
    if (form.hasAttribute("data-wipe")) { try { sessionStorage.clear(); } catch (e) { /* nothing kept */ } }
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
    all("[data-rests]").forEach(function (el) { el.disabled = false; el.removeAttribute("data-rests"); });
  });

  // [data-copy] copies a field; what became of it stands beside the button
  function copied(field) {
    field.focus();
    field.select();
    if (navigator.clipboard) { return navigator.clipboard.writeText(field.value); }
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var told = button.parentNode.querySelector("[role=status]");
    copied(document.getElementById(button.getAttribute("data-copy"))).then(
      function () { told.textContent = told.getAttribute("data-copied"); },
      function () { told.textContent = told.getAttribute("data-not-copied"); }
    );
  });

  // [data-print] prints; [data-submit-on-change] filters send themselves
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
  });
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-submit-on-change")) { form.submit(); }
  });

  // keyboard: off in fields, with modifiers, and by the switch in the help sheet
  var sheet = document.getElementById("keys"), toggle = document.getElementById("keys-on"), before = "";
  function showKeys() {
    all("details.menu[open]").forEach(function (menu) { menu.open = false; });
    if (sheet && sheet.showModal && !sheet.open) { sheet.showModal(); }
  }
  if (toggle) {
    toggle.checked = recall("keys") !== "off";
    toggle.addEventListener("change", function () { remember("keys", toggle.checked ? "on" : "off"); });
  }
  all("[data-keys]").forEach(function (button) { button.addEventListener("click", showKeys); });
  // Ctrl+S presses the button that saves; a form that saves itself has its own (autosave.js)
  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s" || recall("keys") === "off") { return; }
    var saves = all("main form[method=post]:not([data-autosave-url]) button").filter(function (button) { return /^(保存|存)/.test(button.textContent.trim()); });
    var button = saves.filter(function (one) { return one.form.contains(document.activeElement); })[0] || (saves.length === 1 ? saves[0] : null);
    if (button) { event.preventDefault(); button.click(); }
  });
  document.addEventListener("keydown", function (event) {
    var target = event.target, last = before;
    before = "";
    if (!sheet || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || recall("keys") === "off") { return; }
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || document.querySelector("dialog[open]")) { return; }
    if (event.key === "?") { showKeys(); }
    else if (event.key === "/") {
      var search = all("[role=search] [type=search]").filter(function (field) { return field.offsetParent; })[0];
      event.preventDefault();
      if (search) { search.focus(); } else { location.assign("/search/"); }
    } else if (event.key === "n") {
      var link = document.querySelector("[data-shortcut=n]"), url = document.body.getAttribute("data-new-url");
      if (link) { link.click(); } else if (url) { location.assign(url); }
    } else if (event.key === "g") { before = "g"; }
    else if (event.key === "h" && last === "g") { location.assign("/"); }
  });
})();
