import { generateKeyPairSync, sign } from "node:crypto";

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex");
const commonName = Buffer.from("0603550403", "hex");

/** A certificate of this name that only itself vouches for: X.509 in its first version, of RFC 5280's fields the needed ones. */
export function makeCertificate(name: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from(name)))));
  const always = der(0x30, der(0x17, Buffer.from("200101000000Z")), der(0x18, Buffer.from("99991231235959Z")));
  const serial = der(0x02, Buffer.from([1]));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const body = der(0x30, serial, ecdsaWithSha256, subject, always, subject, spki);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const whole = der(0x30, body, ecdsaWithSha256, signature).toString("base64");
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.match(/.{1,64}/g)!.join("\n")}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }) as string };
}

/** Something in ASN.1's DER: what it is, how long, and its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
