/**
 * The connections of a server, shared among those who open them.
 *
 * @module
 */
import type { Socket } from "node:net";
import type { ServerType } from "@hono/node-server";
import type { TrustedProxies } from "./client.ts";
import { Shares } from "./shares.ts";

/**
 * Ends connections that are too many, at once and without an answer. Those of a trusted proxy are
 * many clients', so that they count among all but have no share.
 *
 * `server.maxConnections` would count those that are refused here, too, until they are closed.
 */
export function shareConnections(
  server: ServerType,
  { total, share, proxies }: {
    readonly total: number;
    readonly share: number;
    readonly proxies: TrustedProxies;
  },
): void {
  const all = new Shares("connections", { total, share: 1 });
  const own = new Shares("connections", { total, share });
  server.on("connection", (socket: Socket) => {
    const { remoteAddress } = socket;
    const held = new DisposableStack();
    socket.once("close", () => held.dispose());
    try {
      held.defer(all.take("all"));
      if (proxies.include(remoteAddress)) return;
      held.defer(own.take(proxies.clientBehind(remoteAddress).network));
    } catch {
      held.dispose();
      socket.destroy();
    }
  });
}
