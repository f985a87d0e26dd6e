import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate for 127.0.0.1 that vouches for itself, for as long as the tests run. */
export function makeCertificate(now: Date): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = sequence(
    tagged(0xa0, integer(2)),
    integer(now.getTime() % 2 ** 31),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(time(now.getTime() - DAY_MS), time(now.getTime() + DAY_MS)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, tagged(OCTETS, sequence(tagged(0x87, LOCALHOST)))))),
  );
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', signed, privateKey)]);
  const certificate = sequence(signed, ECDSA_WITH_SHA256, tagged(BITS, signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const BITS = 0x03;
const OCTETS = 0x04;
const LOCALHOST = Buffer.of(127, 0, 0, 1);

/** A value of DER: what it is, how long, and itself. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), value]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value, 1);
  // As few bytes as hold it, the first one below 128, because it is no negative number.
  const start = bytes.findIndex((byte, index) => byte !== 0 || (bytes[index + 1] ?? 128) >= 128);
  return tagged(0x02, bytes.subarray(start));
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return tagged(0x18, Buffer.from(`${digits}Z`));
}

const identifier = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));

const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));
const SUBJECT_ALTERNATIVE_NAME = identifier('551d11');
const NAME = sequence(tagged(0x31, sequence(identifier('550403'), tagged(0x0c, Buffer.from('Bellhop test')))));
