/** When pictures are drawn: at most once a frame of the screen, in the room that they have. */

/** Call back at the next frame; where there is no screen, soon. */
export function nextFrame(callback) {
  if (typeof requestAnimationFrame === "function") requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}

/**
 * Return `{ schedule, cancel }`: however often it is scheduled, `draw` is called once, at the next
 * frame, unless that is cancelled.
 * @param {function()} draw
 */
export function oncePerFrame(draw) {
  let waiting = false;
  let turn = 0;
  function schedule() {
    if (waiting) return;
    waiting = true;
    const own = turn;
    nextFrame(() => {
      if (own !== turn) return;
      waiting = false;
      draw();
    });
  }
  function cancel() {
    turn += 1;
    waiting = false;
  }
  return { schedule, cancel };
}

/**
 * Return `{ width(), dispose() }`: how wide a node is, in pixels, 0 while it is not shown. Asking the
 * node itself in a frame would lay the page out anew each time.
 * @param {Element} node
 * @param {function()} onChange
 */
export function roomOf(node, onChange) {
  let room = 0;
  const observer = new ResizeObserver(([entry]) => {
    room = entry.contentRect.width;
    onChange();
  });
  observer.observe(node);
  return { width: () => room, dispose: () => observer.disconnect() };
}
