// The one place that speaks with pkijs: whether a signature is by the academy, over these bytes, and since when.
import { fromBER, Sequence } from "asn1js";
import { Certificate, ContentInfo, ExtKeyUsage, SignedData, SignedDataVerifyError } from "pkijs";

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

/** "foreign": not signed by who may sign for this root. "changed": not over these bytes. */
export async function signatureOn(covered: Bytes, container: Bytes, root: string): Promise<Signed | "foreign" | "changed"> {
  const trusted = [certificateIn(root)];
  const signed = signedIn(container);
  const info = signed?.signerInfos[0];
  // What carries its content inside would be checked against that instead of the file.
  if (!signed || !info?.signedAttrs || signed.encapContentInfo.eContent) return "changed";
  const at = await stampedAt(info, signed.certificates, trusted);
  const result = await verified(signed, covered, trusted, at ?? new Date());
  if (typeof result === "string") return result;
  return may(result, DOCUMENTS) ? { at } : "foreign";
}

function certificateIn(pem: string): Certificate {
  const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, "")), (letter) => letter.charCodeAt(0));
  return Certificate.fromBER(der);
}

/** Undefined for what is no signature, or has something behind it. */
function signedIn(container: Bytes): SignedData | undefined {
  const { offset, result } = fromBER(container);
  if (offset < 0 || container.subarray(offset).some((byte) => byte !== 0)) return undefined;
  try {
    return new SignedData({ schema: new ContentInfo({ schema: result }).content as unknown });
  } catch {
    return undefined; // told to people as a change
  }
}

async function verified(signed: SignedData, data: Bytes, trustedCerts: Certificate[], checkDate: Date): Promise<Certificate | "foreign" | "changed"> {
  try {
    const said = await signed.verify({ signer: 0, data: data.buffer, trustedCerts, checkDate, checkChain: true, extendedMode: true });
    return said.signatureVerified && said.signerCertificate ? said.signerCertificate : "changed";
  } catch (fault) {
    if (fault instanceof SignedDataVerifyError) return CHAIN_FAILED.includes(fault.code) ? "foreign" : "changed";
    throw fault;
  }
}

/** `issuers`: a stamp brings its own certificate only, and the signature around it the one above that. */
async function stampedAt(info: SignedData["signerInfos"][number], issuers: SignedData["certificates"], trusted: Certificate[]): Promise<Date | undefined> {
  const token = info.unsignedAttrs?.attributes.find((one) => one.type === STAMP)?.values[0] as Sequence | undefined;
  if (!token) return undefined;
  try {
    const stamp = new SignedData({ schema: new ContentInfo({ schema: token }).content as unknown });
    stamp.certificates = [...(stamp.certificates ?? []), ...(issuers ?? [])];
    const data = info.signature.valueBlock.valueHexView.slice().buffer;
    const said = await stamp.verify({ signer: 0, data, trustedCerts: trusted, checkChain: true, extendedMode: true });
    return said.signatureVerified && said.signerCertificate && may(said.signerCertificate, STAMPS) ? said.date : undefined;
  } catch {
    return undefined; // an outside authority's stamp, or a damaged one: the time is then not shown as proved
  }
}

function may(certificate: Certificate, purpose: string): boolean {
  const usage = certificate.extensions?.find((one) => one.extnID === EXTENDED_USAGE)?.parsedValue as ExtKeyUsage | undefined;
  return usage?.keyPurposes.includes(purpose) ?? false;
}
