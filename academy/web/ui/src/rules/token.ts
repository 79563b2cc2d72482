/** The token every change must carry, so that another site cannot post in the reader's name. */
export function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
