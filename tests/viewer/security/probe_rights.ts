/** What a process with the rights of those that decode films can reach: tells it as JSON. */
const [index, other, parent, port] = Deno.args as [string, string, string, string];

/** What comes of an act: "done", or the name of the error. */
async function outcome(act: () => unknown): Promise<string> {
  try {
    await act();
    return "done";
  } catch (error) {
    return Object(error).name;
  }
}

const outcomes = {
  "own index": await outcome(() => Deno.readTextFileSync(`${index}/encoder/encoder.json`)),
  "another index": await outcome(() => Deno.readTextFileSync(`${other}/encoder/encoder.json`)),
  "/etc/shadow": await outcome(() => Deno.readTextFileSync("/etc/shadow")),
  "the parent's environment": await outcome(() => Deno.readTextFileSync(`/proc/${parent}/environ`)),
  "writing": await outcome(() => Deno.writeTextFileSync(`${index}/left-behind`, "film")),
  "the network": await outcome(() => Deno.connect({ hostname: "127.0.0.1", port: Number(port) })),
  "another program": await outcome(() => new Deno.Command("/usr/bin/true").output()),
};
const names = Object.keys(Deno.env.toObject()).sort();
// deno-lint-ignore no-console -- this is how it answers
console.log(JSON.stringify({ outcomes, names }));
