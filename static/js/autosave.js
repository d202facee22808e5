// <form data-autosave-url="…"> with input[name=version] and [data-autosave-status role=status].
// Posts the form 1.5 s after typing, on leaving a field and on hiding the page; header X-Autosave: 1.
// Answers: 200 {saved: "15:42", version: n, missing: [[what, address], …]}; 401 {message} (the login expired); 409 {message} (somebody else saved meanwhile);
// 422 {message}. A copy stays on this computer until the server is known to have the text: by a 200, or by a page
// with [data-saved="<the form's address>"], at which app.js drops it.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("form[data-autosave-url]"), function (form) {
    var url = form.getAttribute("data-autosave-url"), key = "autosave:" + url;
    var status = form.querySelector("[data-autosave-status]") || form.appendChild(makeStatus());
    var timer = null, busy = false, again = false, stopped = false, waiting = null, sent = text();

    function makeStatus() {
      var el = document.createElement("p");
      el.className = "saved";
      el.setAttribute("role", "status");
      return el;
    }
    function text() {
      var data = new URLSearchParams();
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string" && name !== "version" && name !== "csrfmiddlewaretoken") { data.append(name, value); }
      });
      return data.toString();
    }
    function say(words, bad) {
      status.textContent = words;
      status.setAttribute("data-state", bad ? "bad" : "good");
    }
    function offer(tag, words) {
      var el = document.createElement(tag);
      el.className = "btn";
      el.textContent = words;
      status.appendChild(document.createTextNode(" "));
      return status.appendChild(el);
    }
    // [data-missing] lists what the saved text still lacks; [data-complete] is what it says when that is nothing
    function showMissing(list) {
      var el = form.querySelector("[data-missing]");
      if (!el || !list) { return; }
      el.textContent = list.length ? "还缺：" : el.getAttribute("data-complete");
      list.forEach(function (one, place) {
        if (place) { el.appendChild(document.createTextNode("、")); }
        var link = el.appendChild(document.createElement("a"));
        link.textContent = one[0];
        link.href = one[1];
      });
    }
    // <textarea data-most="20000">: the count is said near the limit and beyond it; nothing is cut off
    function count(area) {
      var most = Number(area.getAttribute("data-most")), now = Array.from(area.value).length, el = area.nextElementSibling;
      if (!el || !el.hasAttribute("data-count")) {
        el = document.createElement("p");
        el.className = "form-text";
        el.setAttribute("data-count", "");
        el.setAttribute("role", "status");
        area.parentNode.insertBefore(el, area.nextSibling);
      }
      el.textContent = now < most * 0.9 ? "" : "已写 " + now + " 个字，最多 " + most + " 个字" + (now > most ? "，请删减后再保存。" : "。");
    }
    // sending the form is what shows both texts: a reload would lose the one on this page
    function offerBoth() { offer("button", "对照两份内容"); }
    // the way through the login comes back to this page, which then offers the copy; a page logged in elsewhere has another token
    function offerLogin() { if (kept() !== null) { offer("a", "重新登录").href = url; } }
    // what somebody typed, without what the page put in
    function typedIn(text) {
      var data = new URLSearchParams(text);
      ["version", "nonce", "base"].forEach(function (name) { data.delete(name); });
      return data.toString();
    }
    // the copy carries the version it was written over: put back, it meets a newer text as a conflict and not over it
    function copyOf(now) { var version = form.elements.version; return version ? now + "&version=" + encodeURIComponent(version.value) : now; }
    function keep(value) { try { if (value === null) { sessionStorage.removeItem(key); } else { sessionStorage.setItem(key, value); } } catch (e) { /* no offline copy */ } }
    function kept() { try { return sessionStorage.getItem(key); } catch (e) { return null; } }

    function save(leaving) {
      clearTimeout(timer);
      if (form.getAttribute("data-sent")) { return; }
      var now = text();
      if (now === sent) { return; }
      keep(copyOf(now));
      if (stopped) { return; }
      if (busy) { again = true; return; }
      busy = true;
      say("正在保存…");
      var body = new URLSearchParams(now), version = form.elements.version, token = form.elements.csrfmiddlewaretoken;
      if (version) { body.append("version", version.value); }
      var headers = { "X-Autosave": "1", "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
      if (token) { headers["X-CSRFToken"] = token.value; }
      fetch(url, { method: "POST", body: body.toString(), credentials: "same-origin", headers: headers, redirect: "error", keepalive: leaving === true && now.length < 60000 })
        .then(function (answer) { return answer.json().catch(function () { return {}; }).then(function (data) { return { code: answer.status, data: data }; }); })
        .then(function (got) {
          if (got.code === 200) {
            sent = now;
            if (version && got.data.version !== undefined) { version.value = got.data.version; }
            if (text() === now) { keep(null); }
            say("已自动保存 " + (got.data.saved || ""));
            showMissing(got.data.missing);
          } else if (got.code === 409) {
            stopped = true;
            say(got.data.message || "别人刚刚修改了这里，自动保存已停止。您的文字仍在本页。", true);
            offerBoth();
          } else if (got.code === 401 || got.code === 403) {
            say(got.data.message || "登录已过期，文字暂存在本机。", true);
            offerLogin();
          } else {
            say(got.data.message || "没有保存成功，文字暂存在本机，稍后重试。", true);
          }
        })
        .catch(function () { say("网络不通，文字暂存在本机，恢复后再保存。", true); })
        .then(function () {
          busy = false;
          if (waiting) { form.requestSubmit(waiting); return; }
          if (again) { again = false; later(); }
        });
    }
    function later() { clearTimeout(timer); timer = setTimeout(save, 1500); }

    // a copy from an interrupted sitting is offered, never put in silently
    var old = kept();
    if (old && typedIn(old) === typedIn(sent)) { keep(null); }
    else if (old) {
      var restore = document.createElement("button");
      restore.type = "button";
      restore.className = "btn btn-sm";
      restore.textContent = "恢复上次未保存的文字";
      restore.addEventListener("click", function () {
        var data = new URLSearchParams(old), seen = {};
        Array.prototype.forEach.call(form.elements, function (el) {
          if (!el.name || el.name === "csrfmiddlewaretoken" || el.type === "file" || !data.has(el.name)) { return; }
          if (el.type === "radio" || el.type === "checkbox") { el.checked = data.getAll(el.name).indexOf(el.value) >= 0; }
          else if (el.tagName === "TEXTAREA" || el.tagName === "SELECT" || /^(text|number|date|time|datetime-local|hidden)$/.test(el.type)) {
            seen[el.name] = (seen[el.name] || 0) + 1;
            el.value = data.getAll(el.name)[seen[el.name] - 1] || "";
          }
        });
        restore.remove();
        save();
      });
      say("本机有一份未保存的文字。", true);
      status.parentNode.insertBefore(restore, status.nextSibling);
    }

    form.addEventListener("input", function (event) { if (event.target.hasAttribute("data-most")) { count(event.target); } });
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // on the way to a button of the form the click saves: words that change meanwhile would move the button away under it
    form.addEventListener("focusout", function (event) {
      var to = event.relatedTarget;
      if (to && to.form === form && to.type === "submit") { later(); } else { save(); }
    });
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { save(true); } });
    window.addEventListener("online", function () { save(); });
    document.addEventListener("keydown", function (event) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
    });
    // a save under way raises the version: sending the form meanwhile would meet oneself as a stranger
    form.addEventListener("submit", function (event) {
      clearTimeout(timer);
      if (busy) { event.preventDefault(); waiting = event.submitter || form.querySelector("button"); return; }
      waiting = null;
      keep(copyOf(text()));
    });
  });
})();
