import { type BarButton, barButton } from "./make.ts";
import type { Parts, Settings } from "./settings.ts";

type Script = { Settings: new (parts: Parts) => Settings };

/**
 * The button that opens the settings. Their code is not needed for the first picture, so that it comes after that, or when
 * somebody asks for it before; whoever is offline by then finds it already here.
 */
export function settingsButton(address: string, parts: Omit<Parts, "opener">): BarButton {
  let kept: Promise<Settings> | undefined;
  const opener = barButton(() => void settings().then((made) => made.toggle(), tryLater));
  const settings = () => (kept ??= import(address).then((script: Script) => new script.Settings({ ...parts, opener })));
  const tryLater = (fault: unknown) => {
    kept = undefined;
    console.info("no settings yet", fault);
  };
  parts.media.addEventListener("loadeddata", () => void settings().catch(tryLater), { once: true });
  opener.show("settings", "Settings");
  opener.element.setAttribute("aria-expanded", "false");
  return opener;
}
