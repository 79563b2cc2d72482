/** Where a lecture begins, in seconds: at `?t=754` of the address when a link names a place, else where the reader stopped. */
export function beginning(search: string, resume: number): number {
  const asked = new URLSearchParams(search).get("t") ?? "";
  return /^\d+(\.\d+)?$/.test(asked) ? Number(asked) : resume;
}
