/**
 * Where requests come from, behind proxies too: what shares, locks and the audit log go by.
 *
 * @module
 */
import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import ipaddr from "ipaddr.js";
import { InputError } from "../../base/errors.ts";

/** Who sent a request, as far as the network tells. */
export interface Client {
  /** Its address as RFC 5952 writes it, IPv4 in IPv6 as IPv4; "unknown" where there is none. */
  readonly address: string;
  /**
   * What it shares bounds with: its address or, for IPv6, its network of 64 bits, since one machine
   * has all addresses of that.
   */
  readonly network: string;
}

/** A variable of requests, which {@linkcode knowClient} sets. */
const CLIENT = "client";

/** Bits of an IPv6 address that the network sets, the other 64 being its machines' own choice. */
const NETWORK_BITS = 64;

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [address: Address, bits: number];

/**
 * The proxies that are trusted to tell whom they speak for.
 *
 * `X-Forwarded-For` is read from its end, where the nearest proxy writes: the client is the first
 * address there that is no trusted proxy, and what stands before it may be made up. From elsewhere
 * than a trusted proxy the header counts for nothing, as does what is no address.
 */
export class TrustedProxies {
  readonly #networks: readonly Network[];

  /**
   * Those at certain addresses.
   *
   * @param places Addresses, or networks such as `10.0.0.0/8`
   * @throws {InputError} if one is neither
   */
  constructor(places: readonly string[]) {
    this.#networks = places.map(readNetwork);
  }

  /** Whether the address at the other end of a connection is that of one of them. */
  include(remote: string | undefined): boolean {
    const address = readAddress(remote ?? "");
    return address !== undefined && this.#has(address);
  }

  /**
   * Who is at the other end of a connection, or speaks through the proxy that is.
   *
   * @param forwarded The header `X-Forwarded-For`, where there is one
   */
  clientBehind(remote: string | undefined, forwarded = ""): Client {
    let address = readAddress(remote ?? "");
    if (address === undefined) return { address: "unknown", network: "unknown" };
    for (const text of forwarded.split(",").toReversed()) {
      const before = readAddress(text.trim());
      if (before === undefined || !this.#has(address)) break;
      address = before;
    }
    return { address: textOf(address), network: networkOf(address) };
  }

  #has(address: Address): boolean {
    return this.#networks.some(([start, bits]) =>
      address.kind() === start.kind() && address.match([start, bits])
    );
  }
}

/** Works out each request's client, before anything asks for it. */
export function knowClient(proxies: TrustedProxies): MiddlewareHandler {
  return async (context, next) => {
    const { address } = getConnInfo(context).remote;
    context.set(CLIENT, proxies.clientBehind(address, context.req.header("x-forwarded-for")));
    await next();
  };
}

/** The client of a request that {@linkcode knowClient} has seen. */
export function clientOf(context: Context): Client {
  return context.get(CLIENT);
}

/** The address in a text, undefined where it is none. */
function readAddress(text: string): Address | undefined {
  // The library takes shorthands such as "1" for addresses, too.
  return isIP(text) === 0 ? undefined : ipaddr.process(text);
}

function readNetwork(text: string): Network {
  const address = readAddress(text);
  if (address !== undefined) return [address, address.kind() === "ipv4" ? 32 : 128];
  const isNetwork = isIP(text.split("/")[0]!) !== 0 && ipaddr.isValidCIDR(text);
  if (isNetwork) return ipaddr.parseCIDR(text);
  throw new InputError(
    `Cannot trust the proxy "${text}": expected an address such as 127.0.0.1, or a network such as ` +
      "10.0.0.0/8",
  );
}

function networkOf(address: Address): string {
  if (address.kind() === "ipv4") return textOf(address);
  const start = ipaddr.IPv6.networkAddressFromCIDR(`${textOf(address)}/${NETWORK_BITS}`);
  return `${textOf(start)}/${NETWORK_BITS}`;
}

function textOf(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
