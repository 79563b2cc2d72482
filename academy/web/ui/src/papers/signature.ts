// The one place that speaks with pkijs: whether a signature is by the academy, over these bytes, and since when.
import { fromBER } from "asn1js";
import { Certificate, ContentInfo, SignedData, SignedDataVerifyError, type ExtKeyUsage, type SignedDataVerifyResult } from "pkijs";

type Bytes = Uint8Array<ArrayBuffer>;

const STAMP = "1.2.840.113549.1.9.16.2.14";
const EXTENDED_USAGE = "2.5.29.37";
/** RFC 9336, document signing: the registrar's certificate carries it, that of the time stamps does not. */
const DOCUMENTS = "1.3.6.1.5.5.7.3.36";
const STAMPS = "1.3.6.1.5.5.7.3.8";
const CHAIN_FAILED = [2, 3, 5];

/** `at`: when it was signed, proved by a time stamp under the same root; undefined when somebody else stamped it. */
export interface Signed {
  at: Date | undefined;
}

/** "foreign": not signed by who may sign for this root. "changed": not over these bytes, or its time stamp is damaged. */
export async function signatureOn(covered: Bytes, container: Bytes, root: string): Promise<Signed | "foreign" | "changed"> {
  const trusted = [certificateIn(root)];
  const signed = signedIn(container);
  if (!signed) return "changed";
  const info = signed.signerInfos[0];
  // Ours are never made so; what carries its content inside would be checked against that instead of the file.
  if (!info?.signedAttrs || signed.encapContentInfo.eContent) return "foreign";
  const at = await stampedAt(info, signed.certificates, trusted);
  const found = await verified(signed, covered, trusted, at instanceof Date ? at : new Date());
  if (typeof found === "string") return found;
  if (!may(found, DOCUMENTS)) return "foreign";
  return at === "changed" ? "changed" : { at };
}

function certificateIn(pem: string): Certificate {
  const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, "")), (letter) => letter.charCodeAt(0));
  return Certificate.fromBER(der);
}

/** Undefined for what is no signature, or has something behind it. */
function signedIn(container: Bytes): SignedData | undefined {
  try {
    const { offset, result } = fromBER(container);
    if (offset < 0 || container.subarray(offset).some((byte) => byte !== 0)) return undefined;
    return signedDataIn(result);
  } catch {
    return undefined; // told to people as a change
  }
}

const signedDataIn = (schema: unknown): SignedData => new SignedData({ schema: new ContentInfo({ schema }).content as unknown });

/** Without `trustedCerts`, whether the signature holds, whoever made it. */
async function verified(signed: SignedData, bytes: Bytes, trustedCerts: Certificate[], checkDate: Date): Promise<SignedDataVerifyResult | "foreign" | "changed"> {
  const checkChain = trustedCerts.length > 0;
  try {
    const said = await signed.verify({ signer: 0, data: bytes.buffer, trustedCerts, checkDate, checkChain, extendedMode: true });
    return said.signatureVerified ? said : "changed";
  } catch (fault) {
    if (fault instanceof SignedDataVerifyError) return CHAIN_FAILED.includes(fault.code) ? "foreign" : "changed";
    throw fault;
  }
}

/** `issuers`: a stamp brings its own certificate only, and the signature around it the one above that. */
async function stampedAt(info: SignedData["signerInfos"][number], issuers: SignedData["certificates"], trusted: Certificate[]): Promise<Date | undefined | "changed"> {
  const token = info.unsignedAttrs?.attributes.find((one) => one.type === STAMP)?.values[0] as unknown;
  const stamp = token ? stampIn(token) : undefined;
  if (!stamp) return "changed";
  const data = info.signature.valueBlock.valueHexView.slice();
  const held = await verified(stamp, data, [], new Date());
  if (typeof held === "string" || !may(held, STAMPS)) return "changed";
  stamp.certificates = [...(stamp.certificates ?? []), ...(issuers ?? [])];
  const led = await verified(stamp, data, trusted, new Date());
  return typeof led === "string" ? undefined : led.date;
}

function stampIn(token: unknown): SignedData | undefined {
  try {
    return signedDataIn(token);
  } catch {
    return undefined; // told to people as a change
  }
}

function may(by: SignedDataVerifyResult, purpose: string): boolean {
  const usage = by.signerCertificate?.extensions?.find((one) => one.extnID === EXTENDED_USAGE)?.parsedValue as ExtKeyUsage | undefined;
  return usage?.keyPurposes.includes(purpose) ?? false;
}
