// Reads one JSON object from standard input: {now, documents: {address: document}, credentials: {name: credential},
// tokens: {name: token}, jwk}. Prints what Digital Bazaar's verifier and jose make of each.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {importJWK, jwtVerify} from 'jose';
import {text} from 'node:stream/consumers';

const asked = JSON.parse(await text(process.stdin));
const now = new Date(asked.now);
// Parts of the libraries look at the machine's clock whatever they are told; here it shows the day that is asked about.
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return now.getTime();
  }
};
const suite = new DataIntegrityProof({cryptosuite});

async function documentLoader(url) {
  const document = asked.documents[url] ?? method(url);
  if (!document) throw new Error(`not given: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
}

// A key of the DID document, as a resolver gives it out alone.
function method(url) {
  const found = asked.documents[url.split('#')[0]]?.verificationMethod?.find((one) => one.id === url);
  return found && {'@context': 'https://w3id.org/security/multikey/v1', ...found};
}

async function verified(credential) {
  const options = {credential, suite, documentLoader, now, verifyBitstringStatusListCredential: true};
  const answer = await vc.verifyCredential({
    ...options,
    checkStatus: (given) => checkStatus({...given, suite, documentLoader, verifyBitstringStatusListCredential: true}),
  });
  const status = answer.statusResult?.results?.map((one) => one.status) ?? [];
  return {verified: answer.verified, status, error: answer.error ? describe(answer.error) : ''};
}

function describe(error) {
  return [error.message, ...(error.errors ?? []).map(describe)].join(': ');
}

async function trusted(token) {
  try {
    const {payload} = await jwtVerify(token, await importJWK(asked.jwk, 'EdDSA'), {currentDate: now});
    return payload.credentialSubject.achievement.name;
  } catch (error) {
    return `refused: ${error.code}`;
  }
}

const each = async (given, look) =>
  Object.fromEntries(await Promise.all(Object.entries(given).map(async ([name, one]) => [name, await look(one)])));
console.log(JSON.stringify({credentials: await each(asked.credentials, verified), tokens: await each(asked.tokens, trusted)}));
