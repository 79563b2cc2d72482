// What a learner chose once holds for every lecture on this device.
type Choice =
  | "speed"
  | "captions"
  | "caption-language"
  | "caption-size"
  | "caption-color"
  | "caption-ground"
  | "caption-edge"
  | "caption-place"
  | "description"
  | "sound"
  | "quality"
  | "data-saver"
  | "volume"
  | "bandwidth";

export function remembered(name: Choice, otherwise: string): string {
  return localStorage.getItem(`academy-${name}`) ?? otherwise;
}

export function remember(name: Choice, value: string): void {
  localStorage.setItem(`academy-${name}`, value);
}
