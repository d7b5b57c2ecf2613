// The facilitator's page opens the screen in a window of its own, and the two follow one another.
// Opened from a disk their origin is "null", as that of any file: then who sent it is what counts.
(function (deck) {
  "use strict";

  if (!deck) {
    return;
  }
  var own = self.origin;
  var target = own === "null" ? "*" : own;
  var opener = deck.root.querySelector(".sl-deck__open a");
  var other = opener ? null : window.opener;
  var words = deck.words;

  function send(what) {
    if (other && !other.closed) {
      other.postMessage({ samloftDeck: deck.name, is: what, state: deck.state() }, target);
    }
  }

  addEventListener("message", function (event) {
    var said = event.data;
    if (!other || event.source !== other || event.origin !== own) {
      return;
    }
    if (!said || said.samloftDeck !== deck.name) {
      return;
    }
    if (said.is === "ready") {
      send("state");
    } else if (said.is === "state") {
      deck.take(said.state);
    }
  });

  var follower = {
    changed: function () {
      send("state");
    },
    drawn: function () {},
  };

  if (!opener) {
    // The letters of a slide shrink until it fits the window; below half size it is scrolled.
    follower.drawn = function (slides, state) {
      var face = slides[state.at].querySelector(".sl-slide__face");
      var size = 1;
      do {
        deck.root.style.setProperty("--sl-fit", size.toFixed(2));
        size -= 0.05;
      } while (size > 0.5 && face.scrollHeight > face.clientHeight + 1);
    };
    addEventListener("resize", function () {
      follower.drawn(deck.slides, deck.state());
    });
    deck.follow(follower);
    if (document.fonts) {
      document.fonts.ready.then(function () {
        dispatchEvent(new Event("resize"));
      });
    }
    send("ready");
    return;
  }

  var peer = document.createElement("span");
  var next = deck.root.querySelector("[data-sl-next]");
  var wall = deck.root.querySelector("[data-sl-clock]");

  var notes = {};

  deck.root.querySelectorAll(".sl-slide__notes").forEach(function (each) {
    notes[each.parentNode.dataset.part] = each;
  });
  follower.drawn = function (slides, state) {
    // What is to be said in a part stands beside every slide of it.
    var said = notes[slides[state.at].dataset.part];
    if (said) {
      slides[state.at].append(said);
    }
    var following = slides[state.at + 1];
    next.hidden = !following;
    next.textContent = following ? deck.said(words.next, { title: deck.heading(following) }) : "";
  };

  opener.addEventListener("click", function (event) {
    event.preventDefault();
    // The run's own facts go along: when it begins, how many people and groups.
    var place = new URLSearchParams(location.hash.slice(1));
    place.set("slide", String(deck.state().at + 1));
    other = window.open(opener.href + "#" + place, "samloft-screen", "popup,width=1280,height=720");
    peer.textContent = other ? words.opened : words.refused;
  });

  setInterval(function () {
    var now = new Date();
    wall.textContent =
      String(now.getHours()).padStart(2, "0") + words.whenColon + String(now.getMinutes()).padStart(2, "0");
    if (other && other.closed) {
      other = null;
      peer.textContent = words.closed;
    }
  }, 1000);
  peer.setAttribute("role", "status");
  opener.after(" ", peer);
  deck.follow(follower);
})(window.samloftDeck);
