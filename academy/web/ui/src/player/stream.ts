import type Hls from "hls.js";
import { expected, noted } from "../rules/estimate.ts";
import { type Quality, qualityOf, rungFor } from "../rules/quality.ts";
import { describes, type Sound, soundFor } from "../rules/sounds.ts";
import type { Network } from "./network.ts";
import { play } from "./play.ts";
import { remember, remembered } from "./remembered.ts";

type Engine = typeof Hls;
type Playlist = Sound & { url: string };

const errors = { maxNumRetry: 12, retryDelayMs: 500, maxRetryDelayMs: 4000 };
const patience = { default: { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 60_000, timeoutRetry: errors, errorRetry: errors } };

// Seconds fetched ahead: a few while the lecture only stands there, two minutes once it plays, because who opens a lesson
// to read it should not pay for its film.
const glance = { maxBufferLength: 6, maxMaxBufferLength: 6 };
const watching = { maxBufferLength: 60, maxMaxBufferLength: 120 };

/**
 * What the media element plays: pictures of one of several sizes or none at all, and one of several sound tracks. Our own
 * loader comes first even where the browser plays HLS itself, because it survives a network that drops for seconds.
 */
export class Stream {
  /** Lines of the pictures on offer, smallest first; empty until the lecture is known and for audio lectures. */
  lines: number[] = [];
  sounds: Playlist[] = [];
  private hls: Hls | undefined;
  private listeners: (() => void)[] = [];
  private bare = false;
  private goOn = false;
  private at = 0;

  constructor(private readonly media: HTMLMediaElement, private readonly network: Network) {
    network.again = () => this.again();
    // From here on the film comes from us; without this a press on Play before that would start it another way.
    media.querySelector("source")?.remove();
    media.load();
    media.addEventListener("ratechange", () => (media.defaultPlaybackRate = media.playbackRate));
  }

  onChange(tell: () => void): void {
    this.listeners.push(tell);
  }

  get quality(): Quality {
    return qualityOf(remembered("quality", "auto"));
  }

  set quality(chosen: Quality) {
    remember("quality", chosen);
    if (this.hls && !this.bare) this.hls.nextLevel = rungFor(this.lines, chosen);
    this.tell();
  }

  /** Lines of the picture that plays now; 0 while that is not known. */
  get shown(): number {
    return this.bare ? 0 : (this.hls?.levels[this.hls.currentLevel]?.height ?? 0);
  }

  /** Only sound is fetched, by choice of the learner; audio lectures have nothing to save. */
  get saves(): boolean {
    return remembered("data-saver", "off") === "on";
  }

  set saves(on: boolean) {
    remember("data-saver", on ? "on" : "off");
    if (this.lines.length && this.bare !== on) this.open(on ? this.sound?.url : this.master);
    this.tell();
  }

  get canDescribe(): boolean {
    return this.sounds.some(describes);
  }

  get described(): boolean {
    return this.sound !== undefined && describes(this.sound);
  }

  set described(on: boolean) {
    remember("description", on ? "on" : "off");
    this.switchSound();
  }

  /** Name of the track that plays or, while a description plays, that it stands in for. */
  get soundName(): string {
    return this.sounds[soundFor(this.sounds, { name: remembered("sound", ""), described: false })]?.name ?? "";
  }

  set soundName(name: string) {
    remember("sound", name);
    this.switchSound();
  }

  get sound(): Playlist | undefined {
    return this.sounds[soundFor(this.sounds, { name: remembered("sound", ""), described: remembered("description", "off") === "on" })];
  }

  /** Fetch the lecture and stand at a second of it. Playing is left to the learner. */
  async load(at: number): Promise<void> {
    this.at = at;
    const found = await import("hls.js").catch(() => undefined);
    if (!found) return this.network.failed(false, 0);
    const { default: engine } = found;
    [this.at, this.goOn] = [this.media.currentTime || at, !this.media.paused];
    if (!engine.isSupported()) return this.playNatively();
    this.hls = new engine({
      ...{ ...glance, autoStartLoad: false, enableWorker: false, capLevelToPlayerSize: true, renderTextTracksNatively: !this.media.querySelector("track") },
      ...{ abrEwmaDefaultEstimate: expected(remembered("bandwidth", ""), Date.now()), fragLoadPolicy: patience, playlistLoadPolicy: patience, manifestLoadPolicy: patience },
    });
    this.media.addEventListener("play", () => Object.assign(this.hls?.config ?? {}, watching), { once: true });
    this.listen(this.hls, engine);
    this.hls.attachMedia(this.media);
    this.hls.loadSource(this.master);
  }

  private get master(): string {
    return this.media.closest<HTMLElement>("psp-player")?.dataset.master ?? "";
  }

  private playNatively(): void {
    this.media.src = this.master;
    this.media.addEventListener("loadedmetadata", () => (this.media.currentTime = this.at), { once: true });
    this.media.addEventListener("error", () => this.network.failed(true, 0));
  }

  private listen(hls: Hls, engine: Engine): void {
    const { Events } = engine;
    hls.on(Events.MANIFEST_PARSED, (_, found) => this.start(hls, found.levels.map((level) => level.height || 0), found.audioTracks as Playlist[]));
    hls.on(Events.LEVEL_SWITCHED, () => this.tell());
    hls.on(Events.FRAG_LOADED, () => {
      this.network.works();
      remember("bandwidth", noted(hls.bandwidthEstimate, Date.now()));
    });
    hls.on(Events.ERROR, (_, fault) => fault.fatal && this.network.failed(fault.type === engine.ErrorTypes.MEDIA_ERROR, fault.response?.code ?? 0));
  }

  // The first playlist names what there is; for sound alone the loader is then sent to the playlist of the sound.
  private start(hls: Hls, lines: number[], sounds: Playlist[]): void {
    if (!this.bare) {
      this.lines = lines.filter(Boolean);
      this.sounds = sounds.filter((sound, place) => sound.url && sounds.findIndex((other) => other.name === sound.name) === place);
      if (this.lines.length && this.saves && this.sound) return this.open(this.sound.url, true);
      hls.loadLevel = rungFor(this.lines, this.quality);
      hls.config.audioPreference = this.sound && { name: this.sound.name, lang: this.sound.lang ?? "", characteristics: this.sound.characteristics ?? "" };
      if (this.media.querySelector("track")) hls.subtitleTrack = -1;
    }
    hls.startLoad(this.at);
    if (this.goOn) play(this.media);
    this.goOn = false;
    this.tell();
  }

  private switchSound(): void {
    if (this.bare) this.open(this.sound?.url);
    else if (this.hls) this.hls.audioTrack = this.hls.audioTracks.findIndex((track) => track.name === this.sound?.name);
    this.tell();
  }

  // Another playlist at the same second, playing on if it played.
  private open(url: string | undefined, untouched = false): void {
    if (!this.hls || !url) return;
    if (!untouched) [this.at, this.goOn] = [this.media.currentTime || this.at, !this.media.paused];
    this.bare = url !== this.master;
    this.hls.loadSource(url);
  }

  private again(): void {
    if (!this.hls) return this.media.src ? this.media.load() : void this.load(this.at);
    if (this.network.broken) this.hls.recoverMediaError();
    else if (this.media.readyState && !this.network.refused) this.hls.startLoad();
    else this.open(this.bare && !this.network.refused ? this.sound?.url : this.master);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
