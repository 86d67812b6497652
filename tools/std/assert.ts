/**
 * The part of `@std/assert` that cohash uses, over `node:assert/strict`, for machines that cannot
 * reach JSR. To use the original, change one line of deno.json:
 * `"@std/assert": "jsr:@std/assert@^1"`.
 *
 * @module
 */
import strict from "node:assert/strict";

export { AssertionError } from "node:assert";

/** Fails unless the value is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  strict.ok(value, ...given(message));
}

/** Fails unless both values are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  strict.deepStrictEqual(actual, expected, ...given(message));
}

/** Fails if both values are deeply and strictly equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  strict.notDeepStrictEqual(actual, expected, ...given(message));
}

/** Fails unless both values are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  strict.strictEqual(actual, expected, ...given(message));
}

/** Fails unless |actual − expected| ≤ tolerance (default: 1e-7 of the expected value). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  strict.ok(
    Math.abs(actual - expected) <= allowed,
    message ?? `Expected ${actual} to be within ${allowed} of ${expected}`,
  );
}

/** Fails unless the text holds the part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  strict.ok(
    actual.includes(expected),
    message ?? `Expected to find ${JSON.stringify(expected)} in ${JSON.stringify(actual)}`,
  );
}

/** Fails unless the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  strict.match(actual, expected, ...given(message));
}

/** Node's declarations have no optional message, so none is passed as no argument. */
function given(message: string | undefined): [string] {
  return (message === undefined ? [] : [message]) as unknown as [string];
}

// deno-lint-ignore no-explicit-any -- a class of errors may have any constructor
type ErrorClass<E extends Error> = new (...args: any[]) => E;

/** Fails unless the call throws, and returns what it threw. */
export function assertThrows<E extends Error = Error>(
  call: () => unknown,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
): E {
  try {
    call();
  } catch (error) {
    return checkError(error, errorClass, messageIncludes);
  }
  return strict.fail("Expected function to throw");
}

/** Fails unless the promise rejects, and returns what it rejected with. */
export async function assertRejects<E extends Error = Error>(
  call: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  messageIncludes?: string,
): Promise<E> {
  try {
    await call();
  } catch (error) {
    return checkError(error, errorClass, messageIncludes);
  }
  return strict.fail("Expected function to reject");
}

function checkError<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E> | undefined,
  messageIncludes: string | undefined,
): E {
  const wanted = errorClass ?? Error;
  strict.ok(error instanceof wanted, `Expected ${wanted.name} but received: ${error}`);
  if (messageIncludes !== undefined) assertStringIncludes(error.message, messageIncludes);
  return error as E;
}
