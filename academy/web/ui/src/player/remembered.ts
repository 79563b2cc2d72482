// What a learner chose once holds for every lecture on this device.
export function remembered(name: "speed" | "captions" | "volume" | "bandwidth", otherwise: string): string {
  return localStorage.getItem(`academy-${name}`) ?? otherwise;
}

export function remember(name: "speed" | "captions" | "volume" | "bandwidth", value: string): void {
  localStorage.setItem(`academy-${name}`, value);
}
