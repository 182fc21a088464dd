import { hash, verify } from "@node-rs/argon2";

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$/;

/** Uses the parameters and salt of the first hash (PHC). */
export async function verifyHash(hashes: string | readonly string[], password: string): Promise<boolean> {
  const [first = "", ...others] = [hashes].flat();
  if (others.length === 0) return verify(first, password);
  const [, memory, time, lanes, salt = ""] = phc.exec(first) ?? [];
  const again = await hash(password, {
    memoryCost: Number(memory),
    timeCost: Number(time),
    parallelism: Number(lanes),
    salt: new Uint8Array(Buffer.from(salt, "base64")),
  });
  return again === first || others.includes(again);
}
