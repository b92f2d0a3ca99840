/** Given out by `build.py serve` alone: loads the page again once there is another build of it. */
(() => {
  const { src, dataset } = document.currentScript;
  const look = async () => {
    const answer = await fetch(new URL(dataset.marker, src), { cache: "no-store" }).catch(
      () => null,
    );
    // Between two builds, and while the server is away, there is no answer.
    if (answer?.ok && (await answer.text()) !== dataset.built) location.reload();
  };
  setInterval(look, 1000);
})();
