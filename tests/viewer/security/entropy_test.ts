import { assert, assertThrows } from "@std/assert";
import { randomBytes } from "node:crypto";
import { InputError } from "../../../lib/base/errors.ts";
import { entropyOf, requireEntropy } from "../../../lib/viewer/security/entropy.ts";

const refuses = (token: string, words: RegExp) => {
  const error = assertThrows(() => requireEntropy(token, "the token", 16), InputError);
  assert(words.test(error.message), error.message);
  assert(!error.message.includes(token), "the token is told");
};

Deno.test("requireEntropy() refuses what can be guessed, and does not tell it", () => {
  const guessable = [
    "aaaaaaaaaaaaaaaa",
    "passwordpassword",
    "Password1Password1!",
    "1234567890123456",
    "qwertyuiopasdfghjkl",
    "abcabcabcabcabcabcabc",
    "cohash-viewer-token-2026",
    "zyxwvutsrqponmlkjihgf",
    "0".repeat(200),
    "changemechangeme",
    "letmeinletmein11",
  ];
  for (const token of guessable) refuses(token, /can be guessed.*openssl rand -hex 32/);
  refuses("Xk3", /3 characters, expected at least 16/);
});

Deno.test("requireEntropy() takes what is drawn at random", () => {
  for (let n = 0; n < 300; n++) {
    requireEntropy(randomBytes(32).toString("hex"), "the token", 16);
    requireEntropy(randomBytes(16).toString("base64url"), "the token", 16);
    requireEntropy(crypto.randomUUID(), "the token", 16);
  }
  // A long secret is judged at once, however it repeats.
  const start = performance.now();
  entropyOf("ab".repeat(4000));
  assert(performance.now() - start < 2000);
});
