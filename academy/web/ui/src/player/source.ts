import type Hls from "hls.js";
import { remember, remembered } from "./remembered.ts";

const retry = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 60_000,
    timeoutRetry: { maxNumRetry: 12, retryDelayMs: 500, maxRetryDelayMs: 8000 },
    errorRetry: { maxNumRetry: 12, retryDelayMs: 500, maxRetryDelayMs: 8000 },
  },
};

// Seconds fetched ahead: a few while the lecture only stands there, two minutes once it plays, because who opens a lesson
// to read it should not pay for its film.
const glance = { maxBufferLength: 6, maxMaxBufferLength: 6 };
const watching = { maxBufferLength: 60, maxMaxBufferLength: 120 };

/**
 * Attach the lecture. Our own loader comes first even where the browser plays HLS itself, because it survives a
 * network that drops for seconds; its code is fetched only now. `failed` hears of faults nothing here could mend.
 */
export async function attach(media: HTMLMediaElement, master: string, at: number, failed: () => void): Promise<void> {
  const { default: Engine } = await import("hls.js");
  if (!Engine.isSupported()) return playNatively(media, master, at);
  const hls = new Engine({
    startPosition: at,
    enableWorker: false,
    ...glance,
    capLevelToPlayerSize: true,
    abrEwmaDefaultEstimate: Number(remembered("bandwidth", "500000")),
    renderTextTracksNatively: false,
    fragLoadPolicy: retry,
  });
  media.addEventListener("play", () => Object.assign(hls.config, watching), { once: true });
  mend(hls, Engine, failed);
  hls.on(Engine.Events.FRAG_LOADED, () => remember("bandwidth", String(Math.round(hls.bandwidthEstimate))));
  media.querySelector("source")?.remove();
  hls.loadSource(master);
  hls.attachMedia(media);
}

function playNatively(media: HTMLMediaElement, master: string, at: number): void {
  media.src = master;
  media.addEventListener("loadedmetadata", () => (media.currentTime = at), { once: true });
}

// One attempt at mending a broken decoder; a network fault is tried again when the browser says it is back on line.
function mend(hls: Hls, Engine: typeof Hls, failed: () => void): void {
  let mended = false;
  hls.on(Engine.Events.ERROR, (_, fault) => {
    if (!fault.fatal) return;
    if (fault.type === Engine.ErrorTypes.MEDIA_ERROR && !mended) {
      mended = true;
      hls.recoverMediaError();
    } else if (fault.type === Engine.ErrorTypes.NETWORK_ERROR && !navigator.onLine) {
      addEventListener("online", () => hls.startLoad(), { once: true });
    } else failed();
  });
}
