// Keeps the bar of background work up to date, and shows the page anew when it has ended. Without it there is a link.
const bar = document.getElementById("progress");
const said = document.getElementById("progress-said");
const EVERY = 1500;

async function ask() {
  try {
    const answer = await fetch(bar.dataset.address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    bar.value = told.percent;
    said.textContent = `${told.percent}%`;
    if (!told.going) return location.reload();
  } catch {
    // The network is gone for a moment: ask again.
  }
  setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY);
