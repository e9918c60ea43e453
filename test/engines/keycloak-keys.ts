/** Keys and issuers of the tests' own, their public parts served on loopback. */
import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer } from "node:http";

export interface Signer {
  readonly kid: string;
  readonly jwk: unknown;
  sign(header: object, claims: object): string;
}

/** A fresh RSA key. */
export function signer(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomUUID();
  return {
    kid,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" },
    sign: (header, claims) => jwt(privateKey, { alg: "RS256", kid, ...header }, claims),
  };
}

function jwt(key: KeyObject, header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}

/** Serves a JWKS of these keys; the answer to every path. */
export function jwksServer(keys: readonly Signer[]): Promise<{ readonly url: string; stop(): void }> {
  return new Promise((resolve, reject) => {
    const http = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    });
    http.on("error", reject);
    http.listen(0, "127.0.0.1", () => {
      const address = http.address();
      if (typeof address !== "object" || address === null) reject(new Error("no port"));
      else resolve({ url: `http://127.0.0.1:${address.port}/jwks`, stop: () => http.close() });
    });
  });
}
