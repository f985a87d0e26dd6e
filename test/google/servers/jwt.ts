/** A token as it travels: `sign` gets the text that is signed. */
export function encodeJwt(header: object, claims: object, sign: (text: string) => Buffer): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${sign(text).toString('base64url')}`;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
