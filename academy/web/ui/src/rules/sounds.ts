/** One sound track of a stream, as its playlist declares it. */
export interface Sound {
  name: string;
  lang?: string | undefined;
  characteristics?: string | undefined;
  default?: boolean | undefined;
}

/** What a learner wants to hear: a track by its name, and whether the picture should be described. */
export interface Wish {
  name: string;
  described: boolean;
}

/** Whether a track says what the picture shows (RFC 8216, CHARACTERISTICS of EXT-X-MEDIA). */
export function describes(sound: Sound): boolean {
  return (sound.characteristics ?? "").split(",").some((one) => one.trim() === "public.accessibility.describes-video");
}

/**
 * Place of the track that answers a wish best; -1 where there are none. A description in the language of the wished
 * track comes before one in another; where nothing is described, the wished track itself plays.
 */
export function soundFor(sounds: readonly Sound[], wish: Wish): number {
  const plain = sounds.filter((sound) => !describes(sound));
  const wanted = plain.find((sound) => sound.name === wish.name) ?? plain.find((sound) => sound.default) ?? plain[0];
  const described = sounds.filter(describes);
  const description = described.find((sound) => sound.lang === wanted?.lang) ?? described[0];
  const chosen = (wish.described && description) || wanted || description;
  return chosen ? sounds.indexOf(chosen) : -1;
}
