// Words with an explanation: it opens where they stand, at focus, touch and hover (WCAG 1.4.13).
(function () {
  "use strict";

  var SOON = 200; // milliseconds a pointer may take on its way to the card, or across a word
  var GAP = 8;
  var words = window.samloftWords || {};
  var open = null;
  var waiting = 0;

  function hide() {
    clearTimeout(waiting);
    if (open) {
      open.card.hidePopover();
      open.card.classList.remove("sl-termcard--touched");
      open = null;
    }
  }

  // Below the word, or above it where there is no room; never outside the window.
  function place() {
    var at = open.link.getBoundingClientRect();
    var card = open.card.getBoundingClientRect();
    var most = document.documentElement.clientWidth - card.width - GAP;
    var below = at.bottom + GAP;
    var above = at.top - card.height - GAP;
    var isBelow = below + card.height <= innerHeight || above < 0;
    open.card.style.left = Math.max(GAP, Math.min(at.left, most)) + "px";
    open.card.style.top = (isBelow ? below : above) + "px";
  }

  function show(link, card) {
    clearTimeout(waiting);
    if (!open || open.link !== link) {
      hide();
      link.after(card);
      open = { link: link, card: card };
      card.showPopover();
    }
    place();
  }

  function later(what) {
    clearTimeout(waiting);
    waiting = setTimeout(what, SOON);
  }

  // What a finger needs, which has neither Escape nor a way past the card.
  function withButtons(card, link) {
    if (!card.querySelector("button")) {
      var foot = document.createElement("p");
      var more = document.createElement("a");
      var close = document.createElement("button");
      foot.className = "sl-termcard__foot";
      more.textContent = words.termMore;
      close.type = "button";
      close.className = "sl-termcard__close";
      close.textContent = words.termClose;
      close.addEventListener("click", hide);
      foot.append(more, close);
      card.append(foot);
    }
    card.querySelector(".sl-termcard__foot a").href = link.href;
    card.classList.add("sl-termcard--touched");
  }

  function setUp(link, card) {
    var touched = false;
    link.setAttribute("aria-describedby", card.id);
    link.addEventListener("pointerenter", function (event) {
      if (event.pointerType === "mouse") {
        later(function () {
          show(link, card);
        });
      }
    });
    link.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse" && document.activeElement !== link) {
        later(hide);
      }
    });
    link.addEventListener("focus", function () {
      if (link.matches(":focus-visible")) {
        show(link, card);
      }
    });
    link.addEventListener("blur", function () {
      if (!card.classList.contains("sl-termcard--touched")) {
        hide();
      }
    });
    link.addEventListener("pointerdown", function (event) {
      touched = event.pointerType !== "mouse";
    });
    link.addEventListener("click", function (event) {
      if (touched) {
        event.preventDefault();
        show(link, card);
        withButtons(card, link);
        place();
      }
      touched = false;
    });
  }

  function prepare(card) {
    card.popover = "manual";
    card.addEventListener("pointerenter", function () {
      clearTimeout(waiting);
    });
    card.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse" && document.activeElement !== (open || {}).link) {
        later(hide);
      }
    });
    return card;
  }

  function setUpCards() {
    document.querySelectorAll("a.sl-term").forEach(function (link) {
      var card = document.getElementById("sl-term:" + decodeURIComponent(link.hash.slice(1)));
      if (card) {
        setUp(link, card.popover ? card : prepare(card));
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && open) {
        hide();
      }
    });
    document.addEventListener("pointerdown", function (event) {
      if (open && !open.card.contains(event.target) && event.target !== open.link) {
        hide();
      }
    });
    ["scroll", "resize"].forEach(function (name) {
      addEventListener(name, function () {
        if (open) {
          place();
        }
      });
    });
  }

  // --- The vocabulary: a field that leaves the words that hold what is typed.

  function setUpFilter(letters) {
    var form = document.querySelector("[data-sl-filter]");
    var field = form.querySelector("input");
    var status = form.querySelector("[role=status]");
    var parts = [];

    form.hidden = false;

    // Each letter with its words, each word with all up to the next heading.
    Array.from(letters.parentNode.children).forEach(function (each) {
      var last = parts[parts.length - 1];
      if (each.tagName === "H2") {
        parts.push({ heading: each, terms: [] });
      } else if (last && each.tagName === "H3") {
        last.terms.push({ nodes: [each], text: each.textContent.toLowerCase() });
      } else if (last && last.terms.length) {
        var term = last.terms[last.terms.length - 1];
        term.nodes.push(each);
        term.text += " " + each.textContent.toLowerCase();
      }
    });

    field.addEventListener("input", function () {
      var typed = field.value.normalize("NFC").toLowerCase().trim();
      var count = 0;
      parts.forEach(function (part) {
        var shown = part.terms.filter(function (term) {
          var isShown = term.text.indexOf(typed) >= 0;
          term.nodes.forEach(function (node) {
            node.hidden = !isShown;
          });
          return isShown;
        });
        part.heading.hidden = !shown.length;
        count += shown.length;
      });
      letters.hidden = Boolean(typed);
      status.textContent = typed ? words.termShown.replace(/\{+\}+/, count) : "";
    });
  }

  if (HTMLElement.prototype.showPopover) {
    setUpCards();
  }
  document.querySelectorAll(".sl-letters").forEach(setUpFilter);
})();
