import { type DetailedError, Upload } from "tus-js-client";
import { fingerprint, nextPiece, PIECES, reason, worthRetrying } from "../rules/upload.ts";
import { token } from "../rules/token.ts";
import { note } from "./unfinished.ts";
import { UploadRow } from "./upload-row.ts";

/** Small enough to come with its announcement: nothing is won by going on in the middle of it. */
const AT_ONCE = 1_000_000;

export interface Where { endpoint: string; replaces: string; describes: string; doneUrl: string }

/** One file on its way to the academy, from the line it waits in to the last byte. */
export class Sending {
  readonly row: UploadRow;
  private readonly upload: Upload;
  private address = "";
  private pieceBegan = 0;
  private cancelled = false;
  private waitsForLine = false;
  private leaveLine = () => {};

  constructor(private readonly file: File, private readonly where: Where) {
    this.row = new UploadRow(file, { pause: () => this.pause(), resume: () => this.go(), cancel: () => this.cancel() });
    this.upload = this.made();
    this.row.wait();
    note(this, "stopped");
    addEventListener("online", () => this.waitsForLine && this.go());
  }

  private made(): Upload {
    const { file, where } = this;
    return new Upload(file, {
      endpoint: where.endpoint,
      metadata: { filename: file.name, filetype: file.type, replaces: where.replaces, describes: where.describes },
      headers: { "x-csrftoken": token(), accept: "application/json" },
      chunkSize: PIECES.least,
      uploadDataDuringCreation: file.size <= AT_ONCE,
      retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000, 40_000, 60_000],
      fingerprint: () => Promise.resolve(fingerprint(file, where.replaces || (where.describes && `describes-${where.describes}`))),
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => this.row.show(sent, total),
      onChunkComplete: () => this.adapt(Date.now() - this.pieceBegan),
      onBeforeRequest: () => void (this.pieceBegan = Date.now()),
      onAfterResponse: (_, answer) => void (this.address = answer.getHeader("Upload-Result") ?? this.address),
      onShouldRetry: (fault) => (this.adapt("cut"), navigator.onLine && worthRetrying(statusOf(fault as DetailedError))),
      onSuccess: () => this.finish(),
      onError: (fault) => this.fail(fault as DetailedError),
    });
  }

  /** Send until it is here, or somebody or something stops it; the next in line may go then. */
  async send(): Promise<void> {
    if (this.cancelled) return;
    const [earlier] = await this.upload.findPreviousUploads();
    if (earlier) this.upload.resumeFromPreviousUpload(earlier);
    await new Promise<void>((resolve) => ((this.leaveLine = resolve), this.go()));
  }

  private go(): void {
    this.waitsForLine = false;
    note(this, "running");
    this.row.run();
    this.upload.start();
  }

  private pause(): void {
    void this.upload.abort();
    this.stop("stopped");
    this.row.pause();
  }

  private cancel(): void {
    this.cancelled = true;
    void this.upload.abort(Boolean(this.upload.url)).catch(() => undefined);
    this.stop("over");
    this.row.element.remove();
  }

  private finish(): void {
    this.stop("over");
    this.row.finish(this.address || this.where.doneUrl);
  }

  private fail(fault: DetailedError): void {
    this.waitsForLine = !fault.originalResponse;
    this.stop("stopped");
    this.row.fail(reason(statusOf(fault), fault.originalResponse?.getBody() ?? ""));
  }

  private stop(standing: "stopped" | "over"): void {
    note(this, standing);
    this.leaveLine();
  }

  private adapt(took: number | "cut"): void {
    this.upload.options.chunkSize = nextPiece(this.upload.options.chunkSize ?? PIECES.least, took);
  }
}

function statusOf(fault: DetailedError): number {
  return fault.originalResponse?.getStatus() ?? 0;
}
