// What must not be lost: while bytes are missing the page asks before it closes, and the screen stays on so that the
// computer does not fall asleep under a long upload.
const missing = new Set<object>();
const running = new Set<object>();
let lock: WakeLockSentinel | undefined;

export type Standing = "running" | "stopped" | "over";

/** Say where one file stands. */
export function note(file: object, standing: Standing): void {
  standing === "over" ? missing.delete(file) : missing.add(file);
  standing === "running" ? running.add(file) : running.delete(file);
  void stayAwake();
}

async function stayAwake(): Promise<void> {
  if (!running.size) {
    const old = lock;
    lock = undefined;
    await old?.release();
  } else if (!lock && document.visibilityState === "visible") {
    // Refused on battery saving and in insecure pages; the upload goes on without it.
    lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    lock?.addEventListener("release", () => (lock = undefined));
  }
}

addEventListener("beforeunload", (event) => missing.size && event.preventDefault());
document.addEventListener("visibilitychange", () => void stayAwake());
